//! What is usual on each weekday.

use askama::Template;

use super::SettingsPart;
use crate::domain::calendar::weekdays;
use crate::domain::settings::{KnownLocation, Settings};
use crate::web::form::{FieldErrors, Fields};
use crate::web::html::views::choices::{TypeChoice, type_choices};
use crate::web::html::views::words::weekday_name;
use crate::web::html::views::{Chrome, Section, assets};

/// What is usual on each weekday.
#[derive(Template)]
#[template(path = "settings/pattern.html")]
pub struct PatternPage<'a> {
    chrome: Chrome<'a>,
    here: SettingsPart,
    rows: [Row<'a>; 7],
    locations: &'a [KnownLocation],
    errors: &'a FieldErrors,
    saved: bool,
}

/// A weekday.
struct Row<'a> {
    name: &'static str,
    type_field: &'static str,
    location_field: &'static str,
    types: Vec<TypeChoice<'a>>,
    location: &'a str,
}

impl<'a> PatternPage<'a> {
    /// The fields of each weekday from Monday: its type and its location.
    pub const FIELDS: [(&'static str, &'static str); 7] = [
        ("mon_type", "mon_location"),
        ("tue_type", "tue_location"),
        ("wed_type", "wed_location"),
        ("thu_type", "thu_location"),
        ("fri_type", "fri_location"),
        ("sat_type", "sat_location"),
        ("sun_type", "sun_location"),
    ];

    /// Puts the page into words; `form` is what is stored or was typed.
    pub fn new(
        chrome: Chrome<'a>,
        settings: &'a Settings,
        form: &'a Fields,
        errors: &'a FieldErrors,
        saved: bool,
    ) -> Self {
        let rows = weekdays(settings.week_start).map(|day| {
            let (type_field, location_field) = Self::FIELDS[day.num_days_from_monday() as usize];
            Row {
                name: weekday_name(day),
                type_field,
                location_field,
                types: type_choices(&settings.types, form.get(type_field)),
                location: form.get(location_field),
            }
        });
        let here = SettingsPart::Pattern;
        Self { chrome, here, rows, locations: &settings.locations, errors, saved }
    }
}
