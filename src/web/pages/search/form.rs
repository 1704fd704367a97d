//! The form of a search.

use serde::Deserialize;
use validator::Validate;

use crate::domain::days::day::{Day, Month};
use crate::domain::days::search::Search;
use crate::web::form::validate_optional;

/// The fields as the user typed them.
#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct SearchForm {
    /// The words.
    #[validate(custom(function = "validate_optional::<Search>"))]
    pub(crate) q: String,
    /// The day before which to search. Empty means all days.
    #[validate(custom(function = "validate_optional::<Day>"))]
    pub(crate) before: String,
}

impl SearchForm {
    /// Returns the last day to search. `None` if `before` isn't a date.
    pub(crate) fn last_day(&self) -> Option<Day> {
        match self.before.trim() {
            "" => Some(Month::LAST.last_day()),
            before => before.parse::<Day>().ok()?.previous(),
        }
    }
}
