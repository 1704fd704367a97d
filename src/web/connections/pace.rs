//! Measures whether a client keeps the minimum pace of a transfer.

use std::time::{Duration, Instant};

use super::limits::MinPace;

/// The pace of one transfer. Only the time during which the server waits for the client counts.
#[derive(Debug)]
pub(super) struct Pace {
    required: MinPace,
    /// How long the client may stop from now on.
    patience: Duration,
    /// When the server started to wait for the client.
    waiting_since: Option<Instant>,
}

impl Pace {
    pub(super) fn new(required: MinPace) -> Self {
        Self { required, patience: required.patience, waiting_since: None }
    }

    /// Records that the server waits for the client. Returns when to give up.
    pub(super) fn wait(&mut self, now: Instant) -> Instant {
        *self.waiting_since.get_or_insert(now) + self.patience
    }

    /// Returns when to give up. `None` if the server doesn't wait for the client.
    pub(super) fn give_up_at(&self) -> Option<Instant> {
        self.waiting_since.map(|since| since + self.patience)
    }

    /// Records transferred bytes. Returns whether the server was waiting for them.
    pub(super) fn advance(&mut self, bytes: usize, now: Instant) -> bool {
        let waited = self.waiting_since.take();
        let spent = waited.map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let earned = Duration::from_secs(1) * bytes / self.required.bytes_per_second.max(1);
        let patience = self.patience.saturating_sub(spent).saturating_add(earned);
        self.patience = patience.min(self.required.patience);
        waited.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Returns for how many transfers of `bytes`, each `every` apart, a client is served, up to 1000.
    fn served(bytes: usize, every: Duration) -> usize {
        let mut pace = Pace::new(MinPace { patience: 30 * SECOND, bytes_per_second: 500 });
        let mut now = Instant::now();
        for transfer in 0..1000 {
            let give_up = pace.wait(now);
            now += every;
            if now >= give_up {
                return transfer;
            }
            assert!(pace.advance(bytes, now));
        }
        1000
    }

    #[test]
    fn clients_below_the_minimum_rate_are_given_up() {
        for (bytes, seconds, expected) in [
            (1, 31, 0),
            (1_000_000, 29, 1000),
            (500, 1, 1000),
            (600, 1, 1000),
            (400, 1, 145),
            (1, 1, 30),
            (5000, 15, 3),
        ] {
            let every = seconds * SECOND;
            assert_eq!(served(bytes, every), expected, "{bytes} bytes every {seconds} s");
        }
    }

    #[test]
    fn time_during_which_the_server_is_busy_does_not_count() {
        let mut pace = Pace::new(MinPace { patience: 3 * SECOND, bytes_per_second: 500 });
        let start = Instant::now();
        assert_eq!(pace.give_up_at(), None);
        assert_eq!(pace.wait(start), start + 3 * SECOND);
        assert_eq!(pace.wait(start + SECOND), start + 3 * SECOND, "since the first wait");
        assert!(pace.advance(0, start + 2 * SECOND));
        assert_eq!(pace.give_up_at(), None);
        let later = start + 100 * SECOND;
        assert_eq!(pace.wait(later), later + SECOND);
        assert!(pace.advance(0, later));
        assert!(!pace.advance(500, later), "nobody waited");
        assert_eq!(pace.wait(later), later + 2 * SECOND);
    }
}
