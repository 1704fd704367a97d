//! The form that asks for the password, and its query.

use serde::Deserialize;
use validator::Validate;

/// The form that asks for the password before a risky action.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct ConfirmForm {
    /// The password.
    #[validate(length(min = 1, code = "password.missing"))]
    pub(crate) password: String,
    /// The path to redirect to afterwards.
    pub(crate) next: String,
}

/// The query of the page that asks for the password.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ConfirmQuery {
    /// The path to redirect to afterwards.
    pub(crate) next: String,
}
