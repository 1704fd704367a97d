//! Pages that only show a message, such as an error.

use askama::Template;

use super::{Layout, Section};
use crate::locale::t;
use crate::web::assets;

/// A page with a message.
#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct MessagePage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The message in a few words.
    pub(crate) heading: &'a str,
    /// The explanation, with what to do next.
    pub(crate) message: &'a str,
    /// The ID by which an administrator finds the cause in the log.
    pub(crate) request_id: Option<&'a str>,
    /// The path and label of a link.
    pub(crate) back: Option<(&'a str, &'a str)>,
    /// The form that failed, for a button that sends it again.
    pub(crate) sent: Option<ReplayForm<'a>>,
}

/// A form that can be sent again unchanged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReplayForm<'a> {
    /// The path to send it to.
    pub(crate) path: &'a str,
    /// The names and values of its fields.
    pub(crate) fields: &'a [(String, String)],
}

impl MessagePage<'_> {
    /// Renders the message without a page, for htmx, which shows it above the current page.
    pub(crate) fn alert_fragment(&self) -> Result<String, askama::Error> {
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
