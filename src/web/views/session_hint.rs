//! How long sessions last, for the forms that start one.

use std::time::Duration;

use crate::app::SessionLifetimes;
use crate::locale::t;

/// Returns how long a session lasts if the user stays logged in, and otherwise.
pub(crate) fn session_hint(lifetimes: SessionLifetimes) -> String {
    let SessionLifetimes { idle, remember, .. } = lifetimes;
    t::login_remember_hint(format_duration(idle), format_duration(remember))
}

/// Formats a duration in the largest unit that it contains twice, or exactly once, rounded down.
fn format_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let count = |unit: u64| (seconds == unit || seconds >= 2 * unit).then(|| seconds / unit);
    if let Some(days) = count(24 * 60 * 60) {
        t::duration_days(days)
    } else if let Some(hours) = count(60 * 60) {
        t::duration_hours(hours)
    } else if let Some(minutes) = count(60) {
        t::duration_minutes(minutes)
    } else {
        t::duration_seconds(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn durations_are_shown_in_the_largest_unit_that_fits() {
        for (seconds, expected) in [
            (1, "1 second"),
            (60, "1 minute"),
            (90, "90 seconds"),
            (20 * 60, "20 minutes"),
            (60 * 60, "1 hour"),
            (36 * 60 * 60, "36 hours"),
            (24 * 60 * 60, "1 day"),
            // humantime's month.
            (2_630_016, "30 days"),
        ] {
            assert_eq!(format_duration(Duration::from_secs(seconds)), expected);
        }
        let german = Language::De.with(|| format_duration(Duration::from_hours(30 * 24)));
        assert_eq!(german, "30\u{a0}Tage");
    }
}
