//! The dialect `Date,State`: one row per day, such as Home, Office, or Other.

use super::columns::{ColumnReader, CsvHeader};
use super::dates::{self, SlashOrder};
use super::source::TableRecord;
use super::{ImportRow, TypeName, cells};
use crate::domain::values::problem::Problem;

/// The indexes of the columns.
pub(super) struct StatesCsv {
    date: Option<usize>,
    state: Option<usize>,
    notes: Option<usize>,
}

impl StatesCsv {
    pub(super) fn new(header: &CsvHeader) -> Self {
        let notes = header.find(&["notes", "note", "comment"]);
        Self { date: header.find(&["date"]), state: header.find(&["state"]), notes }
    }
}

impl ColumnReader for StatesCsv {
    fn dates(&self) -> Vec<usize> {
        self.date.into_iter().collect()
    }

    fn rows(&self, record: &TableRecord, order: SlashOrder) -> Result<Vec<ImportRow>, Problem> {
        let day = dates::parse(record.cell(self.date), order)?;
        let state = record.cell(self.state);
        if state.is_empty() {
            return Err("states.missing".into());
        }
        let home = state.eq_ignore_ascii_case("home");
        let name = TypeName { label: state.to_owned(), slug: None };
        Ok(vec![ImportRow {
            location: if home { cells::location(state)? } else { None },
            notes: record.cell(self.notes).parse()?,
            ..ImportRow::new(record.line(), day, day, name)
        }])
    }
}
