//! The view of the sign-up page.

use askama::Template;

use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::signup::form::SignupForm;
use crate::web::views::{Layout, Section};

/// The sign-up page.
#[derive(Template)]
#[template(path = "signup.html")]
pub struct SignupPage<'a> {
    /// The page's layout.
    pub layout: Layout<'a>,
    /// The form as typed. The page never repeats passwords.
    pub form: &'a SignupForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// A message above the form.
    pub notice: Option<&'a str>,
    /// The token of the invitation, if any.
    pub invite: Option<&'a str>,
}
