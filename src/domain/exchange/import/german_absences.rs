//! The dialect of German absence exports: `Von`, `Bis`, `Zeitraum`, `Art der Abwesenheit`.

use super::absences::refuse_if_off;
use super::columns::{ColumnReader, CsvHeader};
use super::dates::{self, SlashOrder};
use super::half_days::{HalfDayRange, parse_half};
use super::source::TableRecord;
use super::{DayHalf, ImportRow, TypeName};
use crate::domain::values::problem::Problem;

/// The indexes of the columns.
pub(super) struct GermanCsv {
    from: Option<usize>,
    to: Option<usize>,
    span: Option<usize>,
    absence: Option<usize>,
    person: [Option<usize>; 2],
    status: Option<usize>,
    notes: Option<usize>,
}

impl GermanCsv {
    pub(super) fn new(header: &CsvHeader) -> Self {
        let first_name = header.find(&["vorname"]);
        let name = header.find(&["mitarbeiter", "mitarbeiterin", "name", "nachname", "person"]);
        Self {
            from: header.find(&["von"]),
            to: header.find(&["bis"]),
            span: header.find(&["zeitraum"]),
            absence: header.find(&["art der abwesenheit"]),
            person: [first_name, name],
            status: header.find(&["status"]),
            notes: header.find(&["bemerkung", "kommentar", "notiz", "grund", "anmerkung"]),
        }
    }
}

impl ColumnReader for GermanCsv {
    fn dates(&self) -> Vec<usize> {
        [self.from, self.to].into_iter().flatten().collect()
    }

    fn rows(&self, record: &TableRecord, order: SlashOrder) -> Result<Vec<ImportRow>, Problem> {
        let absence = record.cell(self.absence);
        if absence.is_empty() {
            return Err("german.type_missing".into());
        }
        refuse_if_off(record.cell(self.status))?;
        let from = dates::parse(record.cell(self.from), order)?;
        let to = match record.cell(self.to) {
            "" => from,
            text => dates::parse(text, order)?,
        };
        let span = record.cell(self.span);
        let half = half(span).ok_or_else(|| Problem::new("german.span").with("span", span))?;
        let person = self.person.map(|column| record.cell(column)).join(" ");
        let person = Some(person.trim().to_owned()).filter(|person| !person.is_empty());
        let name = TypeName { label: absence.to_owned(), slug: None };
        let row = ImportRow {
            skips_days_off: from != to,
            half,
            notes: record.cell(self.notes).parse()?,
            person,
            ..ImportRow::new(record.line(), from, to, name)
        };
        if from == to || half == DayHalf::Whole {
            return HalfDayRange { row, first: half, last: half }.rows();
        }
        if half == DayHalf::Either {
            return Err("german.half_of_which".into());
        }
        // Half-day leave over several days means half of each day.
        let whole = HalfDayRange { row, first: DayHalf::Whole, last: DayHalf::Whole }.rows()?;
        Ok(whole.into_iter().map(|row| ImportRow { half, ..row }).collect())
    }
}

/// Parses `Zeitraum`: a half-day mark, or the date range repeated as text, which means whole days.
fn half(span: &str) -> Option<DayHalf> {
    let spans = span.contains(['-', '–']) && span.contains('.');
    if spans { Some(DayHalf::Whole) } else { parse_half(span) }
}
