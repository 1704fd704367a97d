//! The view of the page for changing the password.

use askama::Template;

use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::password::form::PasswordForm;
use crate::web::views::{Layout, Section};

/// The page for changing the password.
#[derive(Template)]
#[template(path = "password.html")]
pub struct PasswordPage<'a> {
    /// The page's layout.
    pub layout: Layout<'a>,
    /// The form as typed. The page never repeats passwords.
    pub form: &'a PasswordForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// A message above the form.
    pub notice: Option<&'a str>,
    /// Whether to ask for the username, because the user isn't logged in.
    pub ask_username: bool,
}
