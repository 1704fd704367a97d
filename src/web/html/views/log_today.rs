//! The button at the top of every page that logs the day that it is.

use super::words::Look;
use crate::domain::day::Day;
use crate::domain::location::Location;
use crate::domain::settings::Settings;

/// What can be logged today in one click.
#[derive(Debug, Clone)]
pub struct LogToday<'a> {
    /// The day that it is for the person.
    pub(super) day: Day,
    pub(super) usual: Option<Usual<'a>>,
}

/// What the weekly pattern has for the day.
#[derive(Debug, Clone)]
pub(super) struct Usual<'a> {
    pub(super) look: Look<'a>,
    pub(super) location: Option<String>,
}

impl<'a> LogToday<'a> {
    /// By the pattern of a person for whom it is `today`.
    pub fn new(settings: &'a Settings, today: Day) -> Self {
        let part = settings.pattern.part(&settings.types, today.weekday());
        let usual = part.and_then(|part| {
            let look = Look::of(settings.types.get(&part.day_type)?);
            Some(Usual { look, location: part.location.as_ref().map(Location::to_string) })
        });
        Self { day: today, usual }
    }
}
