//! Options of form fields: types and weekdays.

use super::format::{TypeBadge, weekday_name, weekday_short};
use crate::domain::days::calendar::weekdays;
use crate::domain::days::week::{WeekStart, weekday_slug};
use crate::domain::types::DayTypes;

/// A type as an option.
pub(crate) struct TypeOption<'a> {
    pub(crate) slug: &'a str,
    pub(crate) badge: TypeBadge<'a>,
    /// Whether entries of the type have a location: `required`, `optional`, or `none`.
    pub(crate) rule: &'static str,
    pub(crate) chosen: bool,
}

/// Returns the types that aren't archived, and the selected one in any case.
pub(crate) fn type_options<'a>(types: &'a DayTypes, chosen: &str) -> Vec<TypeOption<'a>> {
    let is_chosen = |slug: &str| chosen.eq_ignore_ascii_case(slug);
    types
        .iter()
        .filter(|known| known.is_offered() || is_chosen(known.slug.as_str()))
        .map(|known| TypeOption {
            slug: known.slug.as_str(),
            badge: TypeBadge::new(known),
            rule: known.location.as_str(),
            chosen: is_chosen(known.slug.as_str()),
        })
        .collect()
}

/// A weekday as an option.
pub(crate) struct WeekdayOption {
    /// The slug, such as `mon`.
    pub(crate) value: &'static str,
    /// The short name, such as `Mon`.
    pub(crate) label: &'static str,
    /// The full name, such as `Monday`.
    pub(crate) name: &'static str,
    pub(crate) chosen: bool,
}

/// Returns the weekdays in the order of the user's week.
pub(crate) fn weekday_options(start: WeekStart, chosen: &[String]) -> [WeekdayOption; 7] {
    weekdays(start).map(|day| WeekdayOption {
        value: weekday_slug(day),
        label: weekday_short(day),
        name: weekday_name(day),
        chosen: chosen.iter().any(|slug| slug == weekday_slug(day)),
    })
}
