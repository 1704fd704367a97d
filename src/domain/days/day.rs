//! Dates: [`Day`], [`Month`], and [`Year`], limited to the years 1970 to 2100.
//!
//! A day has no time zone. [`today`] derives the current day from a user's time zone.

mod year;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, Weekday};

pub use year::Year;

use crate::domain::Timestamp;
use crate::domain::values::problem::Coded;
use crate::domain::values::text::{parse_digits, serde_as_string};
use crate::domain::values::time_zone::TimeZone;

const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 2100;

/// Why a string isn't a valid day or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It isn't written as `YYYY-MM-DD` or `YYYY-MM`, or the date doesn't exist.
    #[error("date.invalid")]
    NotADate,
    /// The date exists but is outside the supported range.
    #[error("date.out_of_range")]
    OutOfRange,
}

impl Coded for DateError {}

/// A calendar date from 1970-01-01 to 2100-12-31, written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(NaiveDate);

impl Day {
    /// Converts a date, which must be within the supported range.
    pub fn from_date(date: NaiveDate) -> Result<Self, DateError> {
        if (FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(DateError::OutOfRange)
        }
    }

    /// Returns the date as a chrono value.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// Returns the year of the day.
    pub fn year(self) -> Year {
        Year(self.0.year())
    }

    /// Returns the month of the day.
    pub fn month(self) -> Month {
        Month { year: self.0.year(), month: self.0.month() }
    }

    /// Returns the day of the month, from 1.
    pub fn number(self) -> u32 {
        self.0.day()
    }

    /// Returns the day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// Returns the next day, or `None` after the last supported day.
    pub fn next(self) -> Option<Self> {
        self.0.succ_opt().and_then(|date| Self::from_date(date).ok())
    }

    /// Returns the previous day, or `None` before the first supported day.
    pub fn previous(self) -> Option<Self> {
        self.0.pred_opt().and_then(|date| Self::from_date(date).ok())
    }

    /// Parses a date as people type it: `2026-11-30` or, as in German, `30.11.2026` or `1. 2. 2026`.
    pub(crate) fn parse_typed(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let mut numbers = text.split('.').map(str::trim);
        let (Some(day), Some(month), Some(year), None) =
            (numbers.next(), numbers.next(), numbers.next(), numbers.next())
        else {
            return text.parse();
        };
        format!("{year}-{month:0>2}-{day:0>2}").parse()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.month(), self.0.day())
    }
}

impl FromStr for Day {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let (year, month, day) = match text.as_bytes() {
            [_, _, _, _, b'-', _, _, b'-', _, _] if text.is_ascii() => {
                (&text[..4], &text[5..7], &text[8..])
            }
            _ => return Err(DateError::NotADate),
        };
        let parts = (parse_digits(year, 4), parse_digits(month, 2), parse_digits(day, 2));
        let (Some(year), Some(month), Some(day)) = parts else {
            return Err(DateError::NotADate);
        };
        let date = NaiveDate::from_ymd_opt(year.cast_signed(), month, day);
        Self::from_date(date.ok_or(DateError::NotADate)?)
    }
}

serde_as_string!(Day);

/// A calendar month from 1970-01 to 2100-12, written `YYYY-MM`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The first supported month.
    pub const FIRST: Self = Self { year: FIRST_YEAR, month: 1 };

    /// The last supported month.
    pub const LAST: Self = Self { year: LAST_YEAR, month: 12 };

    /// Returns the first and last month of a year, or `None` if the year isn't supported.
    pub fn of_year(year: i32) -> Option<(Self, Self)> {
        let has = (FIRST_YEAR..=LAST_YEAR).contains(&year);
        has.then_some((Self { year, month: 1 }, Self { year, month: 12 }))
    }

    /// Returns the year of the month.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Returns the number of the month, 1 to 12.
    pub fn number(self) -> u32 {
        self.month
    }

    /// Returns the English name of the month.
    pub fn name(self) -> &'static str {
        chrono::Month::try_from(u8::try_from(self.month).unwrap_or(1))
            .map_or("", |month| month.name())
    }

    /// Returns the number of months from this month to a later one, or 0 if `later` is earlier.
    pub fn months_until(self, later: Self) -> u32 {
        let number = |month: Self| month.year * 12 + month.month.cast_signed();
        u32::try_from(number(later) - number(self)).unwrap_or_default()
    }

    /// Returns the first day of the month.
    pub fn first_day(self) -> Day {
        Day(NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default())
    }

    /// Returns the last day of the month.
    pub fn last_day(self) -> Day {
        self.day(self.length()).unwrap_or(self.first_day())
    }

    /// Returns the number of days in the month.
    pub fn length(self) -> u32 {
        u32::from(self.first_day().0.num_days_in_month())
    }

    /// Returns the day with this number, if the month has it.
    pub fn day(self, number: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(self.year, self.month, number).map(Day)
    }

    /// Returns the next month, or `None` after the last supported month.
    pub fn next(self) -> Option<Self> {
        match (self.year, self.month) {
            (LAST_YEAR, 12) => None,
            (year, 12) => Some(Self { year: year + 1, month: 1 }),
            (year, month) => Some(Self { year, month: month + 1 }),
        }
    }

    /// Returns the previous month, or `None` before the first supported month.
    pub fn previous(self) -> Option<Self> {
        match (self.year, self.month) {
            (FIRST_YEAR, 1) => None,
            (year, 1) => Some(Self { year: year - 1, month: 12 }),
            (year, month) => Some(Self { year, month: month - 1 }),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        if text.len() != 7 || !text.is_ascii() {
            return Err(DateError::NotADate);
        }
        let day: Day = format!("{text}-01").parse()?;
        Ok(day.month())
    }
}

serde_as_string!(Month);

/// Returns the current day in a time zone. Outside the supported range, returns the nearest
/// supported day.
pub fn today(now: Timestamp, zone: TimeZone) -> Day {
    let date = zone.date(now);
    Day::from_date(date).unwrap_or(Day(if date.year() < FIRST_YEAR {
        NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or_default()
    } else {
        NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or_default()
    }))
}

#[cfg(test)]
mod tests;
