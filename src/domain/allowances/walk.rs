//! Balances of consecutive years, each of which determines the days carried into the next.

use std::collections::BTreeMap;

use super::carried::{CarriedDays, CarriedFrom, RecordStart};
use super::{Allowance, AllowanceCalendar, Balance};
use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;

/// The days of a type that a user has logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRecord {
    start: RecordStart,
    /// The days in order.
    usage: Vec<(Day, HalfDays)>,
}

impl UsageRecord {
    /// Creates a record from days of the type, in any order. `start` is when the user's entries of
    /// all types start.
    pub fn new(start: RecordStart, usage: impl IntoIterator<Item = (Day, HalfDays)>) -> Self {
        let mut usage: Vec<_> = usage.into_iter().collect();
        if !usage.is_sorted_by_key(|(day, _)| *day) {
            usage.sort_by_key(|(day, _)| *day);
        }
        Self { start, usage }
    }

    fn between(&self, first: Day, last: Day) -> &[(Day, HalfDays)] {
        let start = self.usage.partition_point(|(day, _)| *day < first);
        let end = self.usage.partition_point(|(day, _)| *day <= last);
        &self.usage[start..end.max(start)]
    }
}

impl Allowance {
    /// Returns the balance of a year, or `None` if the year has no limit.
    ///
    /// The record must contain the days since [`first_year_needed`](Self::first_year_needed).
    pub fn balance(
        &self,
        calendar: &AllowanceCalendar,
        year: Year,
        record: &UsageRecord,
        today: Day,
    ) -> Option<Balance> {
        let mut years = self.walk(calendar, self.first_year_needed(year), record, today);
        years.find(|(current, _)| *current == year)?.1
    }

    /// Returns the balances of a year and all later ones. No days are carried into the first unless
    /// they are set.
    fn walk(
        &self,
        calendar: &AllowanceCalendar,
        first: Year,
        record: &UsageRecord,
        today: Day,
    ) -> impl Iterator<Item = (Year, Option<Balance>)> {
        let mut before: Option<Balance> = None;
        std::iter::successors(Some(first), |year| year.next()).map(move |year| {
            let carried = self.carried_into(calendar, year, record.start, before.as_ref());
            let start = calendar.year_start;
            let usage = record.between(start.first_day(year), start.last_day(year));
            before = Balance::of(self, calendar, year, carried, usage, today);
            (year, before)
        })
    }

    fn carried_into(
        &self,
        calendar: &AllowanceCalendar,
        year: Year,
        start: RecordStart,
        before: Option<&Balance>,
    ) -> (CarriedDays, CarriedFrom) {
        if let Some(entered) = self.carried_as_entered(year) {
            return entered;
        }
        let none = CarriedDays::default();
        let Some(previous) = self.carries_from(year) else { return (none, CarriedFrom::Nowhere) };
        if is_recorded(calendar, previous, start) {
            let carried = before.map_or(none, |balance| balance.carried_out.into());
            return (carried, CarriedFrom::YearBefore);
        }
        let has_entries = match start {
            RecordStart::On(first) => calendar.year_start.year_of(first) <= year,
            RecordStart::Never | RecordStart::Earlier => false,
        };
        let had_days = self.entitlement(calendar, previous) != Some(HalfDays(0));
        if has_entries && had_days {
            (none, CarriedFrom::Unknown)
        } else {
            (none, CarriedFrom::Nowhere)
        }
    }

    /// Returns the days carried into years that must be stored so that deleting the entries of a
    /// range changes the balance of no other year. `record` contains all entries of the type before
    /// the deletion, `after` those that remain, with the same start.
    pub fn carried_to_keep(
        &self,
        calendar: &AllowanceCalendar,
        deleted: (Day, Day),
        record: &UsageRecord,
        after: &UsageRecord,
    ) -> BTreeMap<Year, CarriedDays> {
        let start = calendar.year_start;
        let (first, last) = (start.year_of(deleted.0), start.year_of(deleted.1));
        let mut kept = BTreeMap::new();
        let mut allowance = self.clone();
        let carried = |allowance: &Self, record: &UsageRecord| -> Vec<_> {
            // Carry-over doesn't depend on today.
            let years = allowance.walk(calendar, self.first_year_needed(first), record, deleted.1);
            let years = years.filter(|(year, _)| *year > first);
            years
                .map(|(year, balance)| (year, balance.map(|b| (b.carried_in, b.carried_from))))
                .collect()
        };
        let wanted = carried(self, record);
        for (at, (year, before)) in wanted.iter().enumerate() {
            let is_after = *year > last;
            if *year > last && last.next() != Some(*year) {
                break;
            }
            if start.last_day(*year) <= deleted.1 {
                continue;
            }
            let now = carried(&allowance, after);
            let differs = if is_after { wanted[at..] != now[at..] } else { wanted[at] != now[at] };
            if differs {
                let days = before.map_or(CarriedDays::default(), |(days, _)| days);
                kept.insert(*year, days);
                let terms = allowance.years.entry(*year).or_default();
                (terms.carried, terms.deleted) = (Some(days), true);
            }
        }
        kept
    }
}

/// Returns whether the entries of a year are recorded from its start.
fn is_recorded(calendar: &AllowanceCalendar, year: Year, start: RecordStart) -> bool {
    match start {
        RecordStart::Never => false,
        RecordStart::Earlier => true,
        RecordStart::On(first) => first <= calendar.latest_start(year),
    }
}
