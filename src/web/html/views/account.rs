//! The pages around an account: welcome, sign-up, login, password.

use askama::Template;

use super::{Chrome, Section, assets};
use crate::web::form::FieldErrors;
use crate::web::html::forms::{LoginForm, PasswordForm, SignupForm};

/// What the site is, for somebody not logged in.
#[derive(Template)]
#[template(path = "welcome.html")]
pub struct WelcomePage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Something to say above all.
    pub notice: Option<&'a str>,
}

/// Makes an account.
#[derive(Template)]
#[template(path = "signup.html")]
pub struct SignupPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// What was typed: `username`, `email`, `time_zone`; passwords are never shown again.
    pub form: &'a SignupForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Something to say above the form.
    pub notice: Option<&'a str>,
    /// The token of the invitation that it is by.
    pub invite: Option<&'a str>,
}

/// Logs in.
#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// What was typed: `username`, `remember`.
    pub form: &'a LoginForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// The path to go to afterwards.
    pub next: &'a str,
    /// Something to say above the form.
    pub notice: Option<&'a str>,
    /// What the person was sending when their login had ended.
    pub kept: Option<Kept<'a>>,
}

/// A form kept over a login.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// Its body, `application/x-www-form-urlencoded`.
    pub body: &'a str,
}

/// Changes a password that is known.
#[derive(Template)]
#[template(path = "password.html")]
pub struct PasswordPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// What was typed: `username`.
    pub form: &'a PasswordForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Something to say above the form.
    pub notice: Option<&'a str>,
    /// Whether the person has to say who they are.
    pub ask_username: bool,
}
