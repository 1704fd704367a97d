//! Parsers for the days and years in API calls.

use super::error::ApiError;
use crate::domain::days::day::{DateError, Day, Year};
use crate::domain::values::problem::Problem;
use crate::web::form::FieldErrors;

/// The longest range, in days, that one call can read.
const MAX_DAYS: i64 = 400;

/// The error if nothing is logged on the day, in the year, or at all. Clients of the earlier service
/// compare the message.
pub(crate) const NO_DATA: ApiError = ApiError::NotFound("api.no_data");

/// Parses the day to log, or adds an error.
pub(super) fn parse_required_day(text: &str, errors: &mut FieldErrors) -> Option<Day> {
    if text.is_empty() {
        errors.add("date", "api.date_missing");
        return None;
    }
    errors.ok_or_record("date", text.parse())
}

/// Parses a day. A day outside the supported range can't have an entry, so it is reported as not
/// found.
pub(crate) fn parse_day(text: &str) -> Result<Day, ApiError> {
    text.parse().map_err(|error| match error {
        DateError::NotADate => ApiError::field("date", error),
        DateError::OutOfRange => NO_DATA,
    })
}

/// Parses a year. A year outside the supported range is reported as not found.
pub(crate) fn parse_year(text: &str) -> Result<Year, ApiError> {
    text.parse().map_err(|error| match error {
        DateError::NotADate => ApiError::field("year", "api.not_a_year"),
        DateError::OutOfRange => NO_DATA,
    })
}

/// Parses an inclusive range of at most [`MAX_DAYS`] days.
pub(crate) fn parse_range(from: &str, to: &str) -> Result<(Day, Day), ApiError> {
    let mut errors = FieldErrors::default();
    let days = (errors.ok_or_record("from", from.parse()), errors.ok_or_record("to", to.parse()));
    let (Some(from), Some(to)) = days else { return Err(ApiError::Invalid(errors)) };
    let (from, to): (Day, Day) = (from, to);
    match (to.date() - from.date()).num_days() + 1 {
        ..1 => Err(ApiError::field("to", "api.range_backwards")),
        1..=MAX_DAYS => Ok((from, to)),
        _ => Err(ApiError::field("to", Problem::new("api.range_too_long").with("max", MAX_DAYS))),
    }
}
