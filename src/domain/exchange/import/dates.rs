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

/// Which number in dates such as 26-11-16 is the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearPlace {
    /// 26-11-16 is 16 November 2026.
    First,
    /// 26-11-16 is 26 November 2016.
    Last,
}

/// Returns the only possibility, or `None` if there are several or none.
fn only<T>(first: (bool, T), second: (bool, T)) -> Option<T> {
    match (first, second) {
        ((true, only), (false, _)) | ((false, _), (true, only)) => Some(only),
        _ => None,
    }
}

/// How the dates of a file are parsed.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateReader {
    /// The order of day and month. `None` if it is unknown.
    pub(super) order: Option<DateOrder>,
    /// The place of two-digit years. `None` if it is unknown.
    pub(super) year: Option<YearPlace>,
    /// Today, which determines the century of two-digit years.
    pub(super) today: Day,
}

impl DateReader {
    /// Determines the places of day, month, and year from all dates of a file. A number over 12
    /// must be a day, and a two-digit year must be one that Worklog has. A place stays unknown if
    /// no date shows it, or if the dates contradict each other.
    pub(super) fn detect<'a>(dates: impl Iterator<Item = &'a str>, today: Day) -> Self {
        let reader = Self { order: None, year: None, today };
        let dates: Vec<WrittenDate> = dates.filter_map(WrittenDate::parse).collect();
        let (mut year_first, mut year_last) = (false, false);
        for date in &dates {
            let place = reader.year_place(*date);
            year_first |= place == Some(YearPlace::First);
            year_last |= place == Some(YearPlace::Last);
        }
        let year = only((year_first, YearPlace::First), (year_last, YearPlace::Last));
        let reader = Self { year, ..reader };
        let (mut day_first, mut month_first) = (false, false);
        for date in dates {
            if let Some(WrittenDate::Unordered { first, second, .. }) = reader.placed(date) {
                day_first |= first > 12;
                month_first |= second > 12;
            }
        }
        let order = only((day_first, DateOrder::DayFirst), (month_first, DateOrder::MonthFirst));
        Self { order, ..reader }
    }

    /// Returns where a date has a two-digit year, if only one place is possible.
    fn year_place(self, date: WrittenDate) -> Option<YearPlace> {
        let is_year = |number| self.full_year(WrittenYear::Short(number)) >= 1970;
        let is_day = |number| (1..=31).contains(&number);
        match date {
            WrittenDate::ShortYear { first, last, .. } => only(
                (is_year(first) && is_day(last), YearPlace::First),
                (is_day(first) && is_year(last), YearPlace::Last),
            ),
            WrittenDate::Unordered { year: WrittenYear::Short(_), .. } => Some(YearPlace::Last),
            _ => None,
        }
    }

    /// Returns a date whose year has a known place, or `None` if it may be the first or the last
    /// number.
    fn placed(self, date: WrittenDate) -> Option<WrittenDate> {
        let WrittenDate::ShortYear { first, month, last } = date else { return Some(date) };
        Some(match self.year.or_else(|| self.year_place(date))? {
            YearPlace::First => {
                WrittenDate::Ordered { year: WrittenYear::Short(first), month, day: last }
            }
            YearPlace::Last => {
                WrittenDate::Unordered { first, second: month, year: WrittenYear::Short(last) }
            }
        })
    }

    /// Parses a date. A time after it is ignored.
    pub(super) fn parse(self, text: &str) -> Result<Day, Problem> {
        WrittenDate::check(text)?;
        let written = WrittenDate::parse(text).ok_or(DateError::NotADate)?;
        let short_year = || Problem::new("date.short_year").with("date", text);
        let (year, month, day) = match self.placed(written).ok_or_else(short_year)? {
            WrittenDate::Ordered { year, month, day } => (year, month, day),
            WrittenDate::Unordered { first, second, year } => match self.order {
                Some(DateOrder::DayFirst) => (year, second, first),
                Some(DateOrder::MonthFirst) => (year, first, second),
                None => match (first > 12, second > 12) {
                    _ if first == second => (year, first, second),
                    (true, false) => (year, second, first),
                    (false, true) => (year, first, second),
                    _ => return Err(AMBIGUOUS.into()),
                },
            },
            WrittenDate::ShortYear { .. } => return Err(short_year()),
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
        let reader = DateReader { order, year: None, today: "2026-11-29".parse().unwrap() };
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
            ("20260109 12:00", Some("2026-01-09")),
            ("20260109 120000", Some("2026-01-09")),
            ("20260109-5", None),
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
        for (dates, expected) in [
            (&["04/03/2026", "", "x", "2026-01-01", "25/03/2026"][..], Some(DayFirst)),
            (&["03/25/2026"], Some(MonthFirst)),
            (&["3-25-26"], Some(MonthFirst)),
            (&["03/25/2026", "25/03/2026"], None),
            (&["1/5/2026", "25.12.2026"], None),
        ] {
            let today = "2026-11-29".parse().unwrap();
            assert_eq!(DateReader::detect(dates.iter().copied(), today).order, expected);
        }
    }

    #[test]
    fn the_place_of_a_two_digit_year_is_not_guessed() {
        use YearPlace::{First, Last};
        let today = "2026-11-29".parse().unwrap();
        for (dates, place, order, expected) in [
            // 2016 and 2026 are years that Worklog has.
            (&["26-11-16", "26-11-17"][..], None, None, None),
            // There is no day 91, and 2030 is too late.
            (&["26-11-16", "26-11-30"], Some(First), None, Some("2026-11-16")),
            (&["26-11-16", "91-04-15"], Some(First), None, Some("2026-11-16")),
            (&["16-11-26", "30-11-26"], Some(Last), Some(DayFirst), Some("2026-11-16")),
            (&["11-16-26"], Some(Last), Some(MonthFirst), Some("2026-11-16")),
            (&["05-04-26", "04-30-26"], Some(Last), Some(MonthFirst), Some("2026-05-04")),
            (&["30-11-26", "26-11-30"], None, Some(DayFirst), Some("2026-11-30")),
            (&["16/11/26"], Some(Last), Some(DayFirst), Some("2026-11-16")),
        ] {
            let reader = DateReader::detect(dates.iter().copied(), today);
            assert_eq!((reader.year, reader.order), (place, order), "{dates:?}");
            let day = reader.parse(dates[0]).ok().map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{dates:?}");
        }
        let problem = DateReader::detect(["26-11-16"].into_iter(), today).parse("26-11-16");
        assert_eq!(problem.unwrap_err().to_string(), "date.short_year date=26-11-16");
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
