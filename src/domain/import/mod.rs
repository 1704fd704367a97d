//! Days out of files: what people bring along from elsewhere, and our own exports.
//!
//! [`decode`] makes text of bytes, [`read`] recognises the dialect and makes [`Row`]s of the text,
//! [`understand`] makes days of the rows by a person's settings and choices. A row that cannot be
//! understood is a [`Fault`] with its line; the others go on. Pure functions, as are the crates
//! that read CSV, iCalendar and old encodings.

mod absences;
mod bytes;
mod choices;
mod columns;
mod dates;
mod dialects;
pub mod flask;
mod german;
mod halves;
mod ics;
mod json;
mod merge;
mod moments;
mod names;
mod ours;
mod places;
mod resolve;
#[cfg(test)]
mod round_trip;
mod states;
mod table;
#[cfg(test)]
mod tests;
mod understand;
mod understood;
mod work;

pub use bytes::decode;
pub use choices::{Choices, TypeChoice};
pub use understand::understand;
pub use understood::{NewDay, Understood, UnknownType};

use super::day::Day;
use super::location::Location;
use super::notes::Notes;
use super::problem::Problem;
use super::settings::Settings;
use crate::domain::time_zone::TimeZone;

/// The largest file taken in.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// The most days that one import changes: its change is one document, which MongoDB limits.
pub const MAX_DAYS: usize = 10_000;

/// The longest range that one row may cover, in days.
pub const MAX_RANGE: i64 = 400;

/// How many faults are kept with their words; the others are counted.
pub const MAX_FAULTS: usize = 500;

/// The form a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Our own CSV: `Date,Type,Location` and more.
    Ours,
    /// `Date,State`.
    States,
    /// `Department,…,Type of absence,Started at,Date type,Ended at,Date type`.
    Absences,
    /// `Von;Bis;Zeitraum;Art der Abwesenheit`.
    German,
    /// Our own JSON.
    Json,
    /// An iCalendar file.
    Ics,
    /// A log of the earlier Flask service.
    Flask,
}

impl Dialect {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ours => "Worklog’s own CSV",
            Self::States => "a table of dates and states",
            Self::Absences => "an export of absences",
            Self::German => "a German export of absences",
            Self::Json => "Worklog’s own JSON",
            Self::Ics => "a calendar of holidays",
            Self::Flask => "a log of the earlier service",
        }
    }
}

/// A line that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its number, from 1.
    pub line: usize,
    /// Its text, cut where it is long.
    pub text: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// Faults as they are found: the first [`MAX_FAULTS`] with their words, all of them counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// The first of them.
    pub first: Vec<Fault>,
    /// How many there are.
    pub count: usize,
}

impl Faults {
    fn add(&mut self, line: usize, problem: impl Into<Problem>) {
        self.count += 1;
        if self.first.len() < MAX_FAULTS {
            self.first.push(Fault { line, text: String::new(), problem: problem.into() });
        }
    }
}

/// Which part of a day a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// All of it.
    Whole,
    /// The morning.
    Morning,
    /// The afternoon.
    Afternoon,
    /// Half of it, nobody said which: the morning, unless another row has that.
    Either,
}

/// How a file names a type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeName {
    /// As written, which is what a person reads.
    pub label: String,
    /// The short name that our own files have beside it.
    pub slug: Option<String>,
}

/// One row as read, before a person's settings come to it: one part of one day or of each of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub line: usize,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// Whether it is part of an absence over several days, which covers working days only.
    pub of_range: bool,
    /// Which part of each day.
    pub half: Half,
    /// The type as the file names it.
    pub name: TypeName,
    /// The location, if the file has one.
    pub location: Option<Location>,
    /// Free text.
    pub notes: Notes,
    /// Whose it is, where the file says so.
    pub person: Option<String>,
}

impl Row {
    /// Returns a row for whole days, from one day to another, with a type only.
    fn new(line: usize, from: Day, to: Day, name: TypeName) -> Self {
        Self {
            line,
            from,
            to,
            of_range: false,
            half: Half::Whole,
            name,
            location: None,
            notes: Notes::default(),
            person: None,
        }
    }
}

/// A file as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its form.
    pub dialect: Dialect,
    /// How many lines, entries or events there are.
    pub read: usize,
    /// What could be read.
    pub rows: Vec<Row>,
    /// What could not.
    pub faults: Faults,
    /// The settings that our own JSON brings along.
    pub settings: Option<Box<Settings>>,
}

impl Reading {
    fn new(dialect: Dialect) -> Self {
        Self { dialect, read: 0, rows: Vec::new(), faults: Faults::default(), settings: None }
    }

    fn take(&mut self, line: usize, row: Result<Vec<Row>, Problem>) {
        self.read += 1;
        match row {
            Ok(rows) => self.rows.extend(rows),
            Err(problem) => self.faults.add(line, problem),
        }
    }
}

/// Recognises the dialect of a text and reads it. `zone` is where the person is: calendars may give
/// midnights in UTC.
pub fn read(text: &str, zone: TimeZone) -> Result<Reading, Problem> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err("file.empty".into());
    }
    let is_calendar =
        start.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
    match start.as_bytes().first() {
        Some(b'{' | b'[') => json::read(text),
        _ if is_calendar => ics::read(text, zone),
        _ => table::read(text),
    }
}
