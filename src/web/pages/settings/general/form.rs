//! The form of the general settings.

use serde::Deserialize;
use validator::Validate;

use crate::domain::days::week::WeekStart;
use crate::domain::settings::Settings;
use crate::domain::values::time_zone::TimeZone;
use crate::web::form::{validate, validate_weekdays};

/// The general settings: time zone, start of the week, and working days.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct GeneralForm {
    /// The IANA name of the time zone.
    #[validate(custom(function = "validate::<TimeZone>"))]
    pub(crate) time_zone: String,
    /// The slug of the first day of the week.
    #[validate(custom(function = "validate::<WeekStart>"))]
    pub(crate) week_start: String,
    /// The slugs of the working days.
    #[validate(custom(function = "validate_weekdays"))]
    pub(crate) working_days: Vec<String>,
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
