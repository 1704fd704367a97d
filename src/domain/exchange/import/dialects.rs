//! The dialects of tables, each recognized by its header.

use super::columns::{Columns, Header};
use super::{Dialect, absences, date_state, german_absences, worklog_csv};

/// Returns the dialect with this header.
pub(super) fn recognise(header: &Header) -> Option<(Dialect, Box<dyn Columns>)> {
    if header.has(&["type of absence", "started at", "ended at"]) {
        Some((Dialect::Absences, Box::new(absences::Absences::new(header))))
    } else if header.has(&["von", "bis", "art der abwesenheit"]) {
        Some((Dialect::German, Box::new(german_absences::German::new(header))))
    } else if header.has(&["date", "state"]) {
        Some((Dialect::States, Box::new(date_state::States::new(header))))
    } else if header.has(&["date", "type"]) {
        Some((Dialect::Ours, Box::new(worklog_csv::Ours::new(header))))
    } else {
        None
    }
}
