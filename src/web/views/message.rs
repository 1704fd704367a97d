//! Pages that only show a message, such as an error.

use askama::Template;

use super::{Layout, Section};
use crate::web::assets;

/// A page with a message.
#[derive(Template)]
#[template(path = "message.html")]
pub struct MessagePage<'a> {
    /// The page's layout.
    pub layout: Layout<'a>,
    /// The message in a few words.
    pub heading: &'a str,
    /// The explanation, with what to do next.
    pub message: &'a str,
    /// The ID by which an administrator finds the cause in the log.
    pub request_id: Option<&'a str>,
    /// The path and label of a link.
    pub back: Option<(&'a str, &'a str)>,
    /// The form that failed, for a button that sends it again.
    pub sent: Option<ReplayForm<'a>>,
}

/// A form that can be sent again unchanged.
#[derive(Debug, Clone, Copy)]
pub struct ReplayForm<'a> {
    /// The path to send it to.
    pub path: &'a str,
    /// The names and values of its fields.
    pub fields: &'a [(String, String)],
}

impl MessagePage<'_> {
    /// Renders the message without a page, for htmx, which shows it above the current page.
    pub fn alert_fragment(&self) -> Result<String, askama::Error> {
        let Self { heading, message, request_id, .. } = *self;
        AlertFragment { heading, message, request_id }.render()
    }
}

#[derive(Template)]
#[template(path = "alert.html")]
struct AlertFragment<'a> {
    heading: &'a str,
    message: &'a str,
    request_id: Option<&'a str>,
}
