//! The button at the top of every page that logs today.

use super::format::TypeBadge;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{Part, Parts};
use crate::domain::settings::Settings;
use crate::locale::t;

/// The state of the button.
#[derive(Debug, Clone)]
pub(crate) struct LogToday<'a> {
    /// Today, in the user's time zone.
    pub(crate) day: Day,
    pub(crate) usual: Option<UsualDay<'a>>,
}

/// What is usual today.
#[derive(Debug, Clone)]
pub(crate) struct UsualDay<'a> {
    /// The type, or the first of two.
    pub(crate) badge: TypeBadge<'a>,
    /// The letter of the second type, if the day has two halves.
    pub(crate) second: Option<char>,
    /// The types and locations, such as `Office, HQ` or `Office / Remote, Home`.
    pub(crate) words: String,
}

impl<'a> LogToday<'a> {
    /// Creates the button for the user's usual week.
    pub(crate) fn new(settings: &'a Settings, today: Day) -> Self {
        let parts = settings.schedules.loggable(&settings.types, today);
        Self { day: today, usual: parts.and_then(|parts| UsualDay::new(settings, &parts)) }
    }
}

impl<'a> UsualDay<'a> {
    fn new(settings: &'a Settings, parts: &Parts) -> Option<Self> {
        let badge = |part: &Part| settings.types.get(&part.day_type).map(TypeBadge::new);
        let words = |part: &Part| {
            let label = badge(part).map_or_else(String::new, |badge| badge.label.to_owned());
            match &part.location {
                Some(location) => t::usual_at(label, location),
                None => label,
            }
        };
        let (first, second, words) = match parts {
            Parts::Whole(part) => (part, None, words(part)),
            Parts::Morning(am) => (am, None, t::usual_morning(words(am))),
            Parts::Afternoon(pm) => (pm, None, t::usual_afternoon(words(pm))),
            Parts::Halves(am, pm) => (am, badge(pm), t::usual_halves(words(pm), words(am))),
        };
        Some(Self { badge: badge(first)?, second: second.map(|badge| badge.letter), words })
    }
}
