//! Yearly allowances: how many days of a type a user may take, and how many are carried over into
//! the next year.
//!
//! [`Allowance`] contains the user's settings. [`Allowance::balance`] calculates a year from them
//! and from the days of the type. It follows three rules that are common in payroll:
//!
//! - Carried-over days are used first. Those that are unused after their expiry date are lost. A
//!   day taken on that date still uses one.
//! - Overdrawn days aren't carried over: the next year starts with its full entitlement. A user who
//!   settles them differently can set [`YearTerms::carried`].
//! - The user chooses the first year that carries days over, so no balance depends on earlier
//!   years.

mod balance;
mod terms;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use balance::{Balance, Remaining};
pub use terms::{AllowanceDays, DaysError, ExpiryDate, ExpiryDateError};

use super::days::day::{Day, Year};
use super::days::entry::HalfDays;

/// How many days of a type a user may take per year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Allowance {
    /// The days of each year for which `years` specifies none. `None` means unlimited; 0 means that
    /// none are allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<AllowanceDays>,
    /// Years with different terms, such as the year in which the user joined.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub years: BTreeMap<Year, YearTerms>,
    /// How unused days are carried over into the next year. `None` if they aren't.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carry: Option<CarryOver>,
    /// The last date on which carried-over days can be used. `None` if they don't expire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<ExpiryDate>,
}

/// The terms of one year, where they differ from the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct YearTerms {
    /// The days of this year, in place of the usual number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<AllowanceDays>,
    /// The days carried into this year, in place of those left from the year before: from before
    /// the first entry, or as agreed with the employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<AllowanceDays>,
}

/// The rule by which unused days are carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    /// The first year whose unused days are carried over into the next.
    pub since: Year,
    /// The maximum number of days carried over. `None` means unlimited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<AllowanceDays>,
}

impl Allowance {
    /// Returns the days of a year, without those carried into it. `None` means unlimited.
    pub fn entitlement(&self, year: Year) -> Option<HalfDays> {
        let own = self.years.get(&year).and_then(|terms| terms.days);
        own.or(self.days).map(HalfDays::from)
    }

    /// Returns the first year whose days [`balance`](Self::balance) requires for the balance of
    /// `year`. It is an earlier year only if days are carried over.
    pub fn first_year_needed(&self, year: Year) -> Year {
        let mut first = year;
        while let Some(before) = self.carries_from(first) {
            first = before;
        }
        first
    }

    /// Returns the balance of a year, or `None` if the year has no limit.
    ///
    /// `usage` contains the days of the type since [`first_year_needed`](Self::first_year_needed),
    /// in any order. Days of other years are ignored.
    pub fn balance(
        &self,
        year: Year,
        usage: impl IntoIterator<Item = (Day, HalfDays)>,
        today: Day,
    ) -> Option<Balance> {
        self.entitlement(year)?;
        let mut by_year: BTreeMap<Year, Vec<(Day, HalfDays)>> = BTreeMap::new();
        for (day, worth) in usage {
            by_year.entry(day.year()).or_default().push((day, worth));
        }
        let mut current = self.first_year_needed(year);
        let mut carried = self.carried_as_said(current).unwrap_or_default();
        loop {
            let usage = by_year.get(&current).map_or(&[][..], Vec::as_slice);
            let balance = Balance::of(self, current, carried, usage, today)?;
            if current == year {
                return Some(balance);
            }
            carried = balance.carried_out;
            current = current.next()?;
        }
    }

    /// Returns the year whose balance determines the days carried into `year`.
    fn carries_from(&self, year: Year) -> Option<Year> {
        let before = year.previous().filter(|before| self.hands_on(*before))?;
        let is_known = self.entitlement(year).is_some() && self.entitlement(before).is_some();
        (is_known && self.carried_as_said(year).is_none()).then_some(before)
    }

    /// Returns whether the unused days of a year are carried over.
    fn hands_on(&self, year: Year) -> bool {
        self.carry.is_some_and(|carry| year >= carry.since)
    }

    /// Returns the days that the user set as carried into a year.
    fn carried_as_said(&self, year: Year) -> Option<HalfDays> {
        self.years.get(&year)?.carried.map(HalfDays::from)
    }
}
