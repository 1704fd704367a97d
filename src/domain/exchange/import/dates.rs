//! Parses dates in the formats of other programs.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::written_date::{WrittenDate, WrittenYear};
use crate::domain::days::day::{DateError, Day};
use crate::domain::values::problem::Problem;
use crate::domain::values::text::parse_digits;

/// The code of the problem with a date whose order is unknown.
pub(super) const AMBIGUOUS: &str = "date.ambiguous";

/// Which of the first two numbers in dates such as 1/5/2026 is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 1/5/2026 is 1 May.
    DayFirst,
    /// 1/5/2026 is January 5.
    MonthFirst,
}

impl DateOrder {
    /// Determines the order from all dates of a file: a number over 12 must be a day. Returns
    /// `None` if no date has one, or if they contradict each other.
    pub(super) fn detect<'a>(dates: impl Iterator<Item = &'a str>) -> Option<Self> {
        let (mut first, mut second) = (false, false);
        for date in dates.filter_map(WrittenDate::parse) {
            if let WrittenDate::Unordered { first: a, second: b, .. } = date {
                first |= a > 12;
                second |= b > 12;
            }
        }
        match (first, second) {
            (true, false) => Some(Self::DayFirst),
            (false, true) => Some(Self::MonthFirst),
            _ => None,
        }
    }
}

/// How the dates of a file are parsed.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateReader {
    /// The order of day and month. `None` if it is unknown.
    pub(super) order: Option<DateOrder>,
    /// Today, which determines the century of two-digit years.
    pub(super) today: Day,
}

impl DateReader {
    /// Parses a date. A time after it is ignored.
    pub(super) fn parse(self, text: &str) -> Result<Day, Problem> {
        WrittenDate::check(text)?;
        let written = WrittenDate::parse(text).ok_or(DateError::NotADate)?;
        let (year, month, day) = match (written, self.order) {
            (WrittenDate::Ordered { year, month, day }, _) => (year, month, day),
            (WrittenDate::Unordered { first, second, year }, Some(DateOrder::DayFirst)) => {
                (year, second, first)
            }
            (WrittenDate::Unordered { first, second, year }, Some(DateOrder::MonthFirst)) => {
                (year, first, second)
            }
            (WrittenDate::Unordered { first, second, year }, None) => {
                match (first > 12, second > 12) {
                    _ if first == second => (year, first, second),
                    (true, false) => (year, second, first),
                    (false, true) => (year, first, second),
                    _ => return Err(AMBIGUOUS.into()),
                }
            }
        };
        day_of(text, self.full_year(year), month, day)
    }

    /// Parses a year in a column of its own.
    pub(super) fn parse_year(self, text: &str) -> Option<u32> {
        let short = || parse_digits(text, 2).map(WrittenYear::Short);
        let year = parse_digits(text, 4).map(WrittenYear::Full).or_else(short)?;
        Some(self.full_year(year))
    }

    /// Returns a year with its century. A two-digit year is the latest one up to next year, which
    /// may already be planned: in 2026, 27 is 2027, but 28 is 1928 and 91 is 1991.
    fn full_year(self, year: WrittenYear) -> u32 {
        match year {
            WrittenYear::Full(year) => year,
            WrittenYear::Short(year) => {
                let latest = self.today.date().year().unsigned_abs() + 1;
                latest - (latest - year) % 100
            }
        }
    }
}

/// Parses `2026-03-31` or `2026/03/31`.
pub(super) fn read_iso(date: &str) -> Result<Day, Problem> {
    let iso = date.replace('/', "-");
    let mut numbers =
        iso.splitn(3, '-').zip([4, 2, 2]).map(|(text, digits)| parse_digits(text, digits));
    match (numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten()) {
        (Some(year), Some(month), Some(day)) => day_of(date, year, month, day),
        _ => Err(DateError::NotADate.into()),
    }
}

/// Returns a day. `written` is quoted if it doesn't exist.
pub(super) fn day_of(written: &str, year: u32, month: u32, day: u32) -> Result<Day, Problem> {
    let date = NaiveDate::from_ymd_opt(year.cast_signed(), month, day);
    let date = date.ok_or_else(|| Problem::new("date.no_such_day").with("date", written))?;
    Ok(Day::from_date(date)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::DateOrder::{DayFirst, MonthFirst};
    use super::*;

    fn parse(text: &str, order: Option<DateOrder>) -> Option<String> {
        let reader = DateReader { order, today: "2026-11-29".parse().unwrap() };
        reader.parse(text).ok().map(|day| day.to_string())
    }

    #[test]
    fn parses_dates_in_all_formats() {
        for (text, expected) in [
            ("2026-03-31", Some("2026-03-31")),
            ("2026-03-31T00:00:00Z", Some("2026-03-31")),
            ("2026/03/31", Some("2026-03-31")),
            ("2026.03.31", Some("2026-03-31")),
            ("2026-3-1", Some("2026-03-01")),
            ("20260109", Some("2026-01-09")),
            ("20260109T120000Z", Some("2026-01-09")),
            ("31.03.2026", Some("2026-03-31")),
            ("1.3.2026", Some("2026-03-01")),
            ("31. 3. 2026", Some("2026-03-31")),
            ("31.03.26 08:00", Some("2026-03-31")),
            ("16.11.26", Some("2026-11-16")),
            ("16-11-2026", Some("2026-11-16")),
            ("Mon, 5 Jan 2026", Some("2026-01-05")),
            ("Mo., 05.01.2026", Some("2026-01-05")),
            ("5. Januar 2026", Some("2026-01-05")),
            ("03 Aug, 26", Some("2026-08-03")),
            ("03-Aug-26", Some("2026-08-03")),
            ("Aug 3rd, 2026", Some("2026-08-03")),
            ("August 3, 2026 9:00 AM", Some("2026-08-03")),
            ("2026 Aug 3", Some("2026-08-03")),
            ("04/04/2026", Some("2026-04-04")),
            ("4/15/91", Some("1991-04-15")),
            ("91/4/15", Some("1991-04-15")),
            ("04/03/2026", None),
            ("04-03-2026", None),
            ("30.02.2026", None),
            ("1969-12-31", None),
            ("45000", None),
            ("20261309", None),
            ("31.", None),
            ("31.3", None),
            ("31.3/2026", None),
            ("2026-03-31 (Tue)", Some("2026-03-31")),
            ("2026-03-31 08:00 - 16:30", Some("2026-03-31")),
            ("2026-03-31-5", None),
            ("5 Jan", None),
            ("5 Smarch 2026", None),
            ("", None),
            ("١.٢.٢٠٢٦", None),
        ] {
            assert_eq!(parse(text, None).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_order_decides_between_day_and_month() {
        for (text, day_first, month_first) in [
            ("1/5/2026", Some("2026-05-01"), Some("2026-01-05")),
            ("01-05-2026", Some("2026-05-01"), Some("2026-01-05")),
            ("25/12/2026", Some("2026-12-25"), None),
            ("1.5.2026", Some("2026-05-01"), Some("2026-05-01")),
        ] {
            assert_eq!(parse(text, Some(DayFirst)).as_deref(), day_first, "{text}");
            assert_eq!(parse(text, Some(MonthFirst)).as_deref(), month_first, "{text}");
        }
        let file = ["04/03/2026", "", "x", "2026-01-01", "25/03/2026"];
        assert_eq!(DateOrder::detect(file.into_iter()), Some(DayFirst));
        assert_eq!(DateOrder::detect(["03/25/2026"].into_iter()), Some(MonthFirst));
        assert_eq!(DateOrder::detect(["3-25-26"].into_iter()), Some(MonthFirst));
        assert_eq!(DateOrder::detect(["03/25/2026", "25/03/2026"].into_iter()), None);
        assert_eq!(DateOrder::detect(["1/5/2026", "25.12.2026"].into_iter()), None);
    }

    #[test]
    fn two_digit_years_are_the_latest_up_to_next_year() {
        for (text, expected) in [
            ("24.12.26", Some("2026-12-24")),
            ("31.12.27", Some("2027-12-31")),
            ("1.1.28", None),
            ("1.1.69", None),
            ("1.1.70", Some("1970-01-01")),
            ("31.12.99", Some("1999-12-31")),
            ("1.1.00", Some("2000-01-01")),
        ] {
            assert_eq!(parse(text, None).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "([0-9]{1,9}|[./T,: -]|é|Mon|Jan|st){0,12}") {
            for order in [Some(DayFirst), Some(MonthFirst), None] {
                let _ = parse(&text, order);
            }
        }
    }
}
