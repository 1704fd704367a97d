//! The webhook that lines about changes go to.

use askama::Template;

use super::SettingsPart;
use crate::domain::settings::Settings;
use crate::web::form::FieldErrors;
use crate::web::html::views::words::short_date;
use crate::web::html::views::{Chrome, Section, assets};
use crate::web::wording;

/// Sets, tries and removes the webhook.
#[derive(Template)]
#[template(path = "settings/slack.html")]
pub struct SlackPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Which part of the settings it is.
    pub here: SettingsPart,
    /// Where the webhook is, and what became of the last line.
    pub settings: &'a Settings,
    /// What was typed and is not stored: `slack`.
    pub typed: &'a str,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// What was just done or tried.
    pub tried: Option<Tried<'a>>,
}

/// What was done or tried, in words.
#[derive(Debug, Clone, Copy)]
pub struct Tried<'a> {
    /// As a sentence.
    pub text: &'a str,
    /// Whether it went wrong.
    pub is_warning: bool,
}

impl SlackPage<'_> {
    /// A line as it goes out.
    fn example(&self) -> String {
        let name = self.chrome.username.unwrap_or_default();
        format!("{name} logged Wed 18 Nov 2026: Remote at Home")
    }

    /// Enough of the address to know it by.
    fn hint(&self) -> Option<String> {
        self.settings.slack_webhook.as_ref().map(crate::domain::webhook::Webhook::hint)
    }

    /// What the field is called.
    fn label(&self) -> &'static str {
        if self.settings.slack_webhook.is_some() { "Another webhook" } else { "Webhook" }
    }

    /// When a line was given up last, and why.
    fn failure(&self) -> Option<(String, String)> {
        let failure = self.settings.slack_failure.as_ref()?;
        Some((short_date(failure.at, self.settings.time_zone), wording::of(failure.why())))
    }
}
