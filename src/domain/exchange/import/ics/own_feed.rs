//! Reads Worklog's own calendar feeds, with as much as their level of detail contains.
//!
//! The most detailed feed has the type and location in the summary, the location again in its own
//! property, and the notes in the description. The least detailed one only says "Working" or "Away",
//! which the user maps to types.

use super::super::source::Calendar;
use super::super::{ImportRow, TypeName, cells};
use super::event::CalendarEvent;
use crate::domain::days::day::Day;
use crate::domain::exchange::feed_events::PRODUCER;
use crate::domain::values::problem::Problem;

/// Returns whether Worklog wrote a calendar.
pub(super) fn is_own(calendar: &Calendar) -> bool {
    calendar.producer == PRODUCER
}

/// Returns the row of an event.
pub(super) fn row(event: &CalendarEvent, from: Day, to: Day) -> Result<ImportRow, Problem> {
    let location = cells::location(&event.location)?;
    let summary = event.summary.as_str();
    let label = location.as_ref().and_then(|location| {
        summary.strip_suffix(location.as_str()).and_then(|label| label.strip_suffix(", "))
    });
    let name = TypeName { label: label.unwrap_or(summary).to_owned(), slug: None };
    Ok(ImportRow {
        location,
        notes: event.description.parse()?,
        ..ImportRow::new(event.line, from, to, name)
    })
}
