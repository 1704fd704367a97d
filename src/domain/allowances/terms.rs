//! The numbers of days and the dates of an allowance, as users enter them.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::values::problem::{Coded, Params, params};
use crate::domain::values::text::{parse_digits, serde_as_string};

/// The number of days in the longest year.
const MAX_DAYS: u32 = 366;

/// A leap year, since it contains every date that any year can have.
const LEAP_YEAR: i32 = 2024;

/// Why a string isn't a valid number of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DaysError {
    /// It isn't a number, or isn't a multiple of 0.5.
    #[error("days.not_halves")]
    NotHalves,
    /// It exceeds the days of a year.
    #[error("days.too_many")]
    TooMany,
}

impl Coded for DaysError {
    fn params(&self) -> Params {
        params([("max", &MAX_DAYS)])
    }
}

/// A number of days in a year, from 0 to 366 in steps of 0.5. Written as `30` or `12.5`; `12,5` is
/// also accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AllowanceDays(HalfDays);

impl From<AllowanceDays> for HalfDays {
    fn from(days: AllowanceDays) -> Self {
        days.0
    }
}

impl fmt::Display for AllowanceDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for AllowanceDays {
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
        let halves = halves.filter(|halves| *halves <= 2 * MAX_DAYS).ok_or(DaysError::TooMany)?;
        Ok(Self(HalfDays(halves)))
    }
}

serde_as_string!(AllowanceDays);

/// The date exists in no year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("allowance.expiry")]
pub struct ExpiryDateError;

impl Coded for ExpiryDateError {}

/// The last date of each year on which carried-over days can be used, written `MM-DD`. 29 February
/// means the last day of February, also in years without that date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpiryDate {
    month: u32,
    day: u32,
}

impl ExpiryDate {
    /// Returns the date if it exists in a leap year.
    pub fn new(month: u32, day: u32) -> Result<Self, ExpiryDateError> {
        let date = NaiveDate::from_ymd_opt(LEAP_YEAR, month, day);
        date.map(|_| Self { month, day }).ok_or(ExpiryDateError)
    }

    /// Returns the month, from 1.
    pub fn month(self) -> u32 {
        self.month
    }

    /// Returns the day of the month, from 1.
    pub fn day(self) -> u32 {
        self.day
    }

    /// Returns the day in a given calendar year.
    pub(super) fn in_year(self, year: Year) -> Day {
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
        let numbers = parse_digits(month, 2).zip(parse_digits(day, 2));
        numbers.ok_or(ExpiryDateError).and_then(|(month, day)| Self::new(month, day))
    }
}

serde_as_string!(ExpiryDate);
