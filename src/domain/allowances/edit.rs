//! Changes to an allowance.

use std::collections::BTreeMap;

use super::{Allowance, AllowanceDays, AllowanceRule, CarriedDays, YearStart, YearTerms};
use crate::domain::days::day::{Day, Year};

/// A change to an allowance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowanceEdit {
    /// Set the rule of a year and all later ones up to the next change, and the exceptions of all
    /// years.
    Rule {
        /// The first year.
        from: Year,
        /// The rule.
        rule: AllowanceRule,
        /// The exceptions.
        years: BTreeMap<Year, YearTerms>,
    },
    /// Remove the change of a year, so that the rule before it applies.
    RemoveChange(Year),
    /// Set the days per year from the allowance year of a day on. The other terms stay.
    Days {
        /// The day.
        on: Day,
        /// The days per year.
        days: Option<AllowanceDays>,
    },
    /// Set the days carried into years, whose entries are deleted in the same transaction.
    KeepCarried(BTreeMap<Year, CarriedDays>),
}

impl Allowance {
    /// Applies a change. Returns whether the allowance still has any terms; if not, it can be
    /// removed.
    #[must_use]
    pub fn apply(&mut self, edit: &AllowanceEdit, start: YearStart) -> bool {
        match edit {
            AllowanceEdit::Rule { from, rule, years } => {
                self.rules.insert(*from, *rule);
                self.set_years(years);
            }
            AllowanceEdit::RemoveChange(year) => {
                self.rules.remove(year);
            }
            AllowanceEdit::Days { on, days } => {
                let year = start.year_of(*on);
                self.rules.insert(year, AllowanceRule { days: *days, ..self.rule(year) });
            }
            AllowanceEdit::KeepCarried(carried) => {
                for (year, days) in carried {
                    let terms = self.years.entry(*year).or_default();
                    (terms.carried, terms.deleted) = (Some(*days), true);
                }
                return true;
            }
        }
        self.remove_redundant_rules();
        match edit {
            AllowanceEdit::Days { .. } => *self != Self::default(),
            _ => self.is_limited() || self.years.values().any(|terms| terms.deleted),
        }
    }

    /// Replaces the exceptions. Days carried over that the user leaves as they are stay marked as
    /// those of deleted entries.
    fn set_years(&mut self, years: &BTreeMap<Year, YearTerms>) {
        let before = std::mem::take(&mut self.years);
        let with_origin = |(year, terms): (&Year, &YearTerms)| {
            let known = before.get(year).filter(|known| known.carried == terms.carried);
            let deleted = known.is_some_and(|known| known.deleted);
            (*year, YearTerms { deleted, ..*terms })
        };
        self.years = years.iter().map(with_origin).collect();
    }

    /// Removes the days carried over from entries that have been deleted.
    pub(in crate::domain) fn forget_deleted(&mut self) {
        self.years.retain(|_, terms| {
            if std::mem::take(&mut terms.deleted) {
                terms.carried = None;
            }
            *terms != YearTerms::default()
        });
    }

    /// Removes rules that repeat the one before.
    fn remove_redundant_rules(&mut self) {
        let mut before = AllowanceRule::default();
        self.rules.retain(|_, rule| std::mem::replace(&mut before, *rule) != *rule);
    }
}
