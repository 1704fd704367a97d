//! Imports days from files: exports of other programs, and Worklog's own.
//!
//! [`parse`] decodes a file to the records of a [`SourceFile`], [`read_rows`] parses them to
//! [`ImportRow`]s, and [`resolve_rows`] converts rows to days according to the user's settings and
//! choices. A row that can't be parsed becomes a [`RowError`] with its line, and doesn't affect the
//! others.
//! All functions are pure, including the crates that parse CSV, iCalendar, and old encodings.

mod approval;
mod cells;
mod choices;
mod column_names;
mod columns;
mod context;
mod dates;
mod decode;
mod delimited;
mod dialects;
mod flags;
pub mod flask;
mod guess;
mod half_days;
mod header_row;
mod hours;
mod ics;
mod ics_dates;
mod json;
mod mapped;
mod merge;
mod parsed_file;
mod read;
mod resolve;
mod resolved;
#[cfg(test)]
mod round_trip;
pub(crate) mod rows;
mod selection;
mod serial;
mod short_year;
mod source;
mod table;
#[cfg(test)]
mod tests;
mod time_of_day;
mod totals;
mod type_names;
mod worklog_csv;
mod written_date;
mod xlsx;
mod xlsx_limits;
mod xlsx_merges;
mod xlsx_sheet;

pub use choices::{Choices, TypeChoice};
pub use ics::UncheckedReason;
pub use parsed_file::{DateQuestion, ParsedFile, YearQuestion};
pub use read::{parse, read_rows};
pub use resolve::FILE_TYPE;
pub use resolved::{ImportedDay, ResolvedImport, RowOutcome, RowState, TypeMapping};
pub use rows::resolve_rows;
pub use selection::{RecordSet, Selection, SelectionBase};
pub use short_year::Century;
pub use source::{
    Calendar, Entries, MAX_RECORDS, RawRecord, ReadContext, Sheet, SourceContent, SourceFile,
    Table, TableRecord,
};
pub use totals::{FileTotals, YearTotal};

use crate::domain::days::day::Day;
use crate::domain::days::entry::EntryTimes;
use crate::domain::days::location::Location;
use crate::domain::days::notes::Notes;
pub use crate::domain::settings::DateOrder;
use crate::domain::values::problem::Problem;

/// The maximum size of a file in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// The maximum number of days per import. An import is stored as one change document, whose size
/// MongoDB limits.
pub const MAX_DAYS: usize = 10_000;

/// The maximum number of days that one row may cover.
pub const MAX_RANGE: i64 = 400;

/// The maximum number of row errors that are reported in full. The rest are only counted.
pub const MAX_ROW_ERRORS: usize = 500;

/// The maximum number of characters that an error quotes of its line.
const MAX_QUOTE: usize = 160;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Worklog's own CSV: `Date,Type,Location`, and more.
    Ours,
    /// `Date,State`.
    States,
    /// `Department,…,Type of absence,Started at,Date type,Ended at,Date type`.
    Absences,
    /// `Von;Bis;Zeitraum;Art der Abwesenheit`, or in English.
    German,
    /// A table whose columns the user chose.
    Mapped,
    /// Worklog's own JSON.
    Json,
    /// An iCalendar file.
    Ics,
    /// A log of the earlier Flask service.
    Flask,
}

/// A line that can't be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The line number, from 1.
    pub line: usize,
    /// The line's text, shortened if it is long.
    pub text: String,
    /// What is wrong with the line.
    pub problem: Problem,
}

/// The row errors found so far: the first [`MAX_ROW_ERRORS`] in full, and the total count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowErrors {
    /// The first [`MAX_ROW_ERRORS`] errors.
    pub first: Vec<RowError>,
    /// The total number of errors.
    pub count: usize,
}

impl RowErrors {
    /// Adds an error. Its parameters can be whole cells, so they are quoted like the line.
    fn add(&mut self, line: usize, text: &str, problem: impl Into<Problem>) {
        self.count += 1;
        if self.first.len() < MAX_ROW_ERRORS {
            let problem = problem.into().map_params(quote);
            self.first.push(RowError { line, text: text.to_owned(), problem });
        }
    }
}

/// Returns a text as an error quotes it: in one line, and shortened.
fn quote(text: &str) -> String {
    let words = text.split_whitespace().flat_map(|word| [" ", word]).skip(1);
    words.flat_map(str::chars).take(MAX_QUOTE).collect()
}

/// The part of a day that a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayHalf {
    /// The whole day.
    Whole,
    /// The morning.
    Morning,
    /// The afternoon.
    Afternoon,
    /// An unspecified half day: the morning, unless another row already has it.
    Either,
}

/// The name of a type in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeName {
    /// The label as written in the file.
    pub label: String,
    /// The slug that Worklog's own files have in addition.
    pub slug: Option<String>,
}

/// A parsed row, before the user's settings are applied: one part of one day, or of each day in a
/// range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// The line number.
    pub line: usize,
    /// The line's text, shortened if it is long.
    pub text: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Whether days off are left out. This applies to absences of several days and to public
    /// holidays, which only count on working days.
    pub skips_days_off: bool,
    /// The part of each day.
    pub half: DayHalf,
    /// The type as named in the file.
    pub name: TypeName,
    /// The location, if the file has one.
    pub location: Option<Location>,
    /// The notes.
    pub notes: Notes,
    /// The person it belongs to, if the file contains a name.
    pub person: Option<String>,
    /// When the entry was created and changed, if it is from a Worklog JSON file.
    pub times: Option<EntryTimes>,
    /// The minutes worked, for a time entry. The hours of a day decide whether it is whole.
    pub minutes: Option<u32>,
    /// The number of days according to the file, in hundredths of a day. It belongs to the line: of
    /// several rows from one line, only the first has it.
    pub count: Option<u32>,
    /// The number of the record that it was parsed from. The user includes or excludes the rows of a
    /// record together.
    pub record: u64,
    /// Whether its type is the one chosen for the file, unless its name is one of the user's types.
    pub is_of_file_type: bool,
    /// Why the row is only imported if the user includes it.
    pub unchecked: Option<UncheckedReason>,
}

impl ImportRow {
    /// Returns a row of whole days with only a type.
    fn new(line: usize, from: Day, to: Day, name: TypeName) -> Self {
        Self {
            line,
            text: String::new(),
            from,
            to,
            skips_days_off: false,
            half: DayHalf::Whole,
            name,
            location: None,
            notes: Notes::default(),
            person: None,
            times: None,
            minutes: None,
            count: None,
            record: 0,
            is_of_file_type: false,
            unchecked: None,
        }
    }
}
