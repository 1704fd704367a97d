//! Ranges of dates, filtered by weekday or work schedule.

use chrono::TimeDelta;

use super::day::Day;
use super::schedule::Schedules;
use super::week::{WeekError, Weekdays};
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

    /// Returns the days, in order.
    pub fn days(self) -> impl Iterator<Item = Day> {
        let days = (self.end.date() - self.start.date()).num_days();
        let first = self.start.date();
        (0..=days).filter_map(move |day| Day::from_date(first + TimeDelta::days(day)).ok())
    }
}

/// Which days of a range to include.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFilter {
    /// Whether to include the working days of the schedule in force on each day.
    working_days: bool,
    /// The weekdays to include in any case.
    weekdays: Weekdays,
}

impl DayFilter {
    /// The name of the working days in forms.
    pub const WORKING_DAYS: &'static str = "working";

    /// Parses the names `working` and `mon` to `sun`, in any order. None means every day.
    pub fn parse(names: &[String]) -> Result<Self, WeekError> {
        let weekdays = names.iter().filter(|name| *name != Self::WORKING_DAYS);
        let (weekdays, count) = (Weekdays::parse(weekdays.clone())?, weekdays.count());
        let working_days = count < names.len();
        Ok(Self { working_days, weekdays: if working_days { weekdays } else { weekdays.or_all() } })
    }

    /// Returns whether a day is included.
    pub fn includes(self, day: Day, schedules: &Schedules) -> bool {
        self.weekdays.contains(day.weekday())
            || (self.working_days && schedules.is_working_day(day))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::days::schedule::{Schedule, ScheduleEdit};
    use crate::domain::days::week::{WEEKDAYS, weekday_slug};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn filter(names: &[&str]) -> DayFilter {
        DayFilter::parse(&names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
    }

    fn days(start: &str, end: &str, names: &[&str], schedules: &Schedules) -> Vec<String> {
        let range = DateRange::new(day(start), day(end)).unwrap();
        let days = range.days().filter(|day| filter(names).includes(*day, schedules));
        days.map(|day| day.to_string()).collect()
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
            let found = days(start, end, weekdays, &Schedules::default());
            assert_eq!(found, expected, "{start} {end} {weekdays:?}");
        }
    }

    #[test]
    fn working_days_follow_the_schedule_in_force() {
        let mut schedules = Schedules::default();
        let schedule = |from: Option<&str>, working_days: [&str; 2]| Schedule {
            from: from.map(day),
            working_days: Weekdays::parse(working_days).unwrap(),
            ..Schedule::default()
        };
        for schedule in
            [schedule(None, ["wed", "thu"]), schedule(Some("2027-01-11"), ["thu", "fri"])]
        {
            let schedule = Box::new(schedule);
            schedules.apply(&ScheduleEdit::Put { replaced: None, schedule }).unwrap();
        }
        let days = |names: &[&str]| days("2027-01-04", "2027-01-17", names, &schedules).join(" ");
        assert_eq!(days(&["working"]), "2027-01-06 2027-01-07 2027-01-14 2027-01-15");
        assert_eq!(
            days(&["fri", "working"]),
            "2027-01-06 2027-01-07 2027-01-08 2027-01-14 2027-01-15"
        );
        assert_eq!(days(&["fri"]), "2027-01-08 2027-01-15");
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
            let names: Vec<_> = chosen.iter().map(|day| weekday_slug(*day)).collect();
            let (filter, schedules) = (filter(&names), Schedules::default());
            let range = DateRange::new(at(start), at(start + length)).unwrap();
            let actual: Vec<Day> = range.days().filter(|day| filter.includes(*day, &schedules)).collect();
            let is_chosen = |day: &Day| chosen.is_empty() || chosen.contains(&day.weekday());
            let expected: Vec<Day> = (start..=start + length).map(at).filter(is_chosen).collect();
            prop_assert_eq!(actual, expected);
        }
    }
}
