//! The allowance year, and how much of it a user is employed.

use chrono::Months;
use serde::{Deserialize, Serialize};

use super::terms::{AllowanceDays, ExpiryDate};
use crate::domain::days::day::{Day, Month, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::values::problem::Coded;

/// The month in which allowance years start. An allowance year is named after the year it starts
/// in: with April, 2026 is April 2026 to March 2027.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct YearStart(u32);

/// The number isn't that of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("allowance.year_start")]
pub struct YearStartError;

impl Coded for YearStartError {}

impl YearStart {
    /// Calendar years.
    pub const JANUARY: Self = Self(1);

    /// Returns the number of the month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0
    }

    /// Returns whether allowance years are calendar years.
    pub fn is_january(self) -> bool {
        self == Self::JANUARY
    }

    /// Returns the allowance year of a day. Days before the first allowance year that starts within
    /// the supported dates belong to the first year.
    pub fn year_of(self, day: Day) -> Year {
        let year = day.year();
        let starts_later = day.month().number() < self.0;
        if starts_later { year.previous().unwrap_or(year) } else { year }
    }

    /// Returns the first day of an allowance year.
    pub fn first_day(self, year: Year) -> Day {
        let start = year.previous().and_then(|_| year.month(self.0));
        start.map_or(year.first_day(), Month::first_day)
    }

    /// Returns the last day of an allowance year. The last year ends with the supported dates.
    pub fn last_day(self, year: Year) -> Day {
        let before = year.next().and_then(|next| self.first_day(next).previous());
        before.unwrap_or(year.last_day())
    }

    /// Returns the day of a date in an allowance year, or `None` if it is after the supported dates.
    pub(super) fn date_in(self, year: Year, date: ExpiryDate) -> Option<Day> {
        let day = date.in_year(year);
        if day >= self.first_day(year) {
            return Some(day);
        }
        year.next().map(|next| date.in_year(next))
    }

    /// Returns the name of an allowance year: `2026`, or `2026/27` if it spans two calendar years.
    pub fn name(self, year: Year) -> String {
        if self.is_january() {
            return year.to_string();
        }
        format!("{year}/{:02}", (year.number() + 1) % 100)
    }
}

impl Default for YearStart {
    fn default() -> Self {
        Self::JANUARY
    }
}

impl TryFrom<u32> for YearStart {
    type Error = YearStartError;

    fn try_from(month: u32) -> Result<Self, YearStartError> {
        (1..=12).contains(&month).then_some(Self(month)).ok_or(YearStartError)
    }
}

impl From<YearStart> for u32 {
    fn from(start: YearStart) -> Self {
        start.0
    }
}

/// The first and last day of the user's employment. `None` means that it has no such limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Employment {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// The settings that all of a user's allowances share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AllowanceCalendar {
    /// The month in which allowance years start.
    pub year_start: YearStart,
    /// The first and last day of the user's employment.
    pub employment: Employment,
}

impl AllowanceCalendar {
    /// Returns the part of a yearly allowance for the days of employment in a year, by calendar
    /// days, rounded up to half days.
    pub(super) fn prorate(&self, full: AllowanceDays, year: Year) -> HalfDays {
        let Employment { from, until } = self.employment;
        let full = HalfDays::from(full);
        if from.is_none() && until.is_none() {
            return full;
        }
        let (first, last) = (self.year_start.first_day(year), self.year_start.last_day(year));
        let days = |from: Day, to: Day| (to.date() - from.date()).num_days() + 1;
        let employed = days(
            from.map_or(first, |from| from.max(first)),
            until.map_or(last, |until| until.min(last)),
        );
        let (all, employed) = (days(first, last).unsigned_abs(), employed.max(0).unsigned_abs());
        let halves = (u64::from(full.0) * employed).div_ceil(all);
        HalfDays(u32::try_from(halves).unwrap_or(full.0))
    }

    /// Returns the last day by which a record of a whole year has its first entry: a month after the
    /// year or the employment starts.
    pub(super) fn latest_start(&self, year: Year) -> Day {
        let (first, last) = (self.year_start.first_day(year), self.year_start.last_day(year));
        let start = self.employment.from.filter(|from| (first..=last).contains(from));
        let start = start.unwrap_or(first);
        let next = start.date().checked_add_months(Months::new(1)).and_then(|date| date.pred_opt());
        next.and_then(|date| Day::from_date(date).ok()).unwrap_or(last)
    }
}
