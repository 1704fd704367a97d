//! The form that changes a password.

use serde::Deserialize;
use validator::Validate;

/// The form that changes a password.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct PasswordForm {
    /// The username. Logged-in users can leave it empty.
    pub username: String,
    /// The current password.
    pub password: String,
    /// The new password.
    pub new_password: String,
    /// The new password, repeated.
    #[validate(must_match(other = "new_password", code = "password.new_differs"))]
    pub new_password_confirm: String,
}
