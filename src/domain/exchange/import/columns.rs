//! The columns of a table, and the trait that dialects implement to read them.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::ImportRow;
use super::dates::DateReader;
use super::source::TableRecord;
use crate::domain::values::problem::Problem;

/// The names of a table's columns, in lowercase, and with single spaces instead of underscores.
pub(super) struct TableHeader(Vec<String>);

impl TableHeader {
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(plain).collect())
    }

    /// Returns the index of the first column with any of these names.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        self.0.iter().position(|name| names.contains(&name.as_str()))
    }

    /// Returns the index of the column with the first of these names that the table has.
    pub(super) fn best(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.find(&[name]))
    }

    /// Returns the index of the second column with this name.
    pub(super) fn second(&self, name: &str) -> Option<usize> {
        let mut places = (0..self.0.len()).filter(|at| self.0[*at] == name);
        places.nth(1)
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.find(&[name]).is_some())
    }

    /// Returns the key by which the mapping of the table is remembered: a hash of the column names,
    /// which has the same length for any table.
    pub(super) fn key(&self) -> String {
        let hash = Sha256::digest(self.0.join("\n"));
        hex::encode(&hash[..16])
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

fn plain(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c == '_');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// What a record contains.
#[derive(Debug)]
pub(super) enum RecordRows {
    /// Rows to import.
    Rows(Vec<ImportRow>),
    /// A day with nothing logged.
    Nothing,
}

/// Parses the records of a table. Created from the header, which determines the columns.
pub(super) trait ColumnReader {
    /// Returns the dates of a record as written.
    fn dates<'r>(&self, record: &'r TableRecord) -> Vec<Cow<'r, str>>;

    /// Returns the number of columns up to the last one that is read, which may have no name.
    fn width(&self) -> usize {
        0
    }

    /// Returns what a record contains, or what is wrong with it.
    fn rows(&self, record: &TableRecord, dates: DateReader) -> Result<RecordRows, Problem>;
}
