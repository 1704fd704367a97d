//! The form of a search.

use std::ops::RangeInclusive;

use serde::Deserialize;
use validator::Validate;

use crate::domain::days::day::{Day, Month, Year};
use crate::domain::days::search::Search;
use crate::web::form::validate_optional;

/// The fields as the user typed them.
#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct SearchForm {
    /// The words.
    #[validate(custom(function = "validate_optional::<Search>"))]
    pub(crate) q: String,
    /// The year to search. Empty means all years.
    #[validate(custom(function = "validate_optional::<Year>"))]
    pub(crate) year: String,
    /// The day before which to search. Empty means all days.
    #[validate(custom(function = "validate_optional::<Day>"))]
    pub(crate) before: String,
}

impl SearchForm {
    /// Returns the words of a valid form. Without any, a search in a year finds all of its entries,
    /// and there is no search in all years.
    pub(super) fn words(&self) -> Option<Search> {
        match self.q.trim() {
            "" => self.year().map(|_| Search::default()),
            words => words.parse().ok(),
        }
    }

    /// Returns the year to search, if the search is limited to one.
    pub(super) fn year(&self) -> Option<Year> {
        self.year.trim().parse().ok()
    }

    /// Returns the days to search.
    pub(super) fn days(&self) -> RangeInclusive<Day> {
        let all = (Month::FIRST.first_day(), Month::LAST.last_day());
        let (first, last) = self.year().map_or(all, |year| (year.first_day(), year.last_day()));
        let before = self.before.trim().parse::<Day>().ok();
        // There is no day before the first one.
        let newest = before.map_or(Some(last), Day::previous).unwrap_or(first);
        first..=last.min(newest)
    }
}
