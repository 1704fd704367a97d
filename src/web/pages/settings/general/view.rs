//! The general settings.

use askama::Template;
use chrono::Weekday;

use crate::domain::days::week::{WEEKDAYS, WeekStart, weekday_slug};
use crate::domain::values::time_zone::TimeZone;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::general::form::GeneralForm;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::format::weekday_name;
use crate::web::views::settings_conflict::SettingsConflict;
use crate::web::views::{Layout, Section};

/// The general settings page.
#[derive(Template)]
#[template(path = "settings/general.html")]
pub struct GeneralPage<'a> {
    /// The page's layout.
    pub layout: Layout<'a>,
    /// The current page in the navigation.
    pub here: SettingsPart,
    /// The form as stored or typed.
    pub form: &'a GeneralForm,
    /// The errors of the form.
    pub errors: FieldErrors,
    /// Set if the settings were changed in another tab.
    pub conflict: Option<SettingsConflict>,
    /// Whether the settings were just saved.
    pub saved: bool,
}

/// An option of a form field.
struct GeneralOption {
    value: &'static str,
    label: &'static str,
    chosen: bool,
}

impl GeneralPage<'_> {
    fn zones(&self) -> impl Iterator<Item = GeneralOption> {
        let stored = self.form.time_zone.as_str();
        TimeZone::all().map(TimeZone::name).map(move |name| GeneralOption {
            value: name,
            label: name,
            chosen: name.eq_ignore_ascii_case(stored),
        })
    }

    fn week_starts(&self) -> impl Iterator<Item = GeneralOption> {
        let stored = self.form.week_start.as_str();
        WeekStart::ALL
            .iter()
            .copied()
            .map(move |start| choice(start.weekday(), |slug| slug == stored))
    }

    fn working_days(&self) -> impl Iterator<Item = GeneralOption> {
        WEEKDAYS
            .into_iter()
            .map(|day| choice(day, |slug| self.form.working_days.iter().any(|sent| sent == slug)))
    }
}

fn choice(day: Weekday, is_chosen: impl Fn(&str) -> bool) -> GeneralOption {
    let value = weekday_slug(day);
    GeneralOption { value, label: weekday_name(day), chosen: is_chosen(value) }
}
