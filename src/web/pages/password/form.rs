//! The form that changes a password.

use serde::Deserialize;
use validator::Validate;

/// The form that changes a password.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct PasswordForm {
    /// The username. Logged-in users can leave it empty.
    pub(crate) username: String,
    /// The current password.
    pub(crate) password: String,
    /// The new password.
    pub(crate) new_password: String,
    /// The new password, repeated.
    #[validate(must_match(other = "new_password", code = "password.new_differs"))]
    pub(crate) new_password_confirm: String,
}
