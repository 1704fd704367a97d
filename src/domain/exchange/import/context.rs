//! State shared by the steps that convert rows to days.

use std::collections::{BTreeMap, BTreeSet};

use super::hours::TimeEntries;
use super::merge::Merged;
use super::resolved::ResolvedImport;
use super::type_names::TypeWords;
use crate::domain::days::day::Day;
use crate::domain::days::location::Location;
use crate::domain::settings::Settings;
use crate::domain::types::{DayTypes, Slug};

/// How a type in the file was resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ResolvedTypes {
    Is(Slug),
    Waits,
    Out,
}

/// The state of converting a file's rows to days.
pub(super) struct ImportWork<'a> {
    pub(super) settings: &'a Settings,
    pub(super) types: DayTypes,
    pub(super) words: TypeWords,
    pub(super) resolved: BTreeMap<String, ResolvedTypes>,
    /// The keys in `resolved` of names that are those of the user's types.
    pub(super) known: BTreeSet<String>,
    pub(super) location: Option<Location>,
    pub(super) row_errors: super::RowErrors,
    pub(super) days: BTreeMap<Day, Merged>,
    pub(super) time_entries: TimeEntries,
    pub(super) steps: usize,
    /// The estimated size of the days' entries in bytes.
    pub(super) size: usize,
    pub(super) out: ResolvedImport,
}
