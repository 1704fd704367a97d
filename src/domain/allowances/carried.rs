//! The days carried into a year.

use std::fmt;
use std::str::FromStr;

use super::terms::{AllowanceDays, DaysError};
use crate::domain::days::entry::HalfDays;
use crate::domain::values::text::serde_as_string;
use crate::locale::Number;

/// A number of days carried into a year, in half days. It is negative if more days were taken in the
/// year before than it had, and the user owes them. Written as `4.5` or `-2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct CarriedDays(pub i32);

impl CarriedDays {
    /// Returns the number of days without its sign.
    pub fn abs(self) -> HalfDays {
        HalfDays(self.0.unsigned_abs())
    }

    /// Returns the days that can expire: none if the number is negative.
    pub(super) fn gained(self) -> u32 {
        u32::try_from(self.0).unwrap_or_default()
    }
}

impl From<HalfDays> for CarriedDays {
    fn from(days: HalfDays) -> Self {
        Self(days.0.cast_signed())
    }
}

impl From<CarriedDays> for Number {
    fn from(days: CarriedDays) -> Self {
        Self::from_halves(days.0.into())
    }
}

impl fmt::Display for CarriedDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 < 0 { "-" } else { "" })?;
        self.abs().fmt(f)
    }
}

impl FromStr for CarriedDays {
    type Err = DaysError;

    fn from_str(text: &str) -> Result<Self, DaysError> {
        let text = text.trim();
        let owed = text.strip_prefix(['-', '−', '–']);
        let Self(days) = HalfDays::from(owed.unwrap_or(text).parse::<AllowanceDays>()?).into();
        Ok(Self(if owed.is_some() { -days } else { days }))
    }
}

serde_as_string!(CarriedDays);

/// Where the days carried into a year come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarriedFrom {
    /// No days are carried over by the rules, or there are no entries in earlier years.
    Nowhere,
    /// They are calculated from the entries of the year before.
    YearBefore,
    /// The user entered them.
    Entered,
    /// They were calculated from entries that have been permanently deleted since.
    Deleted,
    /// The entries start too late to calculate them, so they count as 0 until the user enters them.
    Unknown,
}

/// When a user's entries start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordStart {
    /// There are no entries.
    Never,
    /// Before the first day of the [`UsageRecord`](super::UsageRecord).
    Earlier,
    /// On this day.
    On(super::Day),
}
