//! Values that several pages read from their path.

use crate::domain::days::day::Day;
use crate::web::error::PageError;

/// Parses the day in the path.
pub(super) fn parse_day(day: &str) -> Result<Day, PageError> {
    let no_day = "There is no such day. Worklog keeps days from 1970-01-01 to 2100-12-31.";
    day.parse().map_err(|_| PageError::NotFound(no_day))
}
