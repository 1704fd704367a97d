//! Lists of days with their entries, one row each.

use askama::Template;

use super::day_content::EntryView;
use crate::domain::days::day::Day;
use crate::domain::days::entry::Entry;
use crate::domain::types::DayTypes;
use crate::locale::{t, weekday_date};

/// The rows of a table of days.
#[derive(Template)]
#[template(path = "day_lines.html")]
pub(crate) struct DayLines<'a> {
    pub(crate) days: Vec<DayLine<'a>>,
}

/// A day with its entry.
pub(crate) struct DayLine<'a> {
    pub(crate) day: Day,
    /// The date, such as `Wed, 18 Nov 2026`.
    pub(crate) date: String,
    pub(crate) is_planned: bool,
    pub(crate) logged: EntryView<'a>,
}

impl<'a> DayLines<'a> {
    /// Formats days for display, in the given order.
    pub(crate) fn new(
        entries: impl IntoIterator<Item = (Day, &'a Entry)>,
        types: &'a DayTypes,
        today: Day,
    ) -> Self {
        let line = |(day, entry): (Day, &'a Entry)| DayLine {
            day,
            date: weekday_date(day.date()).to_string(),
            is_planned: day > today,
            logged: EntryView::new(types, &entry.content),
        };
        Self { days: entries.into_iter().map(line).collect() }
    }

    /// Leaves out the notes of all days.
    pub(crate) fn hide_notes(&mut self) {
        for line in &mut self.days {
            line.logged.remarks.clear();
        }
    }
}
