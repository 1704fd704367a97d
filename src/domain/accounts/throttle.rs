//! Throttling of attempts: the first few are free, then each doubles the wait.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::domain::values::clock_error::is_ahead;

/// The longest [`ThrottlePolicy::reset_after`].
pub const MAX_RESET_AFTER: TimeDelta = TimeDelta::hours(24);

/// The limits of one kind of attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThrottlePolicy {
    /// The number of attempts without a wait.
    pub free_attempts: u32,
    /// The wait after the first attempt that isn't free. It doubles with each further attempt.
    pub first_wait: TimeDelta,
    /// The maximum wait.
    pub max_wait: TimeDelta,
    /// How long after the last attempt the count is reset: at most [`MAX_RESET_AFTER`].
    pub reset_after: TimeDelta,
}

/// The throttling state of one key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Throttle {
    /// The number of attempts counted since the last success or reset.
    pub attempts: u32,
    /// When the next attempt is allowed.
    pub open_at: Timestamp,
    /// When the count is reset.
    pub expires_at: Timestamp,
}

/// The error for an attempt that was made too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooEarly {
    /// When the next attempt is allowed.
    pub open_at: Timestamp,
}

impl Throttle {
    /// Records an attempt at `now`, before its outcome is known. Callers reset the count after a
    /// success. An attempt that is made too early isn't counted, so it doesn't extend the wait. One that
    /// only appears to precede the last, because another server or thread was faster, isn't too early.
    /// If the last attempt was counted while the clock was ahead, this one is allowed, and counted.
    pub fn attempt(&self, now: Timestamp, policy: ThrottlePolicy) -> Result<Self, TooEarly> {
        let last_attempt = self.expires_at - policy.reset_after;
        let must_wait = self.open_at > last_attempt;
        if must_wait && now < self.open_at && !is_ahead(last_attempt, now) {
            return Err(TooEarly { open_at: self.open_at });
        }
        Ok(self.counted(now, policy))
    }

    /// Records an attempt at `now`, however early it comes.
    #[must_use]
    pub fn counted(&self, now: Timestamp, policy: ThrottlePolicy) -> Self {
        let attempts = if now < self.expires_at { self.attempts } else { 0 }.saturating_add(1);
        Self {
            attempts,
            open_at: now + policy.wait_after(attempts),
            expires_at: now + policy.reset_after,
        }
    }

    /// Removes one attempt, which succeeded. The wait is then that of the remaining attempts, from
    /// the last one on.
    #[must_use]
    pub fn uncounted(&self, policy: ThrottlePolicy) -> Self {
        let attempts = self.attempts.saturating_sub(1);
        let last_attempt = self.expires_at - policy.reset_after;
        let open_at = last_attempt + policy.wait_after(attempts);
        Self { attempts, open_at, expires_at: self.expires_at }
    }
}

impl ThrottlePolicy {
    fn wait_after(self, attempts: u32) -> TimeDelta {
        let Some(excess) = attempts.checked_sub(self.free_attempts + 1) else {
            return TimeDelta::zero();
        };
        let factor = 1i32.checked_shl(excess).filter(|factor| *factor > 0).unwrap_or(i32::MAX);
        let wait = self.first_wait.checked_mul(factor).unwrap_or(self.max_wait);
        wait.min(self.max_wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: ThrottlePolicy = ThrottlePolicy {
        free_attempts: 2,
        first_wait: TimeDelta::seconds(1),
        max_wait: TimeDelta::seconds(5),
        reset_after: TimeDelta::hours(1),
    };

    #[test]
    fn the_wait_doubles_up_to_the_maximum() {
        let mut throttle = Throttle::default();
        let mut now: Timestamp = "2026-11-18T12:00:00Z".parse().unwrap();
        let mut waits = Vec::new();
        for _ in 0..7 {
            throttle = throttle.attempt(now, POLICY).unwrap();
            waits.push((throttle.open_at - now).num_seconds());
            now = throttle.open_at;
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 5, 5]);
    }

    #[test]
    fn an_early_attempt_is_rejected_and_not_counted() {
        let now: Timestamp = "2026-11-18T12:00:00Z".parse().unwrap();
        let mut throttle = Throttle::default();
        for _ in 0..3 {
            throttle = throttle.attempt(now, POLICY).unwrap();
        }
        let open_at = now + TimeDelta::seconds(1);
        assert_eq!(throttle.attempt(now, POLICY), Err(TooEarly { open_at }));
        assert!(throttle.attempt(open_at, POLICY).is_ok());
    }

    #[test]
    fn concurrent_free_attempts_can_arrive_in_any_order() {
        let now: Timestamp = "2026-11-18T12:00:00Z".parse().unwrap();
        let first = Throttle::default().attempt(now, POLICY).unwrap();
        let second = first.attempt(now - TimeDelta::milliseconds(9), POLICY).unwrap();
        assert_eq!(second.attempts, 2);
        let third = second.attempt(now - TimeDelta::milliseconds(5), POLICY).unwrap();
        assert!(third.attempt(now, POLICY).is_err(), "this one must wait");
    }

    #[test]
    fn a_wait_that_began_while_the_clock_was_ahead_ends_with_the_correction() {
        let now: Timestamp = "2026-11-18T12:00:00Z".parse().unwrap();
        let mut throttle = Throttle::default();
        for _ in 0..4 {
            throttle =
                throttle.attempt(throttle.open_at.max(now + TimeDelta::days(365)), POLICY).unwrap();
        }
        let corrected = throttle.attempt(now, POLICY).unwrap();
        assert_eq!((corrected.attempts, corrected.open_at), (5, now + TimeDelta::seconds(4)));
        let slightly_ahead = Throttle::default().attempt(now + TimeDelta::seconds(30), POLICY);
        let slightly_ahead =
            Throttle { open_at: now + TimeDelta::seconds(31), ..slightly_ahead.unwrap() };
        assert!(slightly_ahead.attempt(now, POLICY).is_err(), "the clocks of servers differ");
    }

    #[test]
    fn a_success_is_not_counted_and_does_not_lengthen_the_wait() {
        let now: Timestamp = "2026-11-18T12:00:00Z".parse().unwrap();
        let mut throttle = Throttle::default();
        for _ in 0..4 {
            throttle = throttle.attempt(throttle.open_at.max(now), POLICY).unwrap();
        }
        let last = throttle.open_at;
        let success = throttle.attempt(last, POLICY).unwrap().uncounted(POLICY);
        assert_eq!((success.attempts, success.open_at), (4, last + TimeDelta::seconds(2)));
        assert!(success.attempt(last, POLICY).is_err(), "others still wait as long as before");
        let first = Throttle::default().attempt(now, POLICY).unwrap().uncounted(POLICY);
        assert_eq!((first.attempts, first.open_at), (0, now));
    }

    #[test]
    fn a_long_pause_resets_the_count() {
        let now: Timestamp = "2026-11-18T12:00:00Z".parse().unwrap();
        let expired = Throttle { attempts: u32::MAX, open_at: now, expires_at: now };
        assert_eq!(expired.attempt(now, POLICY).unwrap().attempts, 1);
        let active = Throttle { expires_at: now + TimeDelta::seconds(1), ..expired };
        assert_eq!(active.attempt(now, POLICY).unwrap().open_at, now + POLICY.max_wait);
    }
}
