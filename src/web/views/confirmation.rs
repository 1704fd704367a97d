//! A page that asks before an action that can't be undone.

use askama::Template;

use super::{Layout, Section};
use crate::locale::t;
use crate::web::assets;

/// A page that asks before an action that can't be undone. Its title is the question.
#[derive(Template)]
#[template(path = "confirmation.html")]
pub(crate) struct ConfirmationPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// What the action changes.
    pub(crate) text: &'a str,
    /// The path that the form is sent to.
    pub(crate) action: &'a str,
    /// The name and value of the form's hidden field.
    pub(crate) field: Option<(&'a str, &'a str)>,
    /// The label of the button.
    pub(crate) button: &'a str,
    /// The path to return to.
    pub(crate) back: &'a str,
}
