//! The pages to reset a password and to confirm an email address.

use askama::Template;

use super::{Chrome, Section, assets};
use crate::web::form::FieldErrors;
use crate::web::html::forms::ForgotForm;

/// The page to request a password reset link.
#[derive(Template)]
#[template(path = "forgot.html")]
pub struct ForgotPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The form as typed.
    pub form: &'a ForgotForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// Whether a mail server is configured. Without one, only the administrator can help.
    pub sends_mail: bool,
    /// Whether a link was just requested.
    pub asked: bool,
}

/// The page to choose a new password with a one-time link.
#[derive(Template)]
#[template(path = "reset.html")]
pub struct ResetPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The username.
    pub account: &'a str,
    /// The token of the link.
    pub token: &'a str,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
}

/// The page to confirm an email address. Opening the link isn't enough to confirm, because email
/// scanners open links too.
#[derive(Template)]
#[template(path = "confirm.html")]
pub struct ConfirmPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The username.
    pub account: &'a str,
    /// The address.
    pub email: &'a str,
    /// The token of the link.
    pub token: &'a str,
}
