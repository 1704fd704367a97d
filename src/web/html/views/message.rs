//! A page that only says something: not found, refused, out of order.

use askama::Template;

use super::{Chrome, Section, assets};

/// Says what happened and where to go from here.
#[derive(Template)]
#[template(path = "message.html")]
pub struct MessagePage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// What happened, in a few words.
    pub heading: &'a str,
    /// What it means and what helps.
    pub message: &'a str,
    /// Finds the cause in the logs.
    pub request_id: Option<&'a str>,
    /// Where to go: address and label.
    pub back: Option<(&'a str, &'a str)>,
    /// What the person was sending, to be sent again.
    pub sent: Option<SentAgain<'a>>,
}

/// A form that can be sent again as it was.
#[derive(Debug, Clone, Copy)]
pub struct SentAgain<'a> {
    /// Where to.
    pub path: &'a str,
    /// Names and values of its fields.
    pub fields: &'a [(String, String)],
}

impl MessagePage<'_> {
    /// The message alone, for htmx: pages put it above what they show and leave that as it is.
    pub fn alert_fragment(&self) -> Result<String, askama::Error> {
        let Self { heading, message, request_id, .. } = *self;
        Alert { heading, message, request_id }.render()
    }
}

#[derive(Template)]
#[template(path = "alert.html")]
struct Alert<'a> {
    heading: &'a str,
    message: &'a str,
    request_id: Option<&'a str>,
}
