//! The view of the page that asks for the password.

use askama::Template;

use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::views::{Layout, Section};

/// The page that asks for the password before a risky action.
#[derive(Template)]
#[template(path = "confirm.html")]
pub(crate) struct PasswordCheckPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The user's name, for password managers.
    pub(crate) username: &'a str,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// The path to redirect to afterwards.
    pub(crate) next: &'a str,
    /// Whether a form was submitted, which is shown again afterwards.
    pub(crate) is_form_kept: bool,
}
