//! The view of the login page.

use askama::Template;

use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::login::form::LoginForm;
use crate::web::views::{Layout, Section};

/// The login page.
#[derive(Template)]
#[template(path = "login.html")]
pub(crate) struct LoginPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The form as typed. The page never repeats passwords.
    pub(crate) form: &'a LoginForm,
    /// How long sessions last.
    pub(crate) session_hint: String,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// The path to redirect to afterwards.
    pub(crate) next: &'a str,
    /// A message above the form.
    pub(crate) notice: Option<&'a str>,
    /// The form that the user sent after the session had expired.
    pub(crate) replay: Option<ReplayBody<'a>>,
}

/// A submitted form that is replayed after the login.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReplayBody<'a> {
    /// The body, encoded as `application/x-www-form-urlencoded`.
    pub(crate) body: &'a str,
}
