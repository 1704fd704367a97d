//! The form of the general settings.

use serde::Deserialize;
use validator::Validate;

use crate::domain::days::week::WeekStart;
use crate::domain::settings::{Settings, SettingsScope};
use crate::domain::values::time_zone::TimeZone;
use crate::locale::{Language, t};
use crate::web::form::{validate, validate_optional};
use crate::web::views::format::weekday_name;
use crate::web::views::settings_conflict::SettingsConflict;

/// The general settings: language, time zone, and start of the week.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct GeneralForm {
    /// The tag of the language, or empty for that of the browser.
    #[validate(custom(function = "validate_optional::<Language>"))]
    pub(crate) language: String,
    /// The IANA name of the time zone.
    #[validate(custom(function = "validate::<TimeZone>"))]
    pub(crate) time_zone: String,
    /// The slug of the first day of the week, or empty for that of the browser's region.
    #[validate(custom(function = "validate_optional::<WeekStart>"))]
    pub(crate) week_start: String,
    /// The version of the settings that the page showed.
    pub(crate) version: String,
}

impl From<&Settings> for GeneralForm {
    fn from(settings: &Settings) -> Self {
        Self {
            language: settings.language.map_or("", Language::tag).to_owned(),
            time_zone: settings.time_zone.name().to_owned(),
            week_start: settings.week_start.map_or("", WeekStart::as_str).to_owned(),
            version: settings.version(&SettingsScope::General),
        }
    }
}

impl GeneralForm {
    /// Compares the saved settings with the form.
    pub(super) fn conflict(&self, saved: &Self) -> SettingsConflict {
        let language = |form: &Self| {
            let language = form.language.parse::<Language>();
            language.map_or(t::general_browser(), |known| known.with(t::language_name))
        };
        let week_start = |form: &Self| {
            let start = form.week_start.parse::<WeekStart>();
            start.map_or(t::general_browser(), |start| weekday_name(start.weekday()))
        };
        SettingsConflict::new(
            super::PATH,
            [
                (t::general_language(), language(saved).to_owned(), language(self).to_owned()),
                (t::general_time_zone(), saved.time_zone.clone(), self.time_zone.clone()),
                (
                    t::general_week_start(),
                    week_start(saved).to_owned(),
                    week_start(self).to_owned(),
                ),
            ],
        )
    }
}
