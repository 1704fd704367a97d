//! Errors that consist of a code and parameters. Their text is chosen by the layer that shows them.

use std::error::Error;

/// An error that is shown to users. `Display` returns its code, such as `range.too_long`, whose
/// text is chosen where it is shown. Errors that imports and commands also report return their text
/// instead.
pub trait Coded: Error {
    /// Returns the parameters of the text, by name.
    fn params(&self) -> Params {
        Params::new()
    }
}

/// The names and values of an error's parameters.
pub type Params = Vec<(&'static str, String)>;
