//! Functions for `#[validate(custom(function = "..."))]`, which call the parsers of domain types.

use std::str::FromStr;

use validator::ValidationError;

use crate::domain::days::range::DayFilter;
use crate::domain::days::week::Weekdays;
use crate::domain::values::problem::Coded;

/// Checks that a string parses as `T`.
pub(crate) fn validate<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    to_validation(text.parse::<T>())
}

/// Checks that a string, trimmed, parses as `T`.
pub(crate) fn validate_trimmed<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    validate::<T>(text.trim())
}

/// Checks that a string is blank or, trimmed, parses as `T`.
pub(crate) fn validate_optional<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() { Ok(()) } else { validate_trimmed::<T>(text) }
}

/// Checks that a string isn't blank. The attribute specifies the code of the message.
pub(crate) fn validate_not_blank(text: &str) -> Result<(), ValidationError> {
    ensure(!text.trim().is_empty(), "missing")
}

/// Checks that each string is the slug of a weekday.
pub(crate) fn validate_weekdays(slugs: &[String]) -> Result<(), ValidationError> {
    to_validation(Weekdays::parse(slugs))
}

/// Checks that each string is the slug of a weekday, or `working`.
pub(crate) fn validate_days(names: &[String]) -> Result<(), ValidationError> {
    to_validation(DayFilter::parse(names))
}

/// Converts a parse result to validator's error type.
fn to_validation<T, E: Coded>(result: Result<T, E>) -> Result<(), ValidationError> {
    result.map(drop).map_err(|error| {
        let mut invalid = ValidationError::new("");
        invalid.code = error.to_string().into();
        for (name, value) in error.params() {
            invalid.add_param(name, &value);
        }
        invalid
    })
}

/// Returns an error with a code unless the condition is true.
pub(crate) fn ensure(condition: bool, code: &'static str) -> Result<(), ValidationError> {
    condition.then_some(()).ok_or_else(|| ValidationError::new(code))
}
