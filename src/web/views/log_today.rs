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
    /// What is logged today or, if nothing is, what is usual.
    pub(crate) shown: Option<TodayParts<'a>>,
    /// Whether today is logged.
    pub(crate) is_logged: bool,
}

/// What is logged or usual today.
#[derive(Debug, Clone)]
pub(crate) struct TodayParts<'a> {
    /// The type, or the first of two.
    pub(crate) badge: TypeBadge<'a>,
    /// The second type, if the day has two halves.
    pub(crate) second: Option<TypeBadge<'a>>,
    /// What is usual, with locations, such as `Office / Remote, Home`. What is logged, without, such
    /// as `Office / Remote`.
    pub(crate) words: String,
}

impl<'a> LogToday<'a> {
    /// Creates the button. If nothing is `logged` today, it offers what is usual.
    pub(crate) fn new(settings: &'a Settings, today: Day, logged: Option<&Parts>) -> Self {
        let shown = if let Some(parts) = logged {
            TodayParts::new(settings, parts, false)
        } else {
            let usual = settings.schedules.loggable(&settings.types, today);
            usual.and_then(|parts| TodayParts::new(settings, &parts, true))
        };
        Self { day: today, shown, is_logged: logged.is_some() }
    }
}

impl<'a> TodayParts<'a> {
    /// Describes the parts of a day. Returns `None` if its first type is unknown.
    pub(crate) fn new(settings: &'a Settings, parts: &Parts, with_locations: bool) -> Option<Self> {
        let badge = |part: &Part| settings.types.get(&part.day_type).map(TypeBadge::new);
        let words = |part: &Part| {
            let label = badge(part).map_or_else(String::new, |badge| badge.label.to_owned());
            match part.location.as_ref().filter(|_| with_locations) {
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
        Some(Self { badge: badge(first)?, second, words })
    }
}
