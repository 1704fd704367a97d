//! Totals by type and by location, ready to display.

use super::format::TypeBadge;
use crate::domain::days::entry::HalfDays;
use crate::domain::year::totals::{Count, LocationTotals, TypeTotals, percent};
use crate::locale::{Html, Number, t};

/// A number of days, ready to display. `None` means zero.
pub(crate) struct CountView {
    pub(crate) actual: Option<Number>,
    pub(crate) planned: Option<Html<String>>,
}

impl From<Count> for CountView {
    fn from(count: Count) -> Self {
        let some = |days: HalfDays| (days.0 > 0).then(|| Number::from(days));
        Self {
            actual: some(count.actual),
            planned: some(count.planned).map(|days| t::planned_days_html(days)),
        }
    }
}

/// Returns the appearance of a type, even if the user no longer has it.
pub(crate) fn badge_of<'a>(type_totals: &TypeTotals<'a>) -> TypeBadge<'a> {
    type_totals
        .day_type
        .map_or_else(|| TypeBadge::unknown(type_totals.slug.as_str()), TypeBadge::new)
}

/// The days at a location.
pub(crate) struct LocationLine<'a> {
    pub(crate) name: &'a str,
    pub(crate) days: CountView,
    /// The location's share of all days with a location, in percent, including planned days.
    pub(crate) percent: u32,
}

/// Returns one line per location, in the order of `locations`: most days first.
pub(crate) fn location_lines<'a>(locations: &[LocationTotals<'a>]) -> Vec<LocationLine<'a>> {
    let all: HalfDays = locations.iter().map(|location| location.days.sum()).sum();
    let line = |location: &LocationTotals<'a>| LocationLine {
        name: location.location.as_str(),
        days: location.days.into(),
        percent: percent(location.days.sum(), all).unwrap_or_default(),
    };
    locations.iter().map(line).collect()
}
