//! The forms of the settings.

use serde::Deserialize;
use validator::Validate;

use crate::domain::feed::{Detail, FeedName};
use crate::domain::settings::Settings;
use crate::domain::time_zone::TimeZone;
use crate::domain::token::{Lifetime, Scope, TokenName};
use crate::domain::user::Email;
use crate::domain::week::WeekStart;
use crate::web::form::{optional, valid, weekdays};

/// Time zone and week.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct GeneralForm {
    /// The name of the time zone.
    #[validate(custom(function = "valid::<TimeZone>"))]
    pub time_zone: String,
    /// The slug of the weekday that a week starts on.
    #[validate(custom(function = "valid::<WeekStart>"))]
    pub week_start: String,
    /// The slugs of the weekdays that are worked.
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

/// Changes the email address.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct AccountForm {
    /// `resend` asks for another link instead.
    pub act: String,
    /// The address; empty removes it.
    #[validate(custom(function = "optional::<Email>"))]
    pub email: String,
    /// The current password.
    #[validate(length(min = 1, code = "password.current_missing"))]
    pub password: String,
}

/// Sets, tries, or removes the webhook.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct SlackForm {
    /// `save`, `test` or `remove`.
    pub act: String,
    /// The webhook's address.
    pub slack: String,
}

/// Creates a calendar feed.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct FeedForm {
    /// What the person calls it.
    #[validate(custom(function = "valid::<FeedName>"))]
    pub name: String,
    /// What it shares.
    #[validate(custom(function = "valid::<Detail>"))]
    pub detail: String,
}

impl FeedForm {
    /// The form of one more feed, which shares the type.
    pub fn blank() -> Self {
        Self { name: String::new(), detail: Detail::Type.as_str().to_owned() }
    }
}

/// Revokes a calendar feed.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct RevokeFeedForm {
    /// The feed.
    pub id: String,
}

/// Creates a token.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct NewTokenForm {
    /// What the person calls it.
    #[validate(custom(function = "valid::<TokenName>"))]
    pub name: String,
    /// What it may do.
    #[validate(custom(function = "valid::<Scope>"))]
    pub scope: String,
    /// When it expires: [`Lifetime::as_str`].
    #[validate(custom(function = "valid::<Lifetime>"))]
    pub expires: String,
}

impl NewTokenForm {
    /// The form of one more token, which may do least.
    pub fn blank() -> Self {
        Self {
            name: String::new(),
            scope: Scope::Read.as_str().to_owned(),
            expires: Lifetime::default().as_str().to_owned(),
        }
    }
}
