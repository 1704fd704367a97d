//! The form of the allowance year and the employment.

use serde::Deserialize;
use validator::Validate;

use crate::domain::allowances::{AllowanceCalendar, Employment, YearStart, YearStartError};
use crate::domain::days::day::Day;
use crate::domain::settings::{Settings, SettingsScope};
use crate::web::form::{FieldErrors, deserialize_date, validate_optional};

/// The fields as the user typed them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct CalendarForm {
    /// The month in which allowance years start, 1 to 12.
    pub(crate) year_start: String,
    /// The first day of the employment. Empty means that it started before all entries.
    #[validate(custom(function = "validate_optional::<Day>"))]
    #[serde(deserialize_with = "deserialize_date")]
    pub(crate) employed_from: String,
    /// The last day of the employment. Empty means that it goes on.
    #[validate(custom(function = "validate_optional::<Day>"))]
    #[serde(deserialize_with = "deserialize_date")]
    pub(crate) employed_until: String,
    /// The version of the settings that the page showed.
    pub(crate) version: String,
}

impl From<&Settings> for CalendarForm {
    fn from(settings: &Settings) -> Self {
        let calendar = settings.allowance_calendar;
        let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let Employment { from, until } = calendar.employment;
        Self {
            year_start: calendar.year_start.month().to_string(),
            employed_from: text(from),
            employed_until: text(until),
            version: settings.version(&SettingsScope::AllowanceCalendar),
        }
    }
}

impl CalendarForm {
    /// Converts the form to settings. `errors` contains the errors of fields that were invalid on
    /// their own; all errors are returned together.
    pub(crate) fn read(&self, mut errors: FieldErrors) -> Result<AllowanceCalendar, FieldErrors> {
        let month = self.year_start.parse::<u32>().map_err(|_| YearStartError);
        let year_start = errors.ok_or_record("year_start", month.and_then(YearStart::try_from));
        let from = self.employed_from.trim().parse().ok();
        let until = self.employed_until.trim().parse().ok();
        if from.zip(until).is_some_and(|(from, until): (Day, Day)| until < from) {
            errors.add("employed_until", "allowance.employment");
        }
        let employment = Employment { from, until };
        let calendar = year_start.map(|year_start| AllowanceCalendar { year_start, employment });
        calendar.filter(|_| errors.is_empty()).ok_or(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::form::{Form, parse_form};

    fn read(body: &str) -> Result<AllowanceCalendar, FieldErrors> {
        let form = Form::new(parse_form::<CalendarForm>(body.as_bytes()).unwrap());
        form.values.read(form.errors)
    }

    #[test]
    fn errors_belong_to_their_fields() {
        for (body, field) in [
            ("", "year_start"),
            ("year_start=0", "year_start"),
            ("year_start=13", "year_start"),
            ("year_start=April", "year_start"),
            ("year_start=1&employed_from=soon", "employed_from"),
            ("year_start=1&employed_until=2026-02-30", "employed_until"),
            ("year_start=1&employed_from=2026-03-02&employed_until=2026-03-01", "employed_until"),
        ] {
            let errors = read(body).unwrap_err();
            assert!(errors.get(field).is_some(), "{body}: {errors:?}");
        }
    }

    #[test]
    fn stored_settings_fill_an_equal_form() {
        for body in
            ["year_start=1", "year_start=4&employed_from=2026-03-02&employed_until=2026-03-02"]
        {
            let stored = read(body).unwrap();
            let settings = Settings { allowance_calendar: stored, ..Settings::default() };
            let shown = CalendarForm::from(&settings);
            assert_eq!(shown.read(FieldErrors::default()), Ok(stored), "{body}");
        }
    }
}
