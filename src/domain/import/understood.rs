//! A file as understood: its days, and what a person has to choose.

use super::{Fault, TypeChoice};
use crate::domain::day::Day;
use crate::domain::entry::Content;
use crate::domain::types::{DayTypes, Slug, TypeTerms};

/// A day as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDay {
    /// The line that says so.
    pub line: usize,
    /// The day.
    pub day: Day,
    /// What it contains.
    pub content: Content,
}

/// A file as understood for one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understood {
    /// The days, in their order.
    pub days: Vec<NewDay>,
    /// The lines that were not understood, at most [`MAX_FAULTS`](super::MAX_FAULTS) of them, in
    /// their order.
    pub faults: Vec<Fault>,
    /// How many there are in all.
    pub fault_count: usize,
    /// The types to choose for.
    pub unknown: Vec<UnknownType>,
    /// The types to make.
    pub new_types: Vec<(Slug, TypeTerms)>,
    /// The person's types with the new ones.
    pub types: DayTypes,
    /// How many rows wait for the choice of a type or person.
    pub waiting: usize,
    /// How many rows the person leaves out.
    pub left_out: usize,
    /// The people in the file and their rows, where there are several.
    pub people: Vec<(String, usize)>,
    /// How many rows lack a location that their type needs.
    pub placeless: usize,
    /// Where those days are taken to have been spent.
    pub place: Option<String>,
    /// What is wrong with that place.
    pub place_error: Option<String>,
    /// How many days of ranges were left out for being no working days.
    pub free_days: usize,
}

/// A type that the person does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownType {
    /// Names it among the choices.
    pub key: String,
    /// As the file writes it.
    pub name: String,
    /// How many rows name it.
    pub rows: usize,
    /// What becomes of it; nothing was chosen yet where there is none.
    pub choice: Option<TypeChoice>,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

impl Understood {
    /// Says at each type that waits for a choice that there is none.
    pub fn demand_choices(&mut self) {
        for unchosen in self.unknown.iter_mut().filter(|found| found.choice.is_none()) {
            unchosen.error = Some("Choose what becomes of these days.".to_owned());
        }
    }

    /// Whether a choice is missing or makes no sense. Lines that do not are left out; choices are the
    /// person's to correct.
    pub fn has_errors(&self) -> bool {
        self.place_error.is_some() || self.unknown.iter().any(|found| found.error.is_some())
    }
}
