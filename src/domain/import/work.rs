//! What the steps from rows to days share.

use std::collections::BTreeMap;

use super::merge::Merged;
use super::understood::Understood;
use crate::domain::day::Day;
use crate::domain::location::Location;
use crate::domain::settings::Settings;
use crate::domain::types::{DayTypes, Slug};

/// What a type of the file comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resolved {
    Is(Slug),
    Waits,
    Out,
}

/// A file on its way from rows to days.
pub(super) struct Work<'a> {
    pub(super) settings: &'a Settings,
    pub(super) types: DayTypes,
    pub(super) resolved: BTreeMap<String, Resolved>,
    pub(super) place: Option<Location>,
    pub(super) faults: super::Faults,
    pub(super) days: BTreeMap<Day, Merged>,
    pub(super) steps: usize,
    pub(super) out: Understood,
}
