//! Values that several pages read from their path.

use crate::domain::days::day::Day;
use crate::web::error::PageError;

/// Parses the day in the path.
pub(super) fn parse_day(day: &str) -> Result<Day, PageError> {
    day.parse().map_err(|_| PageError::NotFound("missing.day"))
}
