//! State shared by the steps that convert rows to days.

use std::collections::BTreeMap;

use super::hours::TimeEntries;
use super::merge::Merged;
use super::resolved::ResolvedImport;
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
    pub(super) resolved: BTreeMap<String, ResolvedTypes>,
    pub(super) location: Option<Location>,
    pub(super) row_errors: super::RowErrors,
    pub(super) days: BTreeMap<Day, Merged>,
    pub(super) time_entries: TimeEntries,
    pub(super) steps: usize,
    /// The estimated size of the days' entries in bytes.
    pub(super) size: usize,
    pub(super) out: ResolvedImport,
}
