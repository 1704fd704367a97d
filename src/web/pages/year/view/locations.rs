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

/// Returns one line per location, in the order of `locations`: most days first.
pub(super) fn lines<'a>(locations: &[LocationTotals<'a>]) -> Vec<LocationLine<'a>> {
    let all: HalfDays = locations.iter().map(|location| location.days.sum()).sum();
    let line = |location: &LocationTotals<'a>| LocationLine {
        name: location.location.as_str(),
        days: location.days.into(),
        percent: percent(location.days.sum(), all).unwrap_or_default(),
    };
    locations.iter().map(line).collect()
}
