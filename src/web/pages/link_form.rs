//! The token of a one-time link, in its URL and in the form behind it.

use serde::Deserialize;
use validator::Validate;

/// The token of a one-time link, as query and as hidden form field.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct TokenForm {
    /// The token.
    pub(crate) token: String,
}
