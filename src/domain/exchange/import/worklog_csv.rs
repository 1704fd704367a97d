//! The dialect of Worklog's own CSV, and of any table with `Date`, `Type`, and no other columns than
//! the export. People may write the header in German, as the example on the page.

use std::borrow::Cow;

use super::columns::{ColumnReader, RecordRows, TableHeader};
use super::dates::DateReader;
use super::source::TableRecord;
use super::{DayHalf, ImportRow, TypeName, cells, half_days};
use crate::domain::exchange::export::restore_cell;
use crate::domain::values::problem::Problem;

const DATE: &[&str] = &["date", "datum"];
const TYPE: &[&str] = &["type", "typ"];
const LOCATION: &[&str] = &["location", "ort"];
const HALF: &[&str] = &["half"];
const PM_TYPE: &[&str] = &["afternoon type"];
const PM_LOCATION: &[&str] = &["afternoon location"];
const NOTES: &[&str] = &["notes", "note", "notizen", "notiz"];
const SLUG: &[&str] = &["type id"];
const PM_SLUG: &[&str] = &["afternoon type id"];

/// The names of the columns that are read.
const READ: [&[&str]; 9] = [DATE, TYPE, LOCATION, HALF, PM_TYPE, PM_LOCATION, NOTES, SLUG, PM_SLUG];

/// The columns of the export that are ignored. In other tables, they matter: a status may say that
/// leave was declined.
const IGNORED: [&str; 3] = ["status", "created", "changed"];

/// Returns whether every named column is read, or is one that the export adds.
pub(super) fn reads_all(header: &TableHeader) -> bool {
    let is_export = header.has(&["half", "afternoon type"]);
    header.names().enumerate().all(|(at, name)| {
        let is_read =
            READ.iter().any(|names| names.contains(&name) && header.find(names) == Some(at));
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
            date: header.find(DATE),
            day_type: header.find(TYPE),
            location: header.find(LOCATION),
            half: header.find(HALF),
            pm_type: header.find(PM_TYPE),
            pm_location: header.find(PM_LOCATION),
            notes: header.find(NOTES),
            slug: header.find(SLUG),
            pm_slug: header.find(PM_SLUG),
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
