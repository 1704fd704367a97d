//! Errors without words: a code, and what the words are to name.

use std::error::Error;

/// An error that a person is told of. `Display` gives its code, such as `location.too_long`; the words for
/// it are chosen where it is shown.
pub trait Coded: Error {
    /// What the words name, by name.
    fn params(&self) -> Params {
        Params::new()
    }
}

/// Names and values.
pub type Params = Vec<(&'static str, String)>;

/// A character as Unicode names it: `U+200B`.
pub fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
