//! The CSV export: one row per day, starting with `Date,Type,Location`. Spreadsheets expect
//! semicolons instead of commas where the comma is the decimal separator.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use csv::{Terminator, WriterBuilder};

use super::cells::neutral_cell;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::{Entry, Part, Parts};
use crate::domain::days::location::Location;
use crate::domain::days::month_log::MonthLog;
use crate::domain::types::{DayTypes, TypeFilter};

/// The character between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvSeparator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
}

impl CsvSeparator {
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
        }
    }
}

/// What a CSV export contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvOptions {
    /// The character between two cells.
    pub separator: CsvSeparator,
    /// The days to include.
    pub days: RangeInclusive<Day>,
    /// Whether to include the notes. If not, the column is empty.
    pub notes: bool,
    /// The types. A day is included if any of its parts has one of them.
    pub types: TypeFilter,
}

impl CsvOptions {
    /// Returns the options for an export of everything.
    pub fn all(separator: CsvSeparator) -> Self {
        let days = Month::FIRST.first_day()..=Month::LAST.last_day();
        Self { separator, days, notes: true, types: TypeFilter::default() }
    }
}

/// The UTF-8 byte order mark. Without it, Excel garbles every character outside ASCII.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The columns. "Half" is empty for a whole day, and otherwise `morning`, `afternoon`, or `both`;
/// with `both`, "Type" and "Location" are those of the morning. Labels are for people to read. The
/// IDs stay the same when a type is renamed.
const COLUMNS: [&str; 12] = [
    "Date",
    "Type",
    "Location",
    "Half",
    "Afternoon type",
    "Afternoon location",
    "Notes",
    "Status",
    "Created",
    "Changed",
    "Type id",
    "Afternoon type id",
];

/// The index of the notes in [`COLUMNS`].
const NOTES: usize = 6;

/// Returns the byte order mark and the header row.
pub fn csv_header(separator: CsvSeparator) -> Vec<u8> {
    let mut text = MARK.to_vec();
    write_row(&mut text, separator, &COLUMNS.map(Cow::Borrowed));
    text
}

/// Appends the rows of a month to `text`.
pub fn csv_month(
    log: &MonthLog,
    types: &DayTypes,
    today: Day,
    options: &CsvOptions,
    text: &mut Vec<u8>,
) {
    let is_included = |(day, entry): &(Day, &Entry)| {
        let mut parts = entry.content.parts.iter();
        options.days.contains(day)
            && parts.any(|(part, _)| options.types.includes(types, &part.day_type))
    };
    for (day, entry) in log.iter().filter(is_included) {
        let mut cells = cells(day, entry, types, today);
        if !options.notes {
            cells[NOTES] = Cow::Borrowed("");
        }
        write_row(text, options.separator, &cells);
    }
}

fn cells<'a>(day: Day, entry: &'a Entry, types: &'a DayTypes, today: Day) -> [Cow<'a, str>; 12] {
    let (half, first, second) = match &entry.content.parts {
        Parts::Whole(part) => ("", part, None),
        Parts::Morning(part) => ("morning", part, None),
        Parts::Afternoon(part) => ("afternoon", part, None),
        Parts::Halves(am, pm) => ("both", am, Some(pm)),
    };
    let label = |part: &'a Part| {
        let known = types.get(&part.day_type).map(|known| known.label.as_str());
        neutral_cell(known.unwrap_or_else(|| part.day_type.as_str()))
    };
    let place = |part: &'a Part| part.location.as_ref().map(Location::as_str).unwrap_or_default();
    let slug = |part: &'a Part| Cow::Borrowed(part.day_type.as_str());
    let status = if day > today { "planned" } else { "actual" };
    [
        Cow::Owned(day.to_string()),
        label(first),
        neutral_cell(place(first)),
        Cow::Borrowed(half),
        second.map(label).unwrap_or_default(),
        second.map(|part| neutral_cell(place(part))).unwrap_or_default(),
        neutral_cell(entry.content.notes.as_str()),
        Cow::Borrowed(status),
        Cow::Owned(entry.created_at.to_rfc3339()),
        Cow::Owned(entry.updated_at.to_rfc3339()),
        slug(first),
        second.map(slug).unwrap_or_default(),
    ]
}

fn write_row(text: &mut Vec<u8>, separator: CsvSeparator, cells: &[Cow<'_, str>; 12]) {
    let mut builder = WriterBuilder::new();
    let builder = builder.terminator(Terminator::CRLF).delimiter(separator.byte());
    let mut writer = builder.from_writer(text);
    // Writing to memory can't fail.
    let _ = writer.write_record(cells.iter().map(|cell| cell.as_bytes()));
    let _ = writer.flush();
}
