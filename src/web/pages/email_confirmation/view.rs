//! The view of the page that confirms an email address.

use askama::Template;

use crate::locale::t;
use crate::web::assets;
use crate::web::views::{Layout, Section};

/// The page to confirm an email address. Opening the link isn't enough to confirm, because email
/// scanners open links too.
#[derive(Template)]
#[template(path = "email_confirmation.html")]
pub(crate) struct ConfirmPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The username.
    pub(crate) account: &'a str,
    /// The address.
    pub(crate) email: &'a str,
    /// The token of the link.
    pub(crate) token: &'a str,
}
