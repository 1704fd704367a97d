//! The columns of a table, and the trait that dialects implement to read them.

use super::ImportRow;
use super::dates::SlashOrder;
use super::source::TableRecord;
use crate::domain::values::problem::Problem;

/// The names of a table's columns, in lowercase and with single spaces.
pub(super) struct CsvHeader(Vec<String>);

impl CsvHeader {
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(plain).collect())
    }

    /// Returns the index of the first column with any of these names.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        self.0.iter().position(|name| names.contains(&name.as_str()))
    }

    /// Returns the index of the second column with this name.
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

/// Parses the records of a dialect. Created from the header, which determines the columns.
pub(super) trait ColumnReader {
    /// Returns the columns that contain dates.
    fn dates(&self) -> Vec<usize>;

    /// Returns the rows of a record, or what is wrong with it.
    fn rows(&self, record: &TableRecord, order: SlashOrder) -> Result<Vec<ImportRow>, Problem>;
}
