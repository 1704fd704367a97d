//! The view of the page for changing the password.

use askama::Template;

use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::password::form::PasswordForm;
use crate::web::views::menu::Menu;
use crate::web::views::{Layout, Section};

/// The page for changing the password.
#[derive(Template)]
#[template(path = "password.html")]
pub(crate) struct PasswordPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The navigation of the settings. `None` if the user isn't logged in.
    pub(crate) menu: Option<Menu>,
    /// The form as typed. The page never repeats passwords.
    pub(crate) form: &'a PasswordForm,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// A message above the form.
    pub(crate) notice: Option<&'a str>,
    /// Whether to ask for the username, because the user isn't logged in.
    pub(crate) ask_username: bool,
}
