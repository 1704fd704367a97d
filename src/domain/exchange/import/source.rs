//! A file, parsed once to records of text. The upload stores these, and each request converts them
//! to rows according to the user's choices.

use serde::{Deserialize, Serialize};

use super::Choices;
use crate::domain::days::day::Day;
use crate::domain::settings::Settings;
use crate::domain::values::problem::Problem;

/// The maximum number of records in a file: rows of a table, events of a calendar, or entries.
pub const MAX_RECORDS: usize = 50_000;

/// A parsed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The records of the file.
    pub content: SourceContent,
}

/// The records of a file, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceContent {
    /// A table with a header.
    Table(Table),
    /// An iCalendar file.
    Calendar(Calendar),
    /// Worklog's own JSON.
    Entries(Entries),
}

/// A table: a text file, or a workbook with several sheets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// The visible sheets that aren't empty. A text file is a single sheet.
    pub sheets: Vec<Sheet>,
}

/// A sheet of a workbook, or the content of a text file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The name. Empty for a text file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The character between the cells in a text file.
    pub separator: char,
    /// The names of the columns as written.
    pub header: TableRecord,
    /// The records below the header. Records without any text are left out.
    pub records: Vec<TableRecord>,
    /// Whether the workbook counts its days from 1904 instead of 1900.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_1904: bool,
}

impl Sheet {
    /// Returns whether the file has no names of columns, so that they are numbered.
    pub fn lacks_header(&self) -> bool {
        self.header.cells().enumerate().all(|(at, name)| name == numbered(at))
    }
}

/// Returns the name of a column in a table without a header.
fn numbered(column: usize) -> String {
    format!("Column {}", column + 1)
}

/// Separates the cells of a stored record. It is a control character that occurs in no valid value,
/// and that JSON doesn't escape.
const CELL_END: char = '\u{7f}';

/// A row of a table. Its cells are stored as one string, because a file of 5 MiB may have millions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRecord {
    /// The line number, from 1.
    pub line: u32,
    /// The cells, joined by [`CELL_END`].
    cells: String,
    /// Whether the record contains the rest of the file because a quotation mark was never closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unclosed: bool,
}

impl TableRecord {
    /// Creates a record from its cells.
    pub fn new<'a>(line: usize, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let mut joined = String::new();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                joined.push(CELL_END);
            }
            let cell = cell.trim();
            if cell.contains(CELL_END) {
                joined.push_str(&cell.replace(CELL_END, "\u{1a}"));
            } else {
                joined.push_str(cell);
            }
        }
        Self { line: u32::try_from(line).unwrap_or(u32::MAX), cells: joined, is_unclosed: false }
    }

    /// Creates the header of a table that has none: "Column 1" and so on.
    pub(super) fn numbered_header(line: usize, columns: usize) -> Self {
        let names: Vec<String> = (0..columns).map(numbered).collect();
        Self::new(line, names.iter().map(String::as_str))
    }

    /// Returns the cells, without surrounding spaces.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.split(CELL_END)
    }

    /// Returns a cell, or an empty string if the record is too short or the table lacks the column.
    pub fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells().nth(column)).unwrap_or_default()
    }

    /// Returns whether no cell contains text.
    pub fn is_empty(&self) -> bool {
        self.cells().all(str::is_empty)
    }

    /// Returns the line number.
    pub fn line(&self) -> usize {
        self.line as usize
    }

    /// Returns the cells as a line of text, to quote in an error.
    pub fn text(&self, separator: char) -> String {
        let start = self.cells.chars().take(super::MAX_QUOTE);
        start.map(|c| if c == CELL_END { separator } else { c }).collect()
    }

    /// Returns the size of the stored cells in bytes.
    pub(super) fn size(&self) -> usize {
        self.cells.len()
    }
}

/// An iCalendar file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Calendar {
    /// The program that wrote it (`PRODID`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub producer: String,
    /// Its names and descriptions, one per line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The events, each as the unfolded lines of its `VEVENT`.
    pub events: Vec<RawRecord>,
}

/// Worklog's own JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Entries {
    /// The entries, each as JSON.
    pub entries: Vec<RawRecord>,
    /// The settings as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<String>,
}

/// An event or entry as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRecord {
    /// The line number, from 1.
    pub line: u32,
    /// The text.
    pub text: String,
}

impl RawRecord {
    /// Creates a record.
    pub fn new(line: usize, text: impl Into<String>) -> Self {
        Self { line: u32::try_from(line).unwrap_or(u32::MAX), text: text.into() }
    }

    /// Returns the line number.
    pub fn line(&self) -> usize {
        self.line as usize
    }
}

impl SourceFile {
    /// Returns the table, if the file is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.content {
            SourceContent::Table(table) => Some(table),
            SourceContent::Calendar(_) | SourceContent::Entries(_) => None,
        }
    }

    /// Returns whether the file contains settings, and no entries.
    pub fn has_only_settings(&self) -> bool {
        match &self.content {
            SourceContent::Entries(file) => file.entries.is_empty() && file.settings.is_some(),
            SourceContent::Table(_) | SourceContent::Calendar(_) => false,
        }
    }
}

/// Creates a file without records.
impl Default for SourceFile {
    fn default() -> Self {
        Self { content: SourceContent::Table(Table::default()) }
    }
}

/// What the rows of a file depend on, besides the file.
#[derive(Debug, Clone, Copy)]
pub struct ReadContext<'a> {
    /// The user's settings: the time zone, and the mappings of earlier files.
    pub settings: &'a Settings,
    /// The user's choices about this import.
    pub choices: &'a Choices,
    /// Today in the user's time zone.
    pub today: Day,
}

/// Returns the error for a file with more than [`MAX_RECORDS`].
pub(super) fn too_many_records() -> Problem {
    Problem::new("file.too_many_records").with("max", MAX_RECORDS)
}
