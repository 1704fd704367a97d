//! The columns of a table, and what a dialect makes of them.

use csv::ByteRecord;

use super::Row;
use super::dates::SlashOrder;

/// The names of a table's columns, without regard to case and spaces.
pub(super) struct Header(Vec<String>);

impl Header {
    pub(super) fn new(record: &ByteRecord) -> Self {
        Self(record.iter().map(|name| plain(&String::from_utf8_lossy(name))).collect())
    }

    /// The place of a column by any of its names.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        self.0.iter().position(|name| names.contains(&name.as_str()))
    }

    /// The place of the second column of that name.
    pub(super) fn second(&self, name: &str) -> Option<usize> {
        let mut places = (0..self.0.len()).filter(|at| self.0[*at] == name);
        places.nth(1)
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.find(&[name]).is_some())
    }
}

fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// One record of a table.
pub(super) struct Record<'a> {
    pub(super) line: usize,
    pub(super) cells: &'a ByteRecord,
}

impl Record<'_> {
    /// A cell; empty where the row is too short or the table has no such column.
    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        let cell = column.and_then(|column| self.cells.get(column)).unwrap_or_default();
        // The text was valid, and separators are ASCII.
        std::str::from_utf8(cell).unwrap_or_default().trim()
    }
}

/// How a dialect reads: once for its columns, then for each record.
pub(super) trait Columns {
    /// The columns that hold dates.
    fn dates(&self) -> Vec<usize>;

    /// The rows that a record comes to, or what is wrong with it.
    fn rows(&self, record: &Record<'_>, order: SlashOrder) -> Result<Vec<Row>, String>;
}
