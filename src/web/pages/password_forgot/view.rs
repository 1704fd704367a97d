//! The view of the page that requests a password reset.

use askama::Template;

use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::password_forgot::form::ForgotForm;
use crate::web::views::{Layout, Section};

/// The page for requesting a password reset link.
#[derive(Template)]
#[template(path = "password_forgot.html")]
pub(crate) struct ForgotPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The form as typed.
    pub(crate) form: &'a ForgotForm,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// Whether a mail server is configured. Without one, only the administrator can help.
    pub(crate) sends_mail: bool,
    /// Whether a link was just requested.
    pub(crate) requested: bool,
}
