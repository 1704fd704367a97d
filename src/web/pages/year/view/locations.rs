//! The days at each location.

use super::table::CountView;
use crate::domain::days::entry::HalfDays;
use crate::domain::year::totals::{LocationTotals, percent};

pub(super) struct LocationLine<'a> {
    pub(super) name: &'a str,
    pub(super) days: CountView,
    /// The location's share of all days with a location, in percent, including planned days.
    pub(super) percent: u32,
}

/// Returns one line per location, in the order of `places`: most days first.
pub(super) fn lines<'a>(places: &[LocationTotals<'a>]) -> Vec<LocationLine<'a>> {
    let all: HalfDays = places.iter().map(|place| place.days.sum()).sum();
    let line = |place: &LocationTotals<'a>| LocationLine {
        name: place.location.as_str(),
        days: place.days.into(),
        percent: percent(place.days.sum(), all).unwrap_or_default(),
    };
    places.iter().map(line).collect()
}
