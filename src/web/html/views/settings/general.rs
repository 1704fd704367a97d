//! Time zone and week.

use askama::Template;
use chrono::Weekday;

use super::SettingsPart;
use crate::domain::time_zone::TimeZone;
use crate::domain::week::{WEEKDAYS, WeekStart, weekday_slug};
use crate::web::form::FieldErrors;
use crate::web::html::forms::GeneralForm;
use crate::web::html::views::words::weekday_name;
use crate::web::html::views::{Chrome, Section, assets};

/// Time zone and week.
#[derive(Template)]
#[template(path = "settings/general.html")]
pub struct GeneralPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Which part of the settings it is.
    pub here: SettingsPart,
    /// What is stored or was typed: `time_zone`, `week_start`, `working_days` repeated.
    pub form: &'a GeneralForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Whether it has just been saved.
    pub saved: bool,
}

/// One of the choices of a form.
struct Choice {
    value: &'static str,
    label: &'static str,
    chosen: bool,
}

impl GeneralPage<'_> {
    fn zones(&self) -> impl Iterator<Item = Choice> {
        let stored = self.form.time_zone.as_str();
        TimeZone::all().map(TimeZone::name).map(move |name| Choice {
            value: name,
            label: name,
            chosen: name.eq_ignore_ascii_case(stored),
        })
    }

    fn week_starts(&self) -> impl Iterator<Item = Choice> {
        let stored = self.form.week_start.as_str();
        WeekStart::ALL
            .iter()
            .copied()
            .map(move |start| choice(start.weekday(), |slug| slug == stored))
    }

    fn working_days(&self) -> impl Iterator<Item = Choice> {
        WEEKDAYS
            .into_iter()
            .map(|day| choice(day, |slug| self.form.working_days.iter().any(|sent| sent == slug)))
    }
}

fn choice(day: Weekday, is_chosen: impl Fn(&str) -> bool) -> Choice {
    let value = weekday_slug(day);
    Choice { value, label: weekday_name(day), chosen: is_chosen(value) }
}
