//! The forms around an account: sign-up, login, password.

use serde::Deserialize;
use validator::Validate;

use crate::domain::user::{Email, Username};
use crate::web::form::{checked, given, optional, said, trimmed};

/// Logs in.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct LoginForm {
    /// The username.
    #[validate(custom(function = "given", code = "username.missing"))]
    pub username: String,
    /// The password.
    #[validate(length(min = 1, code = "password.missing"))]
    pub password: String,
    /// Whether the login outlasts the browser.
    #[serde(deserialize_with = "checked")]
    pub remember: bool,
    /// The path to go to afterwards.
    pub next: String,
    /// The form that was being sent when the login had ended, as sent.
    pub kept: String,
}

/// What brought somebody to the login.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LoginQuery {
    /// The path to go to afterwards.
    pub next: String,
    /// Whether a login has ended.
    #[serde(deserialize_with = "said")]
    pub ended: bool,
}

/// Creates an account.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct SignupForm {
    /// The token of an invitation; empty without one.
    pub invite: String,
    /// The username.
    #[validate(custom(function = "trimmed::<Username>"))]
    pub username: String,
    /// The email address, if any.
    #[validate(custom(function = "optional::<Email>"))]
    pub email: String,
    /// The password.
    pub password: String,
    /// The password again.
    #[validate(must_match(other = "password", code = "password.differs"))]
    pub password_confirm: String,
    /// The browser's time zone, where it says so.
    pub time_zone: String,
}

/// The token of an invitation.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct InviteQuery {
    /// The token; empty without one.
    pub invite: String,
}

/// Changes a password that is known.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct PasswordForm {
    /// Whose password; whoever is logged in may leave it out.
    pub username: String,
    /// The current password.
    pub password: String,
    /// The new one.
    pub new_password: String,
    /// The new one again.
    #[validate(must_match(other = "new_password", code = "password.new_differs"))]
    pub new_password_confirm: String,
}

/// Asks for a link to a new password.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct ForgotForm {
    /// The username or the email address.
    #[validate(custom(function = "given", code = "identity.missing"))]
    pub username: String,
}

/// Chooses a new password by a link.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct ResetForm {
    /// The link's token.
    pub token: String,
    /// The new password.
    pub new_password: String,
    /// The new password again.
    #[validate(must_match(other = "new_password", code = "password.new_differs"))]
    pub new_password_confirm: String,
}

/// The token of a link, in its address and in the form it leads to.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct TokenForm {
    /// The token.
    pub token: String,
}
