//! How allowances are stored. Reads the form of 1.0.0, in which a rule applied to all years.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Allowance, AllowanceDays, AllowanceRule, CarryOver, ExpiryDate, YearTerms};
use crate::domain::days::day::Year;

/// The stored fields. 1.0.0 wrote all but `rules`.
#[derive(Deserialize)]
pub(super) struct AllowanceDocument {
    #[serde(default)]
    rules: BTreeMap<Year, AllowanceRule>,
    #[serde(default)]
    years: BTreeMap<Year, YearTerms>,
    days: Option<AllowanceDays>,
    carry: Option<CarryOverOf1>,
    expires: Option<ExpiryDate>,
}

/// The carry-over of 1.0.0.
#[derive(Deserialize)]
struct CarryOverOf1 {
    /// The first year whose unused days are carried over into the next.
    since: Year,
    most: Option<AllowanceDays>,
}

impl From<AllowanceDocument> for Allowance {
    /// Converts the single rule of 1.0.0 to one that applies from the beginning, and a second one
    /// from the first year that carries days over.
    fn from(document: AllowanceDocument) -> Self {
        let AllowanceDocument { mut rules, years, days, carry, expires } = document;
        let rule = AllowanceRule { days, carry: None, expires };
        let is_of_1 = carry.is_some() || rule != AllowanceRule::default();
        if rules.is_empty() && is_of_1 {
            rules.insert(Year::FIRST, rule);
            if let Some(CarryOverOf1 { since, most }) = carry {
                rules.insert(since, AllowanceRule { carry: Some(CarryOver { most }), ..rule });
            }
        }
        Self { rules, years }
    }
}
