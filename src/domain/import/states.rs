//! `Date,State`: one row a day, at home, at the office, or something else.

use super::columns::{Columns, Header, Record};
use super::dates::{self, SlashOrder};
use super::{Half, Row, TypeName, places};
use crate::domain::notes::Notes;

/// Where the columns are.
pub(super) struct States {
    date: Option<usize>,
    state: Option<usize>,
    notes: Option<usize>,
}

impl States {
    pub(super) fn new(header: &Header) -> Self {
        let notes = header.find(&["notes", "note", "comment"]);
        Self { date: header.find(&["date"]), state: header.find(&["state"]), notes }
    }
}

impl Columns for States {
    fn dates(&self) -> Vec<usize> {
        self.date.into_iter().collect()
    }

    fn rows(&self, record: &Record<'_>, order: SlashOrder) -> Result<Vec<Row>, String> {
        let day = dates::read(record.cell(self.date), order)?;
        let state = record.cell(self.state);
        if state.is_empty() {
            return Err("The state is missing.".to_owned());
        }
        let home = state.eq_ignore_ascii_case("home");
        let notes = if self.notes.is_some() { record.cell(self.notes) } else { "" };
        Ok(vec![Row {
            line: record.line,
            from: day,
            to: day,
            of_range: false,
            half: Half::Whole,
            name: TypeName { label: state.to_owned(), slug: None },
            location: if home { places::location(state)? } else { None },
            notes: if notes.is_empty() { Notes::default() } else { places::notes(notes)? },
            person: None,
        }])
    }
}
