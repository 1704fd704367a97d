//! Plans of changes to many days: what would change, before anything does.

use std::collections::BTreeMap;

use super::day::{Day, Month};
use super::entry::{Content, Entry};
use super::month_log::{DayEdit, Edit, MonthLog, Precondition};
use crate::domain::values::fingerprint::Fingerprint;

/// The maximum estimated size of a change in bytes. MongoDB stores it as one document of at most 16
/// MB.
const MAX_CHANGE: usize = 12 * 1024 * 1024;

/// The estimated size of an entry in a document, without its strings, in bytes.
const AROUND: usize = 250;

/// What to do with a day that already has an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnExistingEntry {
    /// Keep the entry.
    Keep,
    /// Replace the entry.
    Replace,
}

/// What a plan does to one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlannedStep {
    /// A new entry is logged.
    Added,
    /// The entry is replaced.
    Replaced,
    /// The entry is deleted.
    Removed,
    /// The entry stays, because the user chose to keep existing entries.
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
    /// The planned content. `None` if the entry is deleted.
    pub wanted: Option<Content>,
    /// What happens to the day.
    pub step: PlannedStep,
}

impl PlannedDay {
    fn is_changed(&self) -> bool {
        !matches!(self.step, PlannedStep::Kept | PlannedStep::Same)
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
            let step = step(before.as_ref(), wanted.as_ref(), existing)?;
            Some(PlannedDay { day, before, wanted, step })
        });
        Self { days: days.collect() }
    }

    /// Returns the number of days with this step.
    pub fn count(&self, step: PlannedStep) -> usize {
        self.days.iter().filter(|day| day.step == step).count()
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
        entries.flatten().map(|content| AROUND + content.size()).sum()
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
    wanted: Option<&Content>,
    existing: OnExistingEntry,
) -> Option<PlannedStep> {
    match (before, wanted) {
        (None, None) => None,
        (Some(_), None) => Some(PlannedStep::Removed),
        (None, Some(_)) => Some(PlannedStep::Added),
        (Some(entry), Some(wanted)) if entry.content == *wanted => Some(PlannedStep::Same),
        (Some(_), Some(_)) => Some(match existing {
            OnExistingEntry::Keep => PlannedStep::Kept,
            OnExistingEntry::Replace => PlannedStep::Replaced,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::accounts::user::UserId;
    use crate::domain::days::entry::{Part, Parts};
    use crate::domain::days::notes::Notes;

    fn whole(slug: &str) -> Content {
        Parts::Whole(Part { day_type: slug.parse().unwrap(), location: None }).into()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn plans_the_step_of_each_day() {
        let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
        for (date, slug) in [("2026-11-03", "office"), ("2026-11-04", "sick")] {
            let edit = Edit::Put(whole(slug));
            let edit = DayEdit { day: day(date), precondition: Precondition::NoEntry, edit };
            log.edit(&edit, Timestamp::default()).unwrap();
        }
        let mut seen = std::collections::BTreeSet::new();
        let wanted = ["2026-11-02", "2026-11-03", "2026-11-04", "2026-12-01"];
        for (content, existing, steps) in [
            (
                Some(whole("sick")),
                OnExistingEntry::Keep,
                vec![PlannedStep::Added, PlannedStep::Kept, PlannedStep::Same, PlannedStep::Added],
            ),
            (
                Some(whole("sick")),
                OnExistingEntry::Replace,
                vec![
                    PlannedStep::Added,
                    PlannedStep::Replaced,
                    PlannedStep::Same,
                    PlannedStep::Added,
                ],
            ),
            (None, OnExistingEntry::Keep, vec![PlannedStep::Removed, PlannedStep::Removed]),
        ] {
            let wanted = wanted.map(|date| (day(date), content.clone()));
            let plan = Plan::new(std::slice::from_ref(&log), wanted, existing);
            let actual: Vec<PlannedStep> = plan.days.iter().map(|day| day.step).collect();
            assert_eq!(actual, steps);
            assert_eq!(plan.fingerprint(), plan.clone().fingerprint());
            assert!(seen.insert(plan.fingerprint()), "{plan:?}");
            for edit in plan.edits() {
                let seen = Precondition::from_entry(log.get(edit.day));
                assert_eq!(edit.precondition, seen, "{}", edit.day);
            }
        }
    }

    /// Checked with the longest possible strings, and with none.
    #[test]
    fn estimates_the_size_of_the_change() {
        let longest = |slug: &str| Part {
            day_type: slug.repeat(40).parse().unwrap(),
            location: Some("\u{1F3E0}".repeat(80).parse().unwrap()),
        };
        let notes: Notes = "\u{1F4DD}".repeat(1000).parse().unwrap();
        let short = || Part { day_type: "sick".parse().unwrap(), location: None };
        for (parts, notes) in [
            (Parts::Halves(longest("a"), longest("b")), notes),
            (Parts::Halves(short(), short()), Notes::default()),
        ] {
            let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
            let content = Content { notes, ..parts.into() };
            let edit = Edit::Put(content.clone());
            let edit =
                DayEdit { day: day("2026-11-03"), precondition: Precondition::NoEntry, edit };
            let at: Timestamp = "2026-11-18T12:00:00.123456789Z".parse().unwrap();
            let before = log.edit(&edit, at).unwrap().unwrap().after;
            let parts = content.parts.map(|_| Ok::<_, ()>(longest("c"))).unwrap();
            let wanted = content.with_parts(parts);
            let planned = [(edit.day, Some(wanted.clone()))];
            let plan = Plan::new(std::slice::from_ref(&log), planned, OnExistingEntry::Replace);
            let edit = DayEdit {
                precondition: Precondition::from_entry(before.as_ref()),
                edit: Edit::Put(wanted),
                ..edit
            };
            let item = log.edit(&edit, at).unwrap().unwrap();
            let base_size = serde_json::to_vec(&item).unwrap().len();
            assert!(
                (base_size..base_size + 300).contains(&plan.size()),
                "{base_size}, {}",
                plan.size()
            );
        }
    }
}
