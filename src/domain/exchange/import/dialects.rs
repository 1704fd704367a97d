//! The dialects of tables, each recognized by its header.

use super::columns::{ColumnReader, CsvHeader};
use super::{Dialect, absences, date_state, german_absences, worklog_csv};

/// Returns the dialect with this header.
pub(super) fn recognize(header: &CsvHeader) -> Option<(Dialect, Box<dyn ColumnReader>)> {
    if header.has(&["type of absence", "started at", "ended at"]) {
        Some((Dialect::Absences, Box::new(absences::AbsencesCsv::new(header))))
    } else if header.has(&["von", "bis", "art der abwesenheit"]) {
        Some((Dialect::German, Box::new(german_absences::GermanCsv::new(header))))
    } else if header.has(&["date", "state"]) {
        Some((Dialect::States, Box::new(date_state::StatesCsv::new(header))))
    } else if header.has(&["date", "type"]) {
        Some((Dialect::Ours, Box::new(worklog_csv::WorklogCsv::new(header))))
    } else {
        None
    }
}
