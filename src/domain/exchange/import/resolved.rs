//! The result of an import's analysis: the days, and the choices that the user has to make.

use super::{DateQuestion, RowError, TypeChoice, YearQuestion};
use crate::domain::days::day::Day;
use crate::domain::days::entry::{Content, EntryTimes, HalfDays, PartError};
use crate::domain::types::{DayTypes, Slug, TypeTerms};
use crate::domain::values::problem::Problem;

/// A day in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedDay {
    /// The line that the day is on.
    pub line: usize,
    /// The day.
    pub day: Day,
    /// The content of the day.
    pub content: Content,
    /// When the entry was created and changed, if it is from a Worklog JSON file.
    pub times: Option<EntryTimes>,
}

/// The result of analyzing a file for one user.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResolvedImport {
    /// The days, in order.
    pub days: Vec<ImportedDay>,
    /// The errors, in the order of their lines; at most [`MAX_ROW_ERRORS`](super::MAX_ROW_ERRORS).
    pub row_errors: Vec<RowError>,
    /// The total number of errors.
    pub row_error_count: usize,
    /// The type that the events of a calendar have by default.
    pub file_type: Option<TypeMapping>,
    /// The names in the file that aren't names of the user's types.
    pub unknown: Vec<TypeMapping>,
    /// The other names in the file.
    pub known: Vec<TypeMapping>,
    /// The outcome of each row of the chosen person, in the order of the file.
    pub rows: Vec<RowOutcome>,
    /// The types to create.
    pub new_types: Vec<(Slug, TypeTerms)>,
    /// The user's types, including the new ones.
    pub types: DayTypes,
    /// The number of rows that wait for the choice of a type, location, or person.
    pub waiting: usize,
    /// The number of rows that the user leaves out.
    pub left_out: usize,
    /// The people in the file and their numbers of rows, if there are several.
    pub people: Vec<(String, usize)>,
    /// The number of rows without a location that their type requires.
    pub rows_without_location: usize,
    /// The location to use for those rows.
    pub location: Option<String>,
    /// What is wrong with that location.
    pub location_error: Option<Problem>,
    /// The question about the order of day and month.
    pub date_question: Option<DateQuestion>,
    /// The question about two-digit years.
    pub year_question: Option<YearQuestion>,
    /// The number of days off left out, because absences and public holidays cover working days.
    pub free_days: usize,
}

/// The outcome of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// The position in [`ParsedFile::rows`](super::ParsedFile::rows).
    pub row: usize,
    /// Whether it is imported.
    pub state: RowState,
    /// Whether the summary of the event is only the name of its type.
    pub is_named_by_event: bool,
    /// Its type, unless it waits for one or its name is left out.
    pub slug: Option<Slug>,
    /// The length of the days that it adds, including those that another row also contains.
    pub length: HalfDays,
    /// The number of days off that it leaves out.
    pub free_days: usize,
    /// The days to which it adds nothing, because other rows have them.
    pub lost_days: Vec<Day>,
}

impl RowOutcome {
    /// Returns whether the row is selected, and its name isn't left out.
    pub fn is_included(&self) -> bool {
        !matches!(self.state, RowState::NotSelected | RowState::LeftOut)
    }
}

/// Whether a row is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// The user didn't select the row.
    NotSelected,
    /// The user leaves out all rows with its name.
    LeftOut,
    /// The row waits for the choice of a type.
    NeedsType,
    /// The row waits for a location.
    NeedsLocation,
    /// The row is imported.
    Imported,
}

/// A name in the file, and the type it is mapped to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeMapping {
    /// The name's key in the choices.
    pub key: String,
    /// The name in the file. Empty if a calendar doesn't say what its events are.
    pub name: String,
    /// The number of rows with this name that are imported.
    pub rows: usize,
    /// The user's choice. `None` until one is made.
    pub choice: Option<TypeChoice>,
    /// What is wrong with the choice.
    pub error: Option<Problem>,
}

impl ResolvedImport {
    /// Returns all names in the file.
    pub fn mappings(&self) -> impl Iterator<Item = &TypeMapping> {
        self.file_type.iter().chain(&self.unknown).chain(&self.known)
    }

    /// Adds an error to each name that has rows to import and no type, and to an empty location that
    /// rows need.
    pub fn demand_choices(&mut self) {
        let all = self.file_type.iter_mut().chain(&mut self.unknown).chain(&mut self.known);
        for unchosen in all.filter(|found| found.choice.is_none() && found.rows > 0) {
            unchosen.error = Some("import.choice_missing".into());
        }
        if let Some(question) = &mut self.date_question {
            question.is_demanded = question.chosen.is_none();
        }
        if let Some(question) = &mut self.year_question {
            question.is_demanded = question.chosen.is_none();
        }
        if self.location.as_deref() == Some("") {
            self.location_error = Some(PartError::LocationMissing.into());
        }
    }

    /// Returns whether a choice is missing or invalid. Only choices can be corrected; lines with
    /// errors are left out.
    pub fn has_errors(&self) -> bool {
        self.location_error.is_some()
            || self.mappings().any(|found| found.error.is_some())
            || self.date_question.as_ref().is_some_and(|question| question.is_demanded)
            || self.year_question.as_ref().is_some_and(|question| question.is_demanded)
    }
}
