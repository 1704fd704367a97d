//! The form that requests a password reset.

use serde::Deserialize;
use validator::Validate;

use crate::web::form::validate_not_blank;

/// The form that requests a password reset link.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct ForgotForm {
    /// The username or the email address.
    #[validate(custom(function = "validate_not_blank", code = "identity.missing"))]
    pub(crate) username: String,
}
