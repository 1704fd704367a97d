//! The dialect `Date,State`: one row per day, such as Home, Office, or Other.

use super::columns::{Columns, Header, Record};
use super::dates::{self, SlashOrder};
use super::{Row, TypeName, cells};
use crate::domain::values::problem::Problem;

/// The indexes of the columns.
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

    fn rows(&self, record: &Record<'_>, order: SlashOrder) -> Result<Vec<Row>, Problem> {
        let day = dates::read(record.cell(self.date), order)?;
        let state = record.cell(self.state);
        if state.is_empty() {
            return Err("states.missing".into());
        }
        let home = state.eq_ignore_ascii_case("home");
        let name = TypeName { label: state.to_owned(), slug: None };
        Ok(vec![Row {
            location: if home { cells::location(state)? } else { None },
            notes: cells::notes(record.cell(self.notes))?,
            ..Row::new(record.line, day, day, name)
        }])
    }
}
