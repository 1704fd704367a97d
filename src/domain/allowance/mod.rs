//! Yearly allowances: how many days of a type a person may take, and what is carried into the next
//! year.
//!
//! [`Allowance`] is what the person set; [`Allowance::balance`] works out a year from it and from
//! the days of the type. Three rules decide it, those that payroll offices go by:
//!
//! - Carried days are used first. Those still unused when their expiry date has passed are gone; a
//!   day taken on that date still uses them.
//! - A year that was overdrawn hands nothing on: the next begins with its own days alone. Whoever
//!   settles it otherwise says so by [`YearTerms::carried`].
//! - Carrying begins with a year that the person names, so no balance asks for days before it.

mod balance;
mod terms;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use balance::{Balance, Remaining};
pub use terms::{Days, DaysError, ExpiryDate, ExpiryDateError};

use super::day::{Day, Year};
use super::entry::HalfDays;

/// How many days of a type a person may take a year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Allowance {
    /// In each year without terms of its own; `None` is no limit, 0 is a limit of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Days>,
    /// Where a year differs, such as the one of joining.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub years: BTreeMap<Year, YearTerms>,
    /// How what is left goes into the next year; `None` when it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carry: Option<CarryOver>,
    /// Until when carried days can be used; `None` is as long as any others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<ExpiryDate>,
}

/// Where one year differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct YearTerms {
    /// The days of this year, instead of the usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Days>,
    /// The days that were carried into this year, instead of what the year before left: from before
    /// the record began, or as settled with the employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Days>,
}

/// That what is left of a year goes into the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    /// The first year that hands on what is left of it.
    pub since: Year,
    /// At most so many days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Days>,
}

impl Allowance {
    /// The days of a year, without what was carried into it; `None` is no limit.
    pub fn entitlement(&self, year: Year) -> Option<HalfDays> {
        let own = self.years.get(&year).and_then(|terms| terms.days);
        own.or(self.days).map(HalfDays::from)
    }

    /// The first year whose days [`balance`](Self::balance) has to know for the balance of `year`:
    /// an earlier one only where days are carried.
    pub fn first_year_needed(&self, year: Year) -> Year {
        let mut first = year;
        while let Some(before) = self.carries_from(first) {
            first = before;
        }
        first
    }

    /// The balance of a year, from the days of the type in the years since
    /// [`first_year_needed`](Self::first_year_needed), in any order; days of other years are
    /// passed over. `None` when the year has no limit.
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

    /// The year whose balance decides what is carried into `year`.
    fn carries_from(&self, year: Year) -> Option<Year> {
        let before = year.previous().filter(|before| self.hands_on(*before))?;
        let is_known = self.entitlement(year).is_some() && self.entitlement(before).is_some();
        (is_known && self.carried_as_said(year).is_none()).then_some(before)
    }

    /// Whether what is left of a year goes into the next.
    fn hands_on(&self, year: Year) -> bool {
        self.carry.is_some_and(|carry| year >= carry.since)
    }

    /// What the person said was carried into a year.
    fn carried_as_said(&self, year: Year) -> Option<HalfDays> {
        self.years.get(&year)?.carried.map(HalfDays::from)
    }
}
