//! Plans of changes to many days: what would change, before anything does.

use std::collections::BTreeMap;

use super::day::{Day, Month};
use super::entry::{Content, Entry, HalfDays};
use super::fill::fill;
use super::month_log::{DayEdit, Edit, MonthLog, Precondition};
use crate::domain::values::fingerprint::Fingerprint;

/// The maximum estimated size of a change in bytes. MongoDB stores it as one document of at most 16
/// MB.
pub(crate) const MAX_CHANGE: usize = 12 * 1024 * 1024;

/// The estimated size of an entry in a document, without its strings, in bytes.
const AROUND: usize = 250;

/// Estimates the size of an entry with this content in a document, in bytes.
pub(crate) fn entry_size(content: &Content) -> usize {
    AROUND + content.size()
}

/// What to do with a day that already has an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnExistingEntry {
    /// Keep the entry.
    #[default]
    Keep,
    /// Keep the entry, but fill its empty half, if it has one.
    Fill,
    /// Replace the entry.
    Replace,
}

/// What a plan does to one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlannedStep {
    /// A new entry is logged.
    Added,
    /// The empty half of the entry is filled.
    Filled,
    /// The entry is replaced.
    Replaced,
    /// The entry is deleted.
    Removed,
    /// The entry stays: the user chose to keep existing entries, or to fill an empty half and there
    /// is nothing to fill.
    Kept,
    /// The entry already has the planned content.
    Same,
}

/// One day of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDay {
    /// The day.
    pub day: Day,
    /// The current entry, if any.
    pub before: Option<Entry>,
    /// The planned content or, for a kept day, the requested content. `None` if the entry is
    /// deleted.
    pub wanted: Option<Content>,
    /// What happens to the day.
    pub step: PlannedStep,
}

impl PlannedDay {
    fn is_changed(&self) -> bool {
        !matches!(self.step, PlannedStep::Kept | PlannedStep::Same)
    }

    /// Returns whether the entry stays, although its empty half could be filled.
    fn could_be_filled(&self) -> bool {
        let contents = self.before.as_ref().zip(self.wanted.as_ref());
        self.step == PlannedStep::Kept
            && contents.is_some_and(|(entry, wanted)| fill(&entry.content, wanted).is_some())
    }

    /// Returns how much of the day is logged anew.
    fn logged(&self) -> HalfDays {
        match (self.step, &self.wanted) {
            (PlannedStep::Filled, _) => HalfDays(1),
            (PlannedStep::Added | PlannedStep::Replaced, Some(wanted)) => wanted.parts.worth(),
            _ => HalfDays(0),
        }
    }
}

/// What an action would change on many days, in the order requested.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The days.
    pub days: Vec<PlannedDay>,
}

impl Plan {
    /// Compares the desired content of days with the current months. `None` means that the day's
    /// entry is deleted; days without an entry to delete are left out.
    pub fn new(
        months: &[MonthLog],
        wanted: impl IntoIterator<Item = (Day, Option<Content>)>,
        existing: OnExistingEntry,
    ) -> Self {
        let months: BTreeMap<Month, &MonthLog> =
            months.iter().map(|log| (log.month, log)).collect();
        let days = wanted.into_iter().filter_map(|(day, wanted)| {
            let before = months.get(&day.month()).and_then(|log| log.get(day)).cloned();
            let (step, wanted) = step(before.as_ref(), wanted, existing)?;
            Some(PlannedDay { day, before, wanted, step })
        });
        Self { days: days.collect() }
    }

    /// Returns the number of days with this step.
    pub fn count(&self, step: PlannedStep) -> usize {
        self.days.iter().filter(|day| day.step == step).count()
    }

    /// Returns whether the plan changes any day.
    pub(crate) fn has_changes(&self) -> bool {
        self.days.iter().any(PlannedDay::is_changed)
    }

    /// Returns the number of kept days whose empty half could be filled.
    pub(crate) fn fillable(&self) -> usize {
        self.days.iter().filter(|day| day.could_be_filled()).count()
    }

    /// Returns how much is newly logged on all days.
    pub(crate) fn logged(&self) -> HalfDays {
        self.days.iter().map(PlannedDay::logged).sum()
    }

    /// Returns a fingerprint of the plan: the days, the versions of their current entries, and the
    /// outcome.
    pub fn fingerprint(&self) -> String {
        let mut fingerprint = Fingerprint::default();
        for planned in &self.days {
            let version = planned.before.as_ref().map(|entry| entry.version);
            fingerprint.add((planned.day, version, planned.step, &planned.wanted));
        }
        fingerprint.finish()
    }

    /// Returns whether the resulting change would be too large to store.
    pub fn is_too_large(&self) -> bool {
        self.size() > MAX_CHANGE
    }

    /// Estimates the size of the change in bytes: the old and new content of each changed day.
    fn size(&self) -> usize {
        let entries = self.days.iter().filter(|day| day.is_changed()).flat_map(|planned| {
            let before = planned.before.as_ref().map(|entry| &entry.content);
            [before, planned.wanted.as_ref()]
        });
        entries.flatten().map(entry_size).sum()
    }

    /// Returns the edits that apply the plan, with the precondition that each day hasn't changed
    /// since.
    pub fn edits(&self) -> Vec<DayEdit> {
        let edit = |planned: &PlannedDay| DayEdit {
            day: planned.day,
            precondition: Precondition::from_entry(planned.before.as_ref()),
            edit: planned.wanted.clone().map_or(Edit::Remove, Edit::Put),
        };
        self.days.iter().filter(|day| day.is_changed()).map(edit).collect()
    }
}

fn step(
    before: Option<&Entry>,
    wanted: Option<Content>,
    existing: OnExistingEntry,
) -> Option<(PlannedStep, Option<Content>)> {
    let (entry, wanted) = match (before, wanted) {
        (None, None) => return None,
        (Some(_), None) => return Some((PlannedStep::Removed, None)),
        (None, Some(wanted)) => return Some((PlannedStep::Added, Some(wanted))),
        (Some(entry), Some(wanted)) => (entry, wanted),
    };
    if entry.content == wanted {
        return Some((PlannedStep::Same, Some(wanted)));
    }
    Some(match existing {
        OnExistingEntry::Keep => (PlannedStep::Kept, Some(wanted)),
        OnExistingEntry::Replace => (PlannedStep::Replaced, Some(wanted)),
        OnExistingEntry::Fill => match fill(&entry.content, &wanted) {
            Some(filled) => (PlannedStep::Filled, Some(filled)),
            None => (PlannedStep::Kept, Some(wanted)),
        },
    })
}

#[cfg(test)]
mod tests;
