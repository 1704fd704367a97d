//! A page that asks before an action that can't be undone.

use askama::Template;

use super::menu::Menu;
use super::{Layout, Section};
use crate::locale::t;
use crate::web::assets;

/// The page that asks a question.
#[derive(Template)]
#[template(path = "question.html")]
pub(crate) struct QuestionPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The navigation of the page that the question is about.
    pub(crate) menu: Menu,
    /// The question.
    pub(crate) question: Question<'a>,
}

/// A question before an action that can't be undone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    /// The question, which is the title of the page.
    pub(crate) title: &'a str,
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
