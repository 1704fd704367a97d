//! The dialect of English absence exports: `Type of absence`, `Started at`, and `Ended at`. Each
//! end is followed by a half-day mark, both in columns named `Date type`.

use super::columns::{ColumnReader, CsvHeader};
use super::dates::{self, SlashOrder};
use super::half_days::{HalfDayRange, parse_half};
use super::source::TableRecord;
use super::{ImportRow, TypeName};
use crate::domain::values::problem::Problem;

/// The indexes of the columns.
pub(super) struct AbsencesCsv {
    last_name: Option<usize>,
    name: Option<usize>,
    email: Option<usize>,
    absence: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
    first_mark: Option<usize>,
    last_mark: Option<usize>,
    status: Option<usize>,
    notes: Option<usize>,
}

impl AbsencesCsv {
    pub(super) fn new(header: &CsvHeader) -> Self {
        Self {
            last_name: header.find(&["last name"]),
            name: header.find(&["name", "first name"]),
            email: header.find(&["email address", "email"]),
            absence: header.find(&["type of absence"]),
            from: header.find(&["started at"]),
            to: header.find(&["ended at"]),
            first_mark: header.find(&["date type"]),
            last_mark: header.second("date type"),
            status: header.find(&["status", "state"]),
            notes: header.find(&["notes", "note", "comment", "reason"]),
        }
    }

    fn person(&self, record: &TableRecord) -> Option<String> {
        let name = format!("{} {}", record.cell(self.name), record.cell(self.last_name));
        let who = match record.cell(self.email) {
            "" => name.trim().to_owned(),
            email => email.to_owned(),
        };
        Some(who).filter(|who| !who.is_empty())
    }
}

impl ColumnReader for AbsencesCsv {
    fn dates(&self) -> Vec<usize> {
        [self.from, self.to].into_iter().flatten().collect()
    }

    fn rows(&self, record: &TableRecord, order: SlashOrder) -> Result<Vec<ImportRow>, Problem> {
        let absence = record.cell(self.absence);
        if absence.is_empty() {
            return Err("absences.type_missing".into());
        }
        refuse_if_off(record.cell(self.status))?;
        let from = dates::parse(record.cell(self.from), order)?;
        let to = match record.cell(self.to) {
            "" => from,
            text => dates::parse(text, order)?,
        };
        let half = |column| {
            let text = record.cell(column);
            parse_half(text).ok_or_else(|| Problem::new("absences.part").with("text", text))
        };
        let name = TypeName { label: absence.to_owned(), slug: None };
        let row = ImportRow {
            notes: record.cell(self.notes).parse()?,
            person: self.person(record),
            ..ImportRow::new(record.line(), from, to, name)
        };
        HalfDayRange { row, first: half(self.first_mark)?, last: half(self.last_mark)? }.rows()
    }
}

/// Rejects an absence that was declined or canceled.
pub(super) fn refuse_if_off(status: &str) -> Result<(), Problem> {
    const OFF: [&str; 8] =
        ["reject", "declin", "cancel", "refus", "denied", "abgelehnt", "stornier", "zurückgezogen"];
    let plain = status.to_lowercase();
    if OFF.iter().any(|word| plain.contains(word)) {
        Err(Problem::new("absences.off").with("status", status))
    } else {
        Ok(())
    }
}
