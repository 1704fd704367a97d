//! The forms of the settings pages.

use serde::Deserialize;
use validator::Validate;

use crate::domain::feed::{Detail, FeedName};
use crate::domain::settings::Settings;
use crate::domain::time_zone::TimeZone;
use crate::domain::token::{Lifetime, Scope, TokenName};
use crate::domain::user::Email;
use crate::domain::week::WeekStart;
use crate::web::form::{optional, valid, weekdays};

/// The general settings: time zone, start of the week, and working days.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct GeneralForm {
    /// The IANA name of the time zone.
    #[validate(custom(function = "valid::<TimeZone>"))]
    pub time_zone: String,
    /// The slug of the first day of the week.
    #[validate(custom(function = "valid::<WeekStart>"))]
    pub week_start: String,
    /// The slugs of the working days.
    #[validate(custom(function = "weekdays"))]
    pub working_days: Vec<String>,
}

impl From<&Settings> for GeneralForm {
    fn from(settings: &Settings) -> Self {
        Self {
            time_zone: settings.time_zone.name().to_owned(),
            week_start: settings.week_start.to_string(),
            working_days: settings.working_days.into(),
        }
    }
}

/// The form that changes the email address.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct AccountForm {
    /// The action: `resend` sends another confirmation link, anything else changes the address.
    pub act: String,
    /// The address. Empty removes it.
    #[validate(custom(function = "optional::<Email>"))]
    pub email: String,
    /// The current password.
    #[validate(length(min = 1, code = "password.current_missing"))]
    pub password: String,
}

/// The form that sets, tests, or removes the Slack webhook.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct SlackForm {
    /// The action: `save`, `test`, or `remove`.
    pub act: String,
    /// The URL of the webhook.
    pub slack: String,
}

/// The form that creates a calendar feed.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct FeedForm {
    /// The user's name for the feed.
    #[validate(custom(function = "valid::<FeedName>"))]
    pub name: String,
    /// The level of detail that the feed shares.
    #[validate(custom(function = "valid::<Detail>"))]
    pub detail: String,
}

impl FeedForm {
    /// Returns the initial form, which shares only types.
    pub fn blank() -> Self {
        Self { name: String::new(), detail: Detail::Type.as_str().to_owned() }
    }
}

/// The form that revokes a calendar feed.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct RevokeFeedForm {
    /// The ID of the feed.
    pub id: String,
}

/// The form that creates an API token.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct NewTokenForm {
    /// The user's name for the token.
    #[validate(custom(function = "valid::<TokenName>"))]
    pub name: String,
    /// What the token allows: [`Scope::as_str`].
    #[validate(custom(function = "valid::<Scope>"))]
    pub scope: String,
    /// The lifetime of the token: [`Lifetime::as_str`].
    #[validate(custom(function = "valid::<Lifetime>"))]
    pub expires: String,
}

impl NewTokenForm {
    /// Returns the initial form, with the least privileges.
    pub fn blank() -> Self {
        Self {
            name: String::new(),
            scope: Scope::Read.as_str().to_owned(),
            expires: Lifetime::default().as_str().to_owned(),
        }
    }
}
