//! Ranges of dates.

use chrono::TimeDelta;

use super::day::Day;
use super::week::Weekdays;
use crate::domain::values::problem::{Coded, Params, params};

/// The maximum length of a range in days.
pub const MAX_DAYS: i64 = 400;

/// The reason two days don't form a valid range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// The end is before the start.
    #[error("range.backwards")]
    Backwards,
    /// The range is longer than [`MAX_DAYS`]. Contains its length.
    #[error("range.too_long")]
    TooLong(i64),
}

impl Coded for RangeError {
    fn params(&self) -> Params {
        match self {
            Self::Backwards => Params::new(),
            Self::TooLong(days) => params([("max", &MAX_DAYS), ("days", days)]),
        }
    }
}

/// The days between two dates, both inclusive: at most [`MAX_DAYS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    start: Day,
    end: Day,
}

impl DateRange {
    /// Creates the range from `start` to `end`, both inclusive.
    pub fn new(start: Day, end: Day) -> Result<Self, RangeError> {
        let days = (end.date() - start.date()).num_days() + 1;
        match days {
            ..=0 => Err(RangeError::Backwards),
            1..=MAX_DAYS => Ok(Self { start, end }),
            _ => Err(RangeError::TooLong(days)),
        }
    }

    /// Returns the first day.
    pub fn start(self) -> Day {
        self.start
    }

    /// Returns the last day.
    pub fn end(self) -> Day {
        self.end
    }

    /// Returns the days that fall on the given weekdays, in order.
    pub fn on(self, weekdays: Weekdays) -> impl Iterator<Item = Day> {
        let last_offset = (self.end.date() - self.start.date()).num_days();
        let first = self.start.date();
        (0..=last_offset)
            .filter_map(move |offset| Day::from_date(first + TimeDelta::days(offset)).ok())
            .filter(move |day| weekdays.contains(day.weekday()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::days::week::{WEEKDAYS, weekday_slug};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn days(start: &str, end: &str, weekdays: &[&str]) -> Vec<String> {
        let range = DateRange::new(day(start), day(end)).unwrap();
        let weekdays = Weekdays::parse(weekdays).unwrap().or_all();
        range.on(weekdays).map(|day| day.to_string()).collect()
    }

    #[test]
    fn lists_the_days_on_the_given_weekdays() {
        for (start, end, weekdays, expected) in [
            ("2026-11-18", "2026-11-18", &[][..], &["2026-11-18"][..]),
            ("2026-11-18", "2026-11-18", &["thu"], &[]),
            (
                "2026-11-27",
                "2026-12-01",
                &[],
                &["2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01"],
            ),
            ("2026-11-27", "2026-12-01", &["tue", "fri"], &["2026-11-27", "2026-12-01"]),
            ("2024-02-28", "2024-03-01", &["thu"], &["2024-02-29"]),
            ("2100-12-30", "2100-12-31", &["fri", "fri"], &["2100-12-31"]),
        ] {
            assert_eq!(days(start, end, weekdays), expected, "{start} {end} {weekdays:?}");
        }
    }

    #[test]
    fn rejects_backward_and_long_ranges() {
        for (start, end, expected) in [
            ("2026-11-18", "2026-11-17", Some(RangeError::Backwards)),
            ("2100-12-31", "1970-01-01", Some(RangeError::Backwards)),
            ("2026-01-01", "2027-02-04", None),
            ("2026-01-01", "2027-02-05", Some(RangeError::TooLong(401))),
            ("1970-01-01", "2100-12-31", Some(RangeError::TooLong(47_847))),
        ] {
            assert_eq!(DateRange::new(day(start), day(end)).err(), expected, "{start} {end}");
        }
    }

    proptest! {
        #[test]
        fn exactly_the_chosen_weekdays_are_covered(
            start in 0i64..47_446,
            length in 0i64..MAX_DAYS,
            chosen in prop::collection::vec(prop::sample::select(WEEKDAYS.to_vec()), 0..7),
        ) {
            let at = |offset| {
                Day::from_date(day("1970-01-01").date() + TimeDelta::days(offset)).unwrap()
            };
            let weekdays = Weekdays::parse(chosen.iter().map(|day| weekday_slug(*day)));
            let weekdays = weekdays.unwrap().or_all();
            let actual: Vec<Day> = DateRange::new(at(start), at(start + length)).unwrap().on(weekdays).collect();
            let is_chosen = |day: &Day| chosen.is_empty() || chosen.contains(&day.weekday());
            let expected: Vec<Day> = (start..=start + length).map(at).filter(is_chosen).collect();
            prop_assert_eq!(actual, expected);
        }
    }
}
