//! The dialects of tables, each recognized by its header.

use super::columns::{Columns, Header};
use super::{Dialect, absences, german, ours, states};

/// Returns the dialect with this header.
pub(super) fn recognise(header: &Header) -> Option<(Dialect, Box<dyn Columns>)> {
    if header.has(&["type of absence", "started at", "ended at"]) {
        Some((Dialect::Absences, Box::new(absences::Absences::new(header))))
    } else if header.has(&["von", "bis", "art der abwesenheit"]) {
        Some((Dialect::German, Box::new(german::German::new(header))))
    } else if header.has(&["date", "state"]) {
        Some((Dialect::States, Box::new(states::States::new(header))))
    } else if header.has(&["date", "type"]) {
        Some((Dialect::Ours, Box::new(ours::Ours::new(header))))
    } else {
        None
    }
}
