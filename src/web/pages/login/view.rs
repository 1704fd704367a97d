//! The view of the login page.

use askama::Template;

use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::login::form::LoginForm;
use crate::web::views::{Layout, Section};

/// The login page.
#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage<'a> {
    /// The page's layout.
    pub layout: Layout<'a>,
    /// The form as typed. The page never repeats passwords.
    pub form: &'a LoginForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// The path to redirect to afterwards.
    pub next: &'a str,
    /// A message above the form.
    pub notice: Option<&'a str>,
    /// The form that the user sent after the session had expired.
    pub replay: Option<ReplayBody<'a>>,
}

/// A submitted form that is replayed after the login.
#[derive(Debug, Clone, Copy)]
pub struct ReplayBody<'a> {
    /// The body, encoded as `application/x-www-form-urlencoded`.
    pub body: &'a str,
}
