//! What to do with the rows, types, and settings of a file.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Century, Selection};
use crate::domain::days::plan::OnExistingEntry;
use crate::domain::settings::{ColumnMapping, DateOrder};
use crate::domain::types::{Slug, TypeKind};

/// What to do with a name in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeChoice {
    /// Import its rows as days of an existing type.
    MapTo(Slug),
    /// Create a new type.
    New {
        /// The label of the new type.
        label: String,
        /// The kind of the new type. `None` if the submitted kind doesn't exist.
        kind: Option<TypeKind>,
    },
    /// Leave its rows out.
    Skip,
}

/// The user's choices about an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// What to do with days that already have an entry.
    pub existing: OnExistingEntry,
    /// The person whose rows to import, if the file contains several people.
    pub person: Option<String>,
    /// The location for rows without one whose type requires it.
    pub location: Option<String>,
    /// The choices for names in the file, by their [key](super::TypeMapping::key).
    pub types: BTreeMap<String, TypeChoice>,
    /// Whether to import the settings of a Worklog JSON file.
    pub settings: bool,
    /// The rows to import.
    pub selection: Selection,
    /// The years to which a calendar's repeated events are expanded. `None` for the default.
    pub years: Option<RangeInclusive<i32>>,
    /// The index of the sheet to import.
    pub sheet: Option<usize>,
    /// What the columns of a table contain. `None` for a known table.
    pub mapping: Option<ColumnMapping>,
    /// The order of day and month, if all dates leave it open.
    pub date_order: Option<DateOrder>,
    /// What two-digit years in the future mean.
    pub century: Option<Century>,
    /// Whether to join cells beyond the last column to it.
    pub join_cells: bool,
}

impl Choices {
    /// Returns whether a choice can't be carried out in any file.
    pub fn is_invalid(&self) -> bool {
        let has_unknown_kind =
            self.types.values().any(|choice| matches!(choice, TypeChoice::New { kind: None, .. }));
        has_unknown_kind || self.lacks_columns()
    }

    /// Returns whether the chosen columns lack the date or the type.
    pub fn lacks_columns(&self) -> bool {
        self.mapping.as_ref().is_some_and(|mapping| !mapping.is_complete())
    }
}
