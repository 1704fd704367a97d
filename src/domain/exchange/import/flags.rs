//! Columns that contain yes or no instead of the name of a type, such as `WorkFromHome`.

use super::source::{Sheet, TableRecord};

const YES: [&str; 9] = ["yes", "y", "true", "1", "x", "✓", "✔", "ja", "wahr"];
const NO: [&str; 7] = ["no", "n", "false", "0", "-", "nein", "falsch"];

/// A column in which every cell is yes, no, or empty.
pub(super) struct FlagColumn<'a> {
    name: &'a str,
    /// Whether no is written in a cell. If it is, an empty cell doesn't mean no.
    has_no: bool,
}

impl<'a> FlagColumn<'a> {
    /// Returns the column, or `None` if it contains anything else, or nothing.
    pub(super) fn new(name: &'a str, records: &[TableRecord], column: usize) -> Option<Self> {
        let cells = records.iter().map(|record| record.cell(Some(column)));
        let (mut is_filled, mut has_no) = (false, false);
        for cell in cells.filter(|cell| !cell.is_empty()) {
            has_no |= !parse(cell)?;
            is_filled = true;
        }
        is_filled.then_some(Self { name, has_no })
    }

    /// Returns whether a cell says neither yes nor no.
    pub(super) fn is_silent(&self, cell: &str) -> bool {
        cell.is_empty() && self.has_no
    }

    /// Returns the name of the type that a cell means: the column's name, or its negation.
    pub(super) fn label(&self, cell: &str) -> String {
        let Self { name, .. } = self;
        if parse(cell) == Some(true) { (*name).to_owned() } else { format!("Not {name}") }
    }
}

/// Returns whether a column asks for half days by its name, and is answered with 1 and 0 instead of
/// yes and no.
pub(super) fn asks_for_half(sheet: &Sheet, column: usize) -> bool {
    let name = sheet.header.cell(Some(column)).to_lowercase();
    let mut cells = sheet.records.iter().map(|record| record.cell(Some(column)));
    (name.contains("half") || name.contains("halb"))
        && cells.all(|cell| matches!(cell, "" | "0" | "1"))
}

/// Parses yes or no.
pub(super) fn parse(cell: &str) -> Option<bool> {
    let cell = cell.to_lowercase();
    if YES.contains(&&*cell) { Some(true) } else { NO.contains(&&*cell).then_some(false) }
}
