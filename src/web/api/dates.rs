//! Parsers for the days and years in API calls.

use super::error::ApiError;
use crate::domain::days::day::{DateError, Day, Year};
use crate::web::form::FieldErrors;

/// The longest range, in days, that one call can read.
const MAX_DAYS: i64 = 400;

/// The error for a day without an entry.
pub(crate) const NO_SUCH_DAY: ApiError = ApiError::NotFound("Nothing is logged for that day.");

/// The error for a year without entries.
pub(crate) const NO_SUCH_YEAR: ApiError = ApiError::NotFound("Nothing is logged in that year.");

/// The error message for a year that can't be parsed.
const NOT_A_YEAR: &str = "That is not a year. Write it with four digits, such as 2026.";

/// Parses a day. A day outside the supported range can't have an entry, so it is reported as not
/// found.
pub(crate) fn parse_day(text: &str) -> Result<Day, ApiError> {
    text.parse().map_err(|error| match error {
        DateError::NotADate => ApiError::from_coded("date", error),
        DateError::OutOfRange => NO_SUCH_DAY,
    })
}

/// Parses a year. A year outside the supported range is reported as not found.
pub(crate) fn parse_year(text: &str) -> Result<Year, ApiError> {
    text.parse().map_err(|error| match error {
        DateError::NotADate => ApiError::field("year", NOT_A_YEAR),
        DateError::OutOfRange => NO_SUCH_YEAR,
    })
}

/// Parses an inclusive range of at most [`MAX_DAYS`] days.
pub(crate) fn parse_range(from: &str, to: &str) -> Result<(Day, Day), ApiError> {
    let mut errors = FieldErrors::default();
    let days = (errors.take("from", from.parse()), errors.take("to", to.parse()));
    let (Some(from), Some(to)) = days else { return Err(ApiError::Invalid(errors)) };
    let (from, to): (Day, Day) = (from, to);
    match (to.date() - from.date()).num_days() + 1 {
        ..1 => Err(ApiError::field("to", "The last day lies before the first.")),
        1..=MAX_DAYS => Ok((from, to)),
        _ => Err(ApiError::field("to", format!("These are more than {MAX_DAYS} days."))),
    }
}
