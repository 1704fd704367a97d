//! The form of a report.

use std::ops::RangeInclusive;

use serde::Deserialize;
use validator::Validate;

use crate::domain::days::day::{Day, Month};
use crate::domain::days::range::RangeError;
use crate::domain::types::{DayTypes, TypeFilter};
use crate::web::form::{FieldErrors, deserialize_checkbox, deserialize_date, validate_trimmed};

/// The fields as the user typed them.
#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct ReportForm {
    /// The first day.
    #[validate(custom(function = "validate_trimmed::<Day>"))]
    #[serde(deserialize_with = "deserialize_date")]
    pub(crate) from: String,
    /// The last day, inclusive.
    #[validate(custom(function = "validate_trimmed::<Day>"))]
    #[serde(deserialize_with = "deserialize_date")]
    pub(crate) to: String,
    /// Whether to include the notes.
    #[serde(deserialize_with = "deserialize_checkbox")]
    pub(crate) notes: bool,
    /// The slugs of the types to include. None means all.
    #[serde(rename = "type")]
    pub(crate) types: Vec<String>,
}

impl ReportForm {
    /// Fills in a month if no dates were entered.
    pub(crate) fn or_month(self, month: Month) -> Self {
        if !self.from.trim().is_empty() || !self.to.trim().is_empty() {
            return self;
        }
        let (from, to) = (month.first_day().to_string(), month.last_day().to_string());
        Self { from, to, ..self }
    }

    /// Returns the types of the report.
    pub(crate) fn type_filter(&self, types: &DayTypes) -> TypeFilter {
        TypeFilter::new(types, self.types.iter().map(String::as_str))
    }

    /// Returns the days of the report. `errors` contains the errors of the fields on their own; adds
    /// one if the end is before the start.
    pub(crate) fn days(&self, errors: &mut FieldErrors) -> Option<RangeInclusive<Day>> {
        let (from, to): (Day, Day) = (self.from.trim().parse().ok()?, self.to.trim().parse().ok()?);
        if from > to {
            errors.add_error("to", RangeError::Backwards);
            return None;
        }
        Some(from..=to)
    }
}
