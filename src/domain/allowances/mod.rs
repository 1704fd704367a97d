//! Yearly allowances: how many days of a type a user may take, and how many are carried over into
//! the next year.
//!
//! [`Allowance`] contains the user's settings. [`Allowance::balance`] calculates a year from them
//! and from the days of the type. It follows rules that are common in payroll:
//!
//! - A change applies from a year on. Earlier years keep the rule that they had.
//! - Carried-over days are used first. Those that are unused after their expiry date are lost. A
//!   day taken on that date still uses one.
//! - Overdrawn days aren't carried over: the next year starts with its full entitlement. A user who
//!   settles them differently can set [`YearTerms::carried`], also to a negative number.
//! - Only years that are recorded from their start carry days over, so that days taken before the
//!   first entry never count as unused.

mod balance;
mod calendar;
mod carried;
mod document;
mod edit;
mod terms;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use balance::{Balance, Remaining};
pub use calendar::{AllowanceCalendar, Employment, YearStart, YearStartError};
pub use carried::{CarriedDays, CarriedFrom, RecordStart};
pub use edit::AllowanceEdit;
pub use terms::{AllowanceDays, DaysError, ExpiryDate, ExpiryDateError};
pub use walk::UsageRecord;

use super::days::day::{Day, Year};
use super::days::entry::HalfDays;

/// How many days of a type a user may take per year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "document::AllowanceDocument")]
pub struct Allowance {
    /// The rules by the first year in which they apply. Years before the first rule have no limit.
    pub rules: BTreeMap<Year, AllowanceRule>,
    /// Years with different terms, such as the year in which the user joined.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub years: BTreeMap<Year, YearTerms>,
}

/// The terms of all years from a change to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AllowanceRule {
    /// The days per year. `None` means unlimited; 0 means that none are allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<AllowanceDays>,
    /// How unused days are carried over into the next year. `None` if they aren't.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carry: Option<CarryOver>,
    /// The last date on which days carried into a year can be used. `None` if they don't expire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<ExpiryDate>,
}

/// The terms of one year, where they differ from the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct YearTerms {
    /// The days of this year, instead of the usual number. They aren't prorated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<AllowanceDays>,
    /// The days carried into this year, in place of those left from the year before: from before
    /// the first entry, or as agreed with the employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<CarriedDays>,
    /// Whether `carried` was calculated from entries that have been permanently deleted since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// The limit on unused days that are carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CarryOver {
    /// The maximum number of days carried over. `None` means unlimited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<AllowanceDays>,
}

impl CarryOver {
    fn limit(self, left: HalfDays) -> HalfDays {
        self.most.map_or(left, |most| left.min(most.into()))
    }
}

impl Allowance {
    /// Creates an allowance with the same rule in all years.
    pub fn from_beginning(rule: AllowanceRule) -> Self {
        Self { rules: BTreeMap::from([(Year::FIRST, rule)]), years: BTreeMap::new() }
    }

    /// Returns the rule of a year.
    pub fn rule(&self, year: Year) -> AllowanceRule {
        let latest = self.rules.range(..=year).next_back();
        latest.map_or_else(AllowanceRule::default, |(_, rule)| *rule)
    }

    /// Returns the days of a year, without those carried into it. `None` means unlimited.
    pub fn entitlement(&self, calendar: &AllowanceCalendar, year: Year) -> Option<HalfDays> {
        let own = self.years.get(&year).and_then(|terms| terms.days).map(HalfDays::from);
        own.or_else(|| self.rule(year).days.map(|days| calendar.prorate(days, year)))
    }

    /// Returns whether any year has a limit.
    fn is_limited(&self) -> bool {
        self.rules.values().any(|rule| rule.days.is_some())
            || self.years.values().any(|terms| terms.days.is_some())
    }

    fn has_limit_in(&self, year: Year) -> bool {
        let own = self.years.get(&year).is_some_and(|terms| terms.days.is_some());
        own || self.rule(year).days.is_some()
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

    /// Returns the year whose balance determines the days carried into `year`.
    fn carries_from(&self, year: Year) -> Option<Year> {
        if self.carried_as_entered(year).is_some() || !self.has_limit_in(year) {
            return None;
        }
        let carries =
            |before: &Year| self.rule(*before).carry.is_some() && self.has_limit_in(*before);
        year.previous().filter(carries)
    }

    /// Returns the days that are set as carried into a year, and where they come from.
    fn carried_as_entered(&self, year: Year) -> Option<(CarriedDays, CarriedFrom)> {
        let terms = self.years.get(&year)?;
        let from = if terms.deleted { CarriedFrom::Deleted } else { CarriedFrom::Entered };
        Some((terms.carried?, from))
    }
}
