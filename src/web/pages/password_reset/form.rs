//! The form that resets a password.

use serde::Deserialize;
use validator::Validate;

/// The form that sets a new password through a reset link.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct ResetForm {
    /// The token of the link.
    pub(crate) token: String,
    /// The new password.
    pub(crate) new_password: String,
    /// The new password, repeated.
    #[validate(must_match(other = "new_password", code = "password.new_differs"))]
    pub(crate) new_password_confirm: String,
}
