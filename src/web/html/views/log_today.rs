//! The button at the top of every page that logs today.

use super::words::Look;
use crate::domain::day::Day;
use crate::domain::location::Location;
use crate::domain::settings::Settings;

/// The state of the button.
#[derive(Debug, Clone)]
pub struct LogToday<'a> {
    /// Today, in the user's time zone.
    pub(super) day: Day,
    pub(super) usual: Option<Usual<'a>>,
}

/// The usual type and location of today's weekday.
#[derive(Debug, Clone)]
pub(super) struct Usual<'a> {
    pub(super) look: Look<'a>,
    pub(super) location: Option<String>,
}

impl<'a> LogToday<'a> {
    /// Creates the button for the user's usual week.
    pub fn new(settings: &'a Settings, today: Day) -> Self {
        let part = settings.pattern.part(&settings.types, today.weekday());
        let usual = part.and_then(|part| {
            let look = Look::of(settings.types.get(&part.day_type)?);
            Some(Usual { look, location: part.location.as_ref().map(Location::to_string) })
        });
        Self { day: today, usual }
    }
}
