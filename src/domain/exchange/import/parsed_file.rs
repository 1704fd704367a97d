//! The rows of a file, before the user's settings are applied.

use std::ops::RangeInclusive;

use super::{Century, Dialect, ImportRow, RowErrors, TypeName, quote};
use crate::domain::settings::{DateOrder, RememberedMapping, Settings};
use crate::domain::values::problem::Problem;

/// A question about the order of day and month, which all dates of the file leave open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateQuestion {
    /// A date from the file.
    pub example: String,
    /// The answer.
    pub chosen: Option<DateOrder>,
    /// The number of rows that wait for the answer.
    pub waiting: usize,
    /// Whether the user confirmed the import without an answer.
    pub is_demanded: bool,
}

/// A question about two-digit years whose dates lie in the future, or in years that Worklog doesn't
/// have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearQuestion {
    /// A date from the file.
    pub example: String,
    /// The year of the example in the future.
    pub year: i32,
    /// The answer.
    pub chosen: Option<Century>,
    /// The number of rows that wait for the answer.
    pub waiting: usize,
    /// Whether the user confirmed the import without an answer.
    pub is_demanded: bool,
}

/// A parsed file.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedFile {
    /// The dialect.
    pub dialect: Dialect,
    /// The number of lines, entries, or events read.
    pub read: usize,
    /// The rows that could be parsed.
    pub rows: Vec<ImportRow>,
    /// The lines that couldn't be parsed.
    pub row_errors: RowErrors,
    /// The settings in a Worklog JSON file.
    pub settings: Option<Box<Settings>>,
    /// The type that the events of a calendar have by default. `None` in other files.
    pub file_type: Option<TypeName>,
    /// The years to which repeated events are expanded. `None` if there are none.
    pub years: Option<RangeInclusive<i32>>,
    /// Whether all events of a calendar are marked as free, so that they start checked anyway.
    pub is_all_free: bool,
    /// The number of days with nothing logged, in a list of every day.
    pub nothing_logged: usize,
    /// The number of rows with more cells than the header.
    pub surplus: usize,
    /// The question about the order of day and month.
    pub date_question: Option<DateQuestion>,
    /// The question about two-digit years.
    pub year_question: Option<YearQuestion>,
    /// The mapping that the user chose for this header.
    pub mapping: Option<RememberedMapping>,
}

impl ParsedFile {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            read: 0,
            rows: Vec::new(),
            row_errors: RowErrors::default(),
            settings: None,
            file_type: None,
            years: None,
            is_all_free: false,
            nothing_logged: 0,
            surplus: 0,
            date_question: None,
            year_question: None,
            mapping: None,
        }
    }

    /// Returns the number of rows that wait for the answer to a question about dates.
    pub(super) fn waiting(&self) -> usize {
        let order = self.date_question.as_ref().map_or(0, |question| question.waiting);
        order + self.year_question.as_ref().map_or(0, |question| question.waiting)
    }

    /// Adds the rows of a line, or the error about it. `text` is quoted in errors.
    pub(super) fn take(&mut self, line: usize, text: &str, rows: Result<Vec<ImportRow>, Problem>) {
        let record = self.read as u64;
        self.read += 1;
        let text = quote(text);
        match rows {
            Ok(rows) => self.rows.extend(rows.into_iter().map(|row| ImportRow {
                text: text.clone(),
                record,
                ..row
            })),
            Err(problem) => self.row_errors.add(line, &text, problem),
        }
    }
}
