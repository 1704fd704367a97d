//! What forms offer to choose from: types and weekdays.

use super::words::{Look, weekday_name, weekday_short};
use crate::domain::calendar::weekdays;
use crate::domain::types::DayTypes;
use crate::domain::week::{WeekStart, weekday_slug};

/// A type to choose.
pub(super) struct TypeChoice<'a> {
    pub(super) slug: &'a str,
    pub(super) look: Look<'a>,
    /// Whether it takes a location: `required`, `optional` or `none`.
    pub(super) rule: &'static str,
    pub(super) chosen: bool,
}

/// The types on offer, and the one chosen even if it is not.
pub(super) fn type_choices<'a>(types: &'a DayTypes, chosen: &str) -> Vec<TypeChoice<'a>> {
    let is_chosen = |slug: &str| chosen.eq_ignore_ascii_case(slug);
    types
        .iter()
        .filter(|known| known.is_offered() || is_chosen(known.slug.as_str()))
        .map(|known| TypeChoice {
            slug: known.slug.as_str(),
            look: Look::of(known),
            rule: known.location.as_str(),
            chosen: is_chosen(known.slug.as_str()),
        })
        .collect()
}

/// A weekday to choose.
pub(super) struct DayChoice {
    /// `mon`
    pub(super) value: &'static str,
    /// `Mon`
    pub(super) label: &'static str,
    /// `Monday`
    pub(super) name: &'static str,
    pub(super) chosen: bool,
}

/// The weekdays in the order of a person's week, those chosen marked.
pub(super) fn day_choices(start: WeekStart, chosen: &[String]) -> [DayChoice; 7] {
    weekdays(start).map(|day| DayChoice {
        value: weekday_slug(day),
        label: weekday_short(day),
        name: weekday_name(day),
        chosen: chosen.iter().any(|slug| slug == weekday_slug(day)),
    })
}
