//! Functions for `#[validate(custom(function = "..."))]`, which call the parsers of domain types.

use std::str::FromStr;

use validator::ValidationError;

use crate::domain::days::range::DayFilter;
use crate::domain::days::week::Weekdays;
use crate::domain::values::problem::Coded;

/// Checks that a string parses as `T`.
pub fn is_valid<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    to_validation(text.parse::<T>())
}

/// Checks that a string, trimmed, parses as `T`.
pub fn is_valid_trimmed<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    is_valid::<T>(text.trim())
}

/// Checks that a string is blank or, trimmed, parses as `T`.
pub fn is_valid_or_empty<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() { Ok(()) } else { is_valid_trimmed::<T>(text) }
}

/// Checks that a string isn't blank. The attribute specifies the code of the message.
pub fn is_given(text: &str) -> Result<(), ValidationError> {
    ensure(!text.trim().is_empty(), "missing")
}

/// Checks that each string is the slug of a weekday.
pub fn are_weekdays(slugs: &[String]) -> Result<(), ValidationError> {
    to_validation(Weekdays::parse(slugs))
}

/// Checks that each string is the slug of a weekday, or `working`.
pub fn are_days(names: &[String]) -> Result<(), ValidationError> {
    to_validation(DayFilter::parse(names))
}

/// Converts a parse result to validator's error type.
fn to_validation<T, E: Coded>(result: Result<T, E>) -> Result<(), ValidationError> {
    result.map(drop).map_err(|error| {
        let mut found = ValidationError::new("");
        found.code = error.to_string().into();
        for (name, value) in error.params() {
            found.add_param(name, &value);
        }
        found
    })
}

/// Returns an error with a code unless the condition is true.
pub fn ensure(fits: bool, code: &'static str) -> Result<(), ValidationError> {
    fits.then_some(()).ok_or_else(|| ValidationError::new(code))
}
