//! The days at each location.

use super::table::CountWords;
use crate::domain::days::entry::HalfDays;
use crate::domain::year::totals::{PlaceYear, percent};

pub(super) struct PlaceLine<'a> {
    pub(super) name: &'a str,
    pub(super) days: CountWords,
    /// The location's share in percent of all days with a location, including planned days.
    pub(super) percent: u32,
}

/// Returns all locations in the order of `places`, the one with the most days first.
pub(super) fn lines<'a>(places: &[PlaceYear<'a>]) -> Vec<PlaceLine<'a>> {
    let all: HalfDays = places.iter().map(|place| place.days.sum()).sum();
    let line = |place: &PlaceYear<'a>| PlaceLine {
        name: place.location.as_str(),
        days: place.days.into(),
        percent: percent(place.days.sum(), all).unwrap_or_default(),
    };
    places.iter().map(line).collect()
}
