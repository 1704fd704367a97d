//! The view of the page that resets a password.

use askama::Template;

use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::views::{Layout, Section};

/// The page for choosing a new password with a one-time link.
#[derive(Template)]
#[template(path = "password_reset.html")]
pub(crate) struct ResetPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The username.
    pub(crate) account: &'a str,
    /// The token of the link.
    pub(crate) token: &'a str,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
}
