//! The forms for signing up, logging in, and changing a password.

use serde::Deserialize;
use validator::Validate;

use crate::domain::user::{Email, Username};
use crate::web::form::{checked, given, optional, said, trimmed};

/// The login form.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct LoginForm {
    /// The username.
    #[validate(custom(function = "given", code = "username.missing"))]
    pub username: String,
    /// The password.
    #[validate(length(min = 1, code = "password.missing"))]
    pub password: String,
    /// Whether the session outlasts the browser.
    #[serde(deserialize_with = "checked")]
    pub remember: bool,
    /// The path to redirect to after the login.
    pub next: String,
    /// The encoded body of a form that was sent after the session had expired. Empty if there is
    /// none.
    pub kept: String,
}

/// The query of the login page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LoginQuery {
    /// The path to redirect to after the login.
    pub next: String,
    /// Whether a session expired.
    #[serde(deserialize_with = "said")]
    pub ended: bool,
}

/// The sign-up form.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct SignupForm {
    /// The token of the invitation. Empty without one.
    pub invite: String,
    /// The username.
    #[validate(custom(function = "trimmed::<Username>"))]
    pub username: String,
    /// The email address. Empty for none.
    #[validate(custom(function = "optional::<Email>"))]
    pub email: String,
    /// The password.
    pub password: String,
    /// The password, repeated.
    #[validate(must_match(other = "password", code = "password.differs"))]
    pub password_confirm: String,
    /// The browser's time zone. Empty if scripts are off.
    pub time_zone: String,
}

/// The query of the sign-up page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct InviteQuery {
    /// The token of the invitation. Empty without one.
    pub invite: String,
}

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

/// The form that requests a password reset link.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct ForgotForm {
    /// The username or the email address.
    #[validate(custom(function = "given", code = "identity.missing"))]
    pub username: String,
}

/// The form that sets a new password through a reset link.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct ResetForm {
    /// The token of the link.
    pub token: String,
    /// The new password.
    pub new_password: String,
    /// The new password, repeated.
    #[validate(must_match(other = "new_password", code = "password.new_differs"))]
    pub new_password_confirm: String,
}

/// The token of a one-time link, as query and as hidden form field.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct TokenForm {
    /// The token.
    pub token: String,
}
