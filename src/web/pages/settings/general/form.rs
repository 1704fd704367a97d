//! The form of the general settings.

use serde::Deserialize;
use validator::Validate;

use crate::domain::days::week::WeekStart;
use crate::domain::settings::{Settings, SettingsScope};
use crate::domain::values::time_zone::TimeZone;
use crate::web::form::{are_weekdays, is_valid};
use crate::web::views::settings_conflict::SettingsConflict;

/// The general settings: time zone, start of the week, and working days.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct GeneralForm {
    /// The IANA name of the time zone.
    #[validate(custom(function = "is_valid::<TimeZone>"))]
    pub time_zone: String,
    /// The slug of the first day of the week.
    #[validate(custom(function = "is_valid::<WeekStart>"))]
    pub week_start: String,
    /// The slugs of the working days.
    #[validate(custom(function = "are_weekdays"))]
    pub working_days: Vec<String>,
    /// The version of the settings that the page showed.
    pub version: String,
}

impl From<&Settings> for GeneralForm {
    fn from(settings: &Settings) -> Self {
        Self {
            time_zone: settings.time_zone.name().to_owned(),
            week_start: settings.week_start.to_string(),
            working_days: settings.working_days.into(),
            version: settings.version(&SettingsScope::General),
        }
    }
}

impl GeneralForm {
    /// Compares the saved settings with the form.
    pub(super) fn conflict(&self, saved: &Self) -> SettingsConflict {
        let days = |form: &Self| form.working_days.join(", ");
        SettingsConflict::new(
            super::PATH,
            [
                ("Time zone", saved.time_zone.clone(), self.time_zone.clone()),
                ("Weeks start on", saved.week_start.clone(), self.week_start.clone()),
                ("Working days", days(saved), days(self)),
            ],
        )
    }
}
