//! The view of the sign-up page.

use askama::Template;

use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::signup::form::SignupForm;
use crate::web::views::{Layout, Section};

/// The sign-up page.
#[derive(Template)]
#[template(path = "signup.html")]
pub(crate) struct SignupPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The form as typed. The page never repeats passwords.
    pub(crate) form: &'a SignupForm,
    /// How long sessions last.
    pub(crate) session_hint: String,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// A message above the form.
    pub(crate) notice: Option<&'a str>,
    /// Whether to ask for an email address.
    pub(crate) asks_email: bool,
    /// The token of the invitation, if any.
    pub(crate) invite: Option<&'a str>,
}
