//! Parses dates in the formats of other programs.

use chrono::NaiveDate;

use super::written_date::{WrittenDate, WrittenYear};
use super::{Century, serial, short_year};
use crate::domain::days::day::{DateError, Day};
use crate::domain::settings::DateOrder;
use crate::domain::values::problem::Problem;
use crate::domain::values::text::parse_digits;

/// The code of the problem with a date whose order is unknown.
pub(super) const AMBIGUOUS: &str = "date.ambiguous";

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
    /// What two-digit years in the future mean. `None` if it is unknown.
    pub(super) century: Option<Century>,
    /// Today, which determines the century of other two-digit years.
    pub(super) today: Day,
    /// The day with the number 0, if the dates are serial numbers.
    pub(super) serials: Option<NaiveDate>,
}

impl DateReader {
    /// Creates a reader that knows nothing about the dates yet.
    pub(super) fn new(today: Day) -> Self {
        Self { order: None, year: None, century: None, today, serials: None }
    }

    /// Determines the places of day, month, and year from all dates of a file. A number over 12
    /// must be a day, and a two-digit year must be likely. A place stays unknown if no date shows
    /// it, or if the dates contradict each other.
    pub(super) fn detect<T: AsRef<str>>(dates: impl Iterator<Item = T>, today: Day) -> Self {
        let reader = Self::new(today);
        let dates = dates.filter_map(|date| WrittenDate::parse(date.as_ref()));
        let dates: Vec<WrittenDate> = dates.collect();
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
        let is_year = |number| short_year::is_likely(number, self.today);
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
        let WrittenDate::ShortYear { first, month, last, has_slashes } = date else {
            return Some(date);
        };
        let is_recent = |year| short_year::is_recent(year, self.today);
        let usual =
            (has_slashes && (is_recent(last) || !is_recent(first))).then_some(YearPlace::Last);
        Some(match self.year.or_else(|| self.year_place(date)).or(usual)? {
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
        if let Some(day) = self.serials.and_then(|epoch| serial::parse(text, epoch)) {
            return Ok(day);
        }
        WrittenDate::check(text)?;
        let written = WrittenDate::parse(text).ok_or(DateError::NotADate)?;
        let unplaced = || Problem::new("date.short_year").with("date", text);
        let (year, month, day) = match self.placed(written).ok_or_else(unplaced)? {
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
            WrittenDate::ShortYear { .. } => return Err(unplaced()),
        };
        let year = match year {
            WrittenYear::Full(year) => year,
            WrittenYear::Short(short) => {
                short_year::full_year(short, (month, day), self.today, self.century)?
            }
        };
        day_of(text, year, month, day)
    }

    /// Returns the day of a date in the future, if its two-digit year leaves open whether it is. If
    /// the order of day and month is unknown, either one counts.
    pub(super) fn future_day(self, text: &str) -> Option<Day> {
        let orders = match self.order {
            Some(order) => vec![order],
            None => vec![DateOrder::DayFirst, DateOrder::MonthFirst],
        };
        orders.into_iter().find_map(|order| {
            let with = |century| Self { order: Some(order), century, ..self }.parse(text);
            let is_open = with(None).is_err_and(|problem| problem.code == short_year::FUTURE_YEAR);
            with(Some(Century::Future)).ok().filter(|_| is_open)
        })
    }
}

/// Parses `2026-03-31`, `2026/03/31`, or `31.03.2026`.
pub(super) fn read_date(date: &str) -> Result<Day, Problem> {
    let iso = date.replace('/', "-");
    let mut numbers =
        iso.splitn(3, '-').zip([4, 2, 2]).map(|(text, digits)| parse_digits(text, digits));
    match (numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten()) {
        (Some(year), Some(month), Some(day)) => day_of(date, year, month, day),
        _ => Ok(Day::parse_typed(date)?),
    }
}

/// Returns a day. `written` is quoted if it doesn't exist.
pub(super) fn day_of(written: &str, year: u32, month: u32, day: u32) -> Result<Day, Problem> {
    let date = NaiveDate::from_ymd_opt(year.cast_signed(), month, day);
    let date = date.ok_or_else(|| Problem::new("date.no_such_day").with("date", written))?;
    Ok(Day::from_date(date)?)
}

#[cfg(test)]
mod tests;
