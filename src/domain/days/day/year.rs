//! Calendar years.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::{DateError, Day, FIRST_YEAR, LAST_YEAR, Month};
use crate::domain::values::text::{parse_digits, serde_as_string};

/// A calendar year from 1970 to 2100, written `YYYY`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Year(pub(super) i32);

impl Year {
    /// The first supported year.
    pub const FIRST: Self = Self(FIRST_YEAR);

    /// Returns the year as a number.
    pub fn number(self) -> i32 {
        self.0
    }

    /// Returns the first day of the year.
    pub fn first_day(self) -> Day {
        Month { year: self.0, month: 1 }.first_day()
    }

    /// Returns the last day of the year.
    pub fn last_day(self) -> Day {
        Day(NaiveDate::from_ymd_opt(self.0, 12, 31).unwrap_or_default())
    }

    /// Returns the month with this number, or `None` if it isn't 1 to 12.
    pub fn month(self, number: u32) -> Option<Month> {
        (1..=12).contains(&number).then_some(Month { year: self.0, month: number })
    }

    /// Returns the next year, or `None` after the last supported year.
    pub fn next(self) -> Option<Self> {
        (self.0 < LAST_YEAR).then_some(Self(self.0 + 1))
    }

    /// Returns the previous year, or `None` before the first supported year.
    pub fn previous(self) -> Option<Self> {
        (self.0 > FIRST_YEAR).then_some(Self(self.0 - 1))
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

impl FromStr for Year {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let year = parse_digits(text, 4).ok_or(DateError::NotADate)?.cast_signed();
        let is_valid = (FIRST_YEAR..=LAST_YEAR).contains(&year);
        is_valid.then_some(Self(year)).ok_or(DateError::OutOfRange)
    }
}

serde_as_string!(Year);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_only_supported_years() {
        let table = [
            ("2026", Ok(2026)),
            ("1970", Ok(1970)),
            ("2100", Ok(2100)),
            ("1969", Err(DateError::OutOfRange)),
            ("2101", Err(DateError::OutOfRange)),
            ("26", Err(DateError::NotADate)),
            ("+026", Err(DateError::NotADate)),
            ("2026-11", Err(DateError::NotADate)),
            ("", Err(DateError::NotADate)),
        ];
        for (input, expected) in table {
            assert_eq!(input.parse::<Year>().map(Year::number), expected, "{input}");
        }
    }

    #[test]
    fn years_are_limited_at_both_ends() {
        let (first, last): (Year, Year) = ("1970".parse().unwrap(), "2100".parse().unwrap());
        assert_eq!((first.previous(), last.next()), (None, None));
        assert_eq!(first.next().and_then(Year::previous), Some(first));
        assert_eq!(first.first_day().to_string(), "1970-01-01");
        assert_eq!(last.month(12).unwrap().to_string(), "2100-12");
        assert_eq!((last.month(0), last.month(13)), (None, None));
    }
}
