//! The form that changes a password.

use serde::Deserialize;
use validator::Validate;

use crate::domain::accounts::password::PasswordChangeReason;
use crate::web::form::deserialize_checkbox;

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
    /// Whether to revoke the user's API tokens too.
    #[serde(deserialize_with = "deserialize_checkbox")]
    pub(crate) revoke_tokens: bool,
}

impl PasswordForm {
    /// Returns why the password changes.
    pub(crate) fn reason(&self) -> PasswordChangeReason {
        if self.revoke_tokens {
            PasswordChangeReason::ChangedWithTokens
        } else {
            PasswordChangeReason::Changed
        }
    }
}
