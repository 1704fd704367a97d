//! The sign-up form and its query.

use serde::Deserialize;
use validator::Validate;

use crate::domain::accounts::user::{Email, NewUsername};
use crate::web::form::{deserialize_checkbox, validate_optional, validate_trimmed};

/// The sign-up form.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct SignupForm {
    /// The token of the invitation. Empty without one.
    pub(crate) invite: String,
    /// The username.
    #[validate(custom(function = "validate_trimmed::<NewUsername>"))]
    pub(crate) username: String,
    /// The email address. Empty for none.
    #[validate(custom(function = "validate_optional::<Email>"))]
    pub(crate) email: String,
    /// The password.
    pub(crate) password: String,
    /// The password, repeated.
    #[validate(must_match(other = "password", code = "password.differs"))]
    pub(crate) password_confirm: String,
    /// Whether to stay logged in.
    #[serde(deserialize_with = "deserialize_checkbox")]
    pub(crate) remember: bool,
    /// The browser's time zone. Empty if scripts are off.
    pub(crate) time_zone: String,
}

/// The query of the sign-up page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct InviteQuery {
    /// The token of the invitation. Empty without one.
    pub(crate) invite: String,
}
