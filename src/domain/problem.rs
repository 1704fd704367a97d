//! Errors without words: a code, and what the words are to name.

use std::error::Error;

/// An error that a person is told of. `Display` gives its code, such as `range.too_long`, whose words are chosen
/// where it is shown; or the words themselves, where imports and commands report the error too.
pub trait Coded: Error {
    /// What the words name, by name.
    fn params(&self) -> Params {
        Params::new()
    }
}

/// Names and values.
pub type Params = Vec<(&'static str, String)>;
