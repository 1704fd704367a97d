//! The result of an import's analysis: the days, and the choices that the user has to make.

use super::{DateQuestion, RowError, TypeChoice};
use crate::domain::days::day::Day;
use crate::domain::days::entry::{Content, EntryTimes};
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
    /// The types that require a choice.
    pub unknown: Vec<UnknownType>,
    /// The types to create.
    pub new_types: Vec<(Slug, TypeTerms)>,
    /// The user's types, including the new ones.
    pub types: DayTypes,
    /// The number of rows that wait for the choice of a type or person.
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
    /// The number of days off left out, because absences and public holidays cover working days.
    pub free_days: usize,
}

/// A type that the user doesn't have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownType {
    /// The type's key in the choices.
    pub key: String,
    /// The name in the file.
    pub name: String,
    /// The number of rows with this type.
    pub rows: usize,
    /// The user's choice. `None` until one is made.
    pub choice: Option<TypeChoice>,
    /// What is wrong with the choice.
    pub error: Option<Problem>,
}

impl ResolvedImport {
    /// Demands the choices that are missing: an error is added to each type without one.
    pub fn demand_choices(&mut self) {
        for unchosen in self.unknown.iter_mut().filter(|found| found.choice.is_none()) {
            unchosen.error = Some("import.choice_missing".into());
        }
        if let Some(question) = &mut self.date_question {
            question.is_demanded = question.chosen.is_none();
        }
    }

    /// Returns whether a choice is missing or invalid. Only choices can be corrected; lines with
    /// errors are left out.
    pub fn has_errors(&self) -> bool {
        self.location_error.is_some()
            || self.unknown.iter().any(|found| found.error.is_some())
            || self.date_question.as_ref().is_some_and(|question| question.is_demanded)
    }
}
