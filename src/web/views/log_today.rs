//! The button at the top of every page that logs today.

use super::format::TypeBadge;
use crate::domain::days::day::Day;
use crate::domain::days::location::Location;
use crate::domain::settings::Settings;

/// The state of the button.
#[derive(Debug, Clone)]
pub(crate) struct LogToday<'a> {
    /// Today, in the user's time zone.
    pub(crate) day: Day,
    pub(crate) usual: Option<PatternPart<'a>>,
}

/// The usual type and location of today's weekday.
#[derive(Debug, Clone)]
pub(crate) struct PatternPart<'a> {
    pub(crate) badge: TypeBadge<'a>,
    pub(crate) location: Option<String>,
}

impl<'a> LogToday<'a> {
    /// Creates the button for the user's usual week.
    pub(crate) fn new(settings: &'a Settings, today: Day) -> Self {
        let part = settings.pattern.part(&settings.types, today.weekday());
        let usual = part.and_then(|part| {
            let badge = TypeBadge::new(settings.types.get(&part.day_type)?);
            Some(PatternPart { badge, location: part.location.as_ref().map(Location::to_string) })
        });
        Self { day: today, usual }
    }
}
