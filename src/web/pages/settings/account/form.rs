//! The form that changes the email address.

use serde::Deserialize;
use validator::Validate;

use crate::domain::accounts::user::Email;
use crate::web::form::validate_optional;

/// The form that changes the email address.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct AccountForm {
    /// The action: `resend` sends another confirmation link, anything else changes the address.
    pub(crate) act: String,
    /// The address. Empty removes it.
    #[validate(custom(function = "validate_optional::<Email>"))]
    pub(crate) email: String,
    /// The current password.
    #[validate(length(min = 1, code = "password.current_missing"))]
    pub(crate) password: String,
}
