//! What `#[validate(custom(function = "..."))]` calls: the parsers of the domain's values.

use std::str::FromStr;

use validator::ValidationError;

use crate::domain::problem::Coded;
use crate::domain::week::Weekdays;

/// Checks that a text can be read as a value.
pub fn valid<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    verdict(text.parse::<T>())
}

/// Checks the same of a text without the white space around it.
pub fn trimmed<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    valid::<T>(text.trim())
}

/// Checks the same of a text that may also be blank.
pub fn optional<T: FromStr<Err: Coded>>(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() { Ok(()) } else { trimmed::<T>(text) }
}

/// Checks that a text is not blank. The attribute names the code of the message.
pub fn given(text: &str) -> Result<(), ValidationError> {
    unless(!text.trim().is_empty(), "missing")
}

/// Checks that each text is a weekday.
pub fn weekdays(slugs: &[String]) -> Result<(), ValidationError> {
    verdict(Weekdays::parse(slugs))
}

/// What validator is told of a result.
fn verdict<T, E: Coded>(result: Result<T, E>) -> Result<(), ValidationError> {
    result.map(drop).map_err(|error| {
        let mut found = ValidationError::new("");
        found.code = error.to_string().into();
        for (name, value) in error.params() {
            found.add_param(name, &value);
        }
        found
    })
}

/// The error of a code that takes no parameters.
pub fn unless(fits: bool, code: &'static str) -> Result<(), ValidationError> {
    fits.then_some(()).ok_or_else(|| ValidationError::new(code))
}
