//! Numbers of days and dates of a year, as people write them into an allowance.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::day::{Day, Year};
use crate::domain::entry::HalfDays;
use crate::domain::problem::{Coded, Params, params};
use crate::domain::text::{number, serde_as_string};

/// The most days a year can have.
const MOST: u32 = 366;

/// A leap year, which has every date that any year has.
const LEAP_YEAR: i32 = 2024;

/// Why a text is not a number of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DaysError {
    /// Not a number, or finer than halves.
    #[error("days.not_halves")]
    NotHalves,
    /// More than any year has.
    #[error("days.too_many")]
    TooMany,
}

impl Coded for DaysError {
    fn params(&self) -> Params {
        params([("max", &MOST)])
    }
}

/// A number of days of a year in halves: 0 to 366, written `30` or `12.5`; `12,5` is read as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(HalfDays);

impl From<Days> for HalfDays {
    fn from(days: Days) -> Self {
        days.0
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Days {
    type Err = DaysError;

    fn from_str(text: &str) -> Result<Self, DaysError> {
        let text = text.trim();
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(DaysError::NotHalves);
        }
        let half = match fraction.trim_end_matches('0') {
            "" => 0,
            "5" => 1,
            _ => return Err(DaysError::NotHalves),
        };
        let whole: u32 = whole.parse().map_err(|_| DaysError::TooMany)?;
        let halves = whole.checked_mul(2).map(|halves| halves + half);
        let halves = halves.filter(|halves| *halves <= 2 * MOST).ok_or(DaysError::TooMany)?;
        Ok(Self(HalfDays(halves)))
    }
}

serde_as_string!(Days);

/// No year has the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("allowance.expiry")]
pub struct ExpiryDateError;

impl Coded for ExpiryDateError {}

/// The last day of each year on which carried days can be used, written `MM-DD`. The 29th of
/// February is the end of that month, whichever day that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpiryDate {
    month: u32,
    day: u32,
}

impl ExpiryDate {
    /// The date with these numbers, if some year has it.
    pub fn new(month: u32, day: u32) -> Result<Self, ExpiryDateError> {
        let date = NaiveDate::from_ymd_opt(LEAP_YEAR, month, day);
        date.map(|_| Self { month, day }).ok_or(ExpiryDateError)
    }

    /// The number of its month, from 1.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.day
    }

    /// The day that it is in a year.
    pub fn in_year(self, year: Year) -> Day {
        let month = year.month(self.month);
        let day = |number| month.and_then(|month| month.day(number));
        day(self.day).or_else(|| day(self.day - 1)).unwrap_or_else(|| year.first_day())
    }
}

impl fmt::Display for ExpiryDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl FromStr for ExpiryDate {
    type Err = ExpiryDateError;

    fn from_str(text: &str) -> Result<Self, ExpiryDateError> {
        let (month, day) = text.split_once('-').ok_or(ExpiryDateError)?;
        let numbers = number(month, 2).zip(number(day, 2));
        numbers.ok_or(ExpiryDateError).and_then(|(month, day)| Self::new(month, day))
    }
}

serde_as_string!(ExpiryDate);
