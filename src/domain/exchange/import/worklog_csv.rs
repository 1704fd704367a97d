//! The dialect of Worklog's own CSV, and of any table with `Date`, `Type`, and no other columns than
//! the export.

use std::borrow::Cow;

use super::columns::{ColumnReader, RecordRows, TableHeader};
use super::dates::DateReader;
use super::source::TableRecord;
use super::{DayHalf, ImportRow, TypeName, cells, half_days};
use crate::domain::exchange::export::restore_cell;
use crate::domain::values::problem::Problem;

/// The columns that are read.
const READ: [&str; 10] = [
    "date",
    "type",
    "location",
    "half",
    "afternoon type",
    "afternoon location",
    "notes",
    "note",
    "type id",
    "afternoon type id",
];

/// The columns of the export that are ignored. In other tables, they matter: a status may say that
/// leave was declined.
const IGNORED: [&str; 3] = ["status", "created", "changed"];

/// Returns whether every named column is read, or is one that the export adds.
pub(super) fn reads_all(header: &TableHeader) -> bool {
    let is_export = header.has(&["half", "afternoon type"]);
    header.names().enumerate().all(|(at, name)| {
        let is_read = READ.contains(&name) && header.find(&[name]) == Some(at);
        name.is_empty() || is_read || (is_export && IGNORED.contains(&name))
    })
}

/// The indexes of the columns. Only the first two are required.
pub(super) struct WorklogCsv {
    date: Option<usize>,
    day_type: Option<usize>,
    location: Option<usize>,
    half: Option<usize>,
    pm_type: Option<usize>,
    pm_location: Option<usize>,
    notes: Option<usize>,
    slug: Option<usize>,
    pm_slug: Option<usize>,
}

impl WorklogCsv {
    pub(super) fn new(header: &TableHeader) -> Self {
        Self {
            date: header.find(&["date"]),
            day_type: header.find(&["type"]),
            location: header.find(&["location"]),
            half: header.find(&["half"]),
            pm_type: header.find(&["afternoon type"]),
            pm_location: header.find(&["afternoon location"]),
            notes: header.find(&["notes", "note"]),
            slug: header.find(&["type id"]),
            pm_slug: header.find(&["afternoon type id"]),
        }
    }
}

impl ColumnReader for WorklogCsv {
    fn dates<'r>(&self, record: &'r TableRecord) -> Vec<Cow<'r, str>> {
        vec![record.cell(self.date).into()]
    }

    fn rows(&self, record: &TableRecord, dates: DateReader) -> Result<RecordRows, Problem> {
        let day = dates.parse(record.cell(self.date))?;
        let half = record.cell(self.half);
        let both = half.eq_ignore_ascii_case("both");
        let half = if both { Some(DayHalf::Morning) } else { half_days::parse_half(half) };
        let half = half.ok_or("import.half")?;
        let row = ImportRow {
            half,
            location: cells::location(&restore_cell(record.cell(self.location)))?,
            notes: restore_cell(record.cell(self.notes)).parse()?,
            ..ImportRow::new(record.line(), day, day, name(record, self.day_type, self.slug)?)
        };
        if !both {
            return Ok(RecordRows::Rows(vec![row]));
        }
        let afternoon = ImportRow {
            half: DayHalf::Afternoon,
            location: cells::location(&restore_cell(record.cell(self.pm_location)))?,
            ..ImportRow::new(record.line(), day, day, name(record, self.pm_type, self.pm_slug)?)
        };
        Ok(RecordRows::Rows(vec![row, afternoon]))
    }
}

fn name(
    record: &TableRecord,
    label: Option<usize>,
    slug: Option<usize>,
) -> Result<TypeName, Problem> {
    let label = restore_cell(record.cell(label)).into_owned();
    let slug = Some(record.cell(slug)).filter(|slug| !slug.is_empty()).map(str::to_owned);
    if label.is_empty() && slug.is_none() {
        return Err("import.type_missing".into());
    }
    Ok(TypeName { label, slug })
}
