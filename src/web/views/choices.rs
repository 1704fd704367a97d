//! Options of form fields.

use std::borrow::Cow;

use super::format::{TypeBadge, weekday_name, weekday_short};
use crate::domain::days::calendar::weekdays;
use crate::domain::days::location::Location;
use crate::domain::days::week::{WeekStart, weekday_slug};
use crate::domain::types::{DayType, DayTypes};

/// The error of a field that is always valid, for the macros in `fields.html`.
pub(crate) const NO_ERROR: Option<&str> = None;

/// An option of a drop-down list, or of radio buttons or checkboxes.
pub(crate) struct SelectOption<'a> {
    pub(crate) value: Cow<'a, str>,
    pub(crate) label: Cow<'a, str>,
    pub(crate) hint: &'static str,
    /// Whether entries of a type have a location, as in [`TypeOption`]. Empty for other options.
    pub(crate) rule: &'static str,
    pub(crate) chosen: bool,
}

impl<'a> SelectOption<'a> {
    /// Creates an option without a hint.
    pub(crate) fn new(
        value: impl Into<Cow<'a, str>>,
        label: impl Into<Cow<'a, str>>,
        chosen: bool,
    ) -> Self {
        Self { value: value.into(), label: label.into(), hint: "", rule: "", chosen }
    }
}

/// Returns the options for days that already have an entry, with these labels.
pub(crate) fn existing_options(replace: bool, labels: [&str; 2]) -> [SelectOption<'_>; 2] {
    let [keep, replaced] = labels;
    [SelectOption::new("keep", keep, !replace), SelectOption::new("replace", replaced, replace)]
}

/// A type as an option.
pub(crate) struct TypeOption<'a> {
    pub(crate) slug: &'a str,
    pub(crate) badge: TypeBadge<'a>,
    /// The shortcut key that chooses the type, if any.
    pub(crate) key: Option<char>,
    /// Whether entries of the type have a location: `required`, `optional`, or `none`.
    pub(crate) rule: &'static str,
    /// The location that choosing the type fills in, if any.
    pub(crate) location: Option<Location>,
    pub(crate) chosen: bool,
}

impl<'a> TypeOption<'a> {
    /// Creates an option without a shortcut key and without a location. `chosen` is the slug of the selected type.
    pub(crate) fn new(known: &'a DayType, chosen: &str) -> Self {
        Self {
            slug: known.slug.as_str(),
            badge: TypeBadge::new(known),
            key: None,
            rule: known.location.as_str(),
            location: None,
            chosen: is_chosen(known, chosen),
        }
    }
}

/// Returns whether `chosen` is the type's slug, in any letter case.
pub(crate) fn is_chosen(known: &DayType, chosen: &str) -> bool {
    chosen.eq_ignore_ascii_case(known.slug.as_str())
}

/// Returns the types that aren't archived, and the selected one in any case.
pub(crate) fn type_options<'a>(types: &'a DayTypes, chosen: &str) -> Vec<TypeOption<'a>> {
    let offered = types.iter().filter(|known| known.is_offered() || is_chosen(known, chosen));
    offered.map(|known| TypeOption::new(known, chosen)).collect()
}

/// Returns the weekdays in the order of the user's week, abbreviated.
pub(crate) fn weekday_options(start: WeekStart, chosen: &[String]) -> [SelectOption<'static>; 7] {
    weekdays(start).map(|day| {
        let is_chosen = chosen.iter().any(|slug| slug == weekday_slug(day));
        let option = SelectOption::new(weekday_slug(day), weekday_short(day), is_chosen);
        SelectOption { hint: weekday_name(day), ..option }
    })
}
