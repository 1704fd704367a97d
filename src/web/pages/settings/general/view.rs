//! The general settings.

use askama::Template;
use chrono::Weekday;

use crate::domain::days::week::{WeekStart, weekday_slug};
use crate::domain::values::time_zone::TimeZone;
use crate::locale::{Language, t};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::general::form::GeneralForm;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::choices::SelectOption;
use crate::web::views::format::weekday_name;
use crate::web::views::settings_conflict::SettingsConflict;
use crate::web::views::{Layout, Section};

/// The general settings page.
#[derive(Template)]
#[template(path = "settings/general.html")]
pub(crate) struct GeneralPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: SettingsPart,
    /// The form as stored or typed.
    pub(crate) form: &'a GeneralForm,
    /// The errors of the form.
    pub(crate) errors: FieldErrors,
    /// Set if the settings were changed in another tab.
    pub(crate) conflict: Option<SettingsConflict>,
    /// Whether the settings were just saved.
    pub(crate) saved: bool,
}

impl GeneralPage<'_> {
    fn languages(&self) -> impl Iterator<Item = SelectOption<'static>> {
        let stored = self.form.language.as_str();
        let browsers = SelectOption::new("", t::general_browser(), stored.is_empty());
        let others = Language::ALL.iter().copied().map(move |language| {
            let name = language.with(t::language_name);
            SelectOption::new(language.tag(), name, language.tag() == stored)
        });
        std::iter::once(browsers).chain(others)
    }

    fn zones(&self) -> impl Iterator<Item = SelectOption<'static>> {
        let stored = self.form.time_zone.as_str();
        let zones = TimeZone::all().map(TimeZone::name);
        zones.map(move |name| SelectOption::new(name, name, name.eq_ignore_ascii_case(stored)))
    }

    fn week_starts(&self) -> impl Iterator<Item = SelectOption<'static>> {
        let stored = self.form.week_start.as_str();
        let browsers = SelectOption::new("", t::general_browser(), stored.is_empty());
        let starts = WeekStart::ALL.iter().copied();
        let others = starts.map(move |start| choice(start.weekday(), |slug| slug == stored));
        std::iter::once(browsers).chain(others)
    }
}

fn choice(day: Weekday, is_chosen: impl Fn(&str) -> bool) -> SelectOption<'static> {
    let value = weekday_slug(day);
    SelectOption::new(value, weekday_name(day), is_chosen(value))
}
