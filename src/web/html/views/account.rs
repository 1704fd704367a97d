//! The pages for visitors, signing up, logging in, and changing the password.

use askama::Template;

use super::{Chrome, Section, assets};
use crate::web::form::FieldErrors;
use crate::web::html::forms::{LoginForm, PasswordForm, SignupForm};

/// The start page for visitors who aren't logged in.
#[derive(Template)]
#[template(path = "welcome.html")]
pub struct WelcomePage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// A message at the top of the page.
    pub notice: Option<&'a str>,
}

/// The sign-up page.
#[derive(Template)]
#[template(path = "signup.html")]
pub struct SignupPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The form as typed. The page never repeats passwords.
    pub form: &'a SignupForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// A message above the form.
    pub notice: Option<&'a str>,
    /// The token of the invitation, if any.
    pub invite: Option<&'a str>,
}

/// The login page.
#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The form as typed. The page never repeats passwords.
    pub form: &'a LoginForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// The path to redirect to afterwards.
    pub next: &'a str,
    /// A message above the form.
    pub notice: Option<&'a str>,
    /// The form that the user sent after the session had expired.
    pub kept: Option<Kept<'a>>,
}

/// A form that is kept during a login.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The body, encoded as `application/x-www-form-urlencoded`.
    pub body: &'a str,
}

/// The page to change the password.
#[derive(Template)]
#[template(path = "password.html")]
pub struct PasswordPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The form as typed. The page never repeats passwords.
    pub form: &'a PasswordForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// A message above the form.
    pub notice: Option<&'a str>,
    /// Whether to ask for the username, because the user isn't logged in.
    pub ask_username: bool,
}
