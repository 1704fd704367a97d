//! The days and years that calls name.

use super::error::ApiError;
use crate::domain::day::{DateError, Day, Year};
use crate::web::form::FieldErrors;

/// The most days that can be read as a range.
const MOST_DAYS: i64 = 400;

/// Of a day without an entry.
pub const NOTHING_THAT_DAY: ApiError = ApiError::NotFound("Nothing is logged for that day.");

/// Of a year without any.
pub const NOTHING_THAT_YEAR: ApiError = ApiError::NotFound("Nothing is logged in that year.");

/// What is said of a year that is none.
const NOT_A_YEAR: &str = "That is not a year. Write it with four digits, such as 2026.";

/// A day that can be looked for: one that the record does not reach has no entry.
pub fn known_day(text: &str) -> Result<Day, ApiError> {
    text.parse().map_err(|error| match error {
        DateError::NotADate => ApiError::refused("date", error),
        DateError::OutOfRange => NOTHING_THAT_DAY,
    })
}

/// A year that can be looked for.
pub fn known_year(text: &str) -> Result<Year, ApiError> {
    text.parse().map_err(|error| match error {
        DateError::NotADate => ApiError::field("year", NOT_A_YEAR),
        DateError::OutOfRange => NOTHING_THAT_YEAR,
    })
}

/// A range of days that can be read at once.
pub fn known_range(from: &str, to: &str) -> Result<(Day, Day), ApiError> {
    let mut errors = FieldErrors::default();
    let days = (errors.take("from", from.parse()), errors.take("to", to.parse()));
    let (Some(from), Some(to)) = days else { return Err(ApiError::Invalid(errors)) };
    let (from, to): (Day, Day) = (from, to);
    match (to.date() - from.date()).num_days() + 1 {
        ..1 => Err(ApiError::field("to", "The last day lies before the first.")),
        1..=MOST_DAYS => Ok((from, to)),
        _ => Err(ApiError::field("to", format!("These are more than {MOST_DAYS} days."))),
    }
}
