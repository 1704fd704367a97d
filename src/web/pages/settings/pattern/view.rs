//! The usual week page.

use askama::Template;

use crate::domain::days::calendar::weekdays;
use crate::domain::settings::{KnownLocation, Settings};
use crate::domain::types::DayTypes;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::pattern::form::PatternForm;
use crate::web::views::choices::{SelectOption, type_options};
use crate::web::views::format::weekday_name;
use crate::web::views::{Layout, Section};

/// The usual week page.
#[derive(Template)]
#[template(path = "settings/pattern.html")]
pub(crate) struct PatternPage<'a> {
    layout: Layout<'a>,
    current: SettingsPart,
    rows: [PatternRow<'a>; 7],
    locations: &'a [KnownLocation],
    errors: &'a FieldErrors,
    saved: bool,
}

/// A weekday, with its type and location.
struct PatternRow<'a> {
    name: &'static str,
    type_field: &'static str,
    location_field: &'static str,
    types: Vec<SelectOption<'a>>,
    location: &'a str,
}

impl<'a> PatternPage<'a> {
    /// Formats the page for display. `form` is the usual week as stored or typed.
    pub(crate) fn new(
        layout: Layout<'a>,
        settings: &'a Settings,
        form: &'a PatternForm,
        errors: &'a FieldErrors,
        saved: bool,
    ) -> Self {
        let rows = weekdays(settings.week_start).map(|day| {
            let (type_field, location_field) =
                PatternForm::FIELDS[day.num_days_from_monday() as usize];
            let (day_type, location) = form.on(day);
            PatternRow {
                name: weekday_name(day),
                type_field,
                location_field,
                types: type_list(&settings.types, day_type),
                location,
            }
        });
        let current = SettingsPart::Pattern;
        Self { layout, current, rows, locations: &settings.locations, errors, saved }
    }
}

fn type_list<'a>(types: &'a DayTypes, chosen: &str) -> Vec<SelectOption<'a>> {
    let nothing = SelectOption::new("", "Nothing", false);
    let types = type_options(types, chosen).into_iter();
    let types = types.map(|known| SelectOption::new(known.slug, known.badge.label, known.chosen));
    std::iter::once(nothing).chain(types).collect()
}
