//! The form that ends sessions.

use serde::Deserialize;
use validator::Validate;

/// The form that ends sessions.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct EndSessionsForm {
    /// The ID of the session to end, or [`Self::OTHERS`].
    pub(crate) end: String,
}

impl EndSessionsForm {
    /// The value that ends all sessions except the current one.
    pub(crate) const OTHERS: &'static str = "others";
}
