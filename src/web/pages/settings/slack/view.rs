//! The settings of the Slack webhook.

use askama::Template;
use chrono::NaiveDate;

use crate::domain::settings::Settings;
use crate::locale::{t, weekday_date};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::messages;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::format::format_short_date;
use crate::web::views::settings_conflict::SettingsConflict;
use crate::web::views::{Layout, Section};

/// The page to set, test, and remove the webhook.
#[derive(Template)]
#[template(path = "settings/slack.html")]
pub(crate) struct SlackPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: SettingsPart,
    /// The user's settings, with the webhook and its last failure.
    pub(crate) settings: &'a Settings,
    /// The version of the webhook.
    pub(crate) version: String,
    /// The URL as typed, if it was rejected or the password was asked for. Otherwise empty.
    pub(crate) typed: &'a str,
    /// The errors of the form.
    pub(crate) errors: FieldErrors,
    /// Set if the webhook was changed in another tab.
    pub(crate) conflict: Option<SettingsConflict>,
    /// Whether so many messages wait that changes aren't reported.
    pub(crate) is_queue_full: bool,
    /// The outcome of the last action.
    pub(crate) tried: Option<TestNotice<'a>>,
}

/// The outcome of saving, testing, or removing the webhook.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TestNotice<'a> {
    /// The outcome as a sentence.
    pub(crate) text: &'a str,
    /// Whether it failed.
    pub(crate) is_warning: bool,
}

impl SlackPage<'_> {
    /// Returns an example of a message.
    fn example(&self) -> String {
        let date = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap_or_default();
        let part = t::slack_part_at(t::webhook_example_location(), t::type_remote());
        t::slack_logged(part, weekday_date(date), self.layout.username.unwrap_or_default())
    }

    /// Returns the end of the webhook's URL, by which the user recognizes it.
    fn hint(&self) -> Option<String> {
        self.settings.slack_webhook.as_ref().map(crate::domain::settings::webhook::Webhook::hint)
    }

    /// Returns the label of the field.
    fn label(&self) -> &'static str {
        match self.settings.slack_webhook {
            Some(_) => t::webhook_new_url(),
            None => t::webhook_url(),
        }
    }

    /// Returns the warning about the last message that couldn't be delivered.
    fn failure(&self) -> Option<String> {
        let failure = self.settings.slack_failure.as_ref()?;
        let date = format_short_date(failure.at, self.settings.time_zone);
        Some(t::webhook_failure(date, messages::message_for(failure.reason())))
    }
}
