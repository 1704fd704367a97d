//! Undoing a change: within ten minutes, and only as a whole.

use chrono::TimeDelta;

use super::change::{Change, ChangeItem, ChangeKind};
use super::day::Day;
use super::month_log::{DayEdit, Edit, MonthLog, Precondition};
use crate::domain::Timestamp;
use crate::domain::values::clock_error::is_ahead;
use crate::domain::values::problem::{Coded, Params, params};

/// How long a change can be undone, in minutes.
pub const MINUTES: i64 = 10;

/// Why a change can't be undone, regardless of the current state of its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UndoRefusal {
    /// More than [`MINUTES`] minutes have passed.
    #[error("undo.too_late")]
    TooLate,
    /// It also changed types, which its items don't record.
    #[error("undo.changed_types")]
    ChangedTypes,
}

impl Coded for UndoRefusal {
    fn params(&self) -> Params {
        params([("minutes", &MINUTES)])
    }
}

/// What undoing a change would do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoOutlook {
    /// Every day returns to its state before the change.
    Whole,
    /// Nothing, because every day already has its state from before the change.
    Nothing,
    /// Nothing, because this day has changed since.
    Changed(Day),
}

/// Returns the time until which a change can be undone.
pub fn deadline(change: &Change) -> Timestamp {
    change.at + TimeDelta::minutes(MINUTES)
}

/// Checks that a change can be undone at `now`. A change made while the clock was ahead can't be
/// undone after the correction: otherwise, it could be undone until then.
pub fn check_allowed(change: &Change, now: Timestamp) -> Result<(), UndoRefusal> {
    if change.kind == ChangeKind::Merge {
        Err(UndoRefusal::ChangedTypes)
    } else if now > deadline(change) || is_ahead(change.at, now) {
        Err(UndoRefusal::TooLate)
    } else {
        Ok(())
    }
}

/// Returns the edits that undo a change, with the precondition that each day hasn't changed since.
pub fn edits(change: &Change) -> Vec<DayEdit> {
    change.items.iter().map(edit).collect()
}

fn edit(item: &ChangeItem) -> DayEdit {
    let edit = item.before.clone().map_or(Edit::Remove, Edit::Restore);
    DayEdit { day: item.date, precondition: Precondition::from_entry(item.after.as_ref()), edit }
}

/// Predicts what undoing a change to these days would do, given their current months. It is only for
/// display: the store decides.
pub fn predict(items: &[ChangeItem], months: &[MonthLog]) -> UndoOutlook {
    let mut outlook = UndoOutlook::Nothing;
    for edit in items.iter().map(edit) {
        let month = months.iter().find(|log| log.month == edit.day.month());
        let stored = month.and_then(|log| log.get(edit.day));
        if edit.edit.is_met_by(stored) {
            continue;
        }
        if !edit.precondition.fits(stored) {
            return UndoOutlook::Changed(edit.day);
        }
        outlook = UndoOutlook::Whole;
    }
    outlook
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::accounts::user::UserId;
    use crate::domain::days::change::ChangeId;
    use crate::domain::days::entry::{Content, Part, Parts};

    const DAYS: usize = 6;

    fn at(minute: i64) -> Timestamp {
        Timestamp::default() + TimeDelta::minutes(minute)
    }

    fn change(kind: ChangeKind, items: Vec<ChangeItem>) -> Change {
        let user_id = UserId::new();
        Change { id: ChangeId::new(), user_id, at: at(0), actor: user_id, kind, items }
    }

    #[test]
    fn changes_can_be_undone_for_ten_minutes() {
        for (kind, minute, expected) in [
            (ChangeKind::Range, 0, Ok(())),
            (ChangeKind::Range, -1, Ok(())),
            (ChangeKind::Range, -2, Err(UndoRefusal::TooLate)),
            (ChangeKind::Delete, 10, Ok(())),
            (ChangeKind::Undo, 10, Ok(())),
            (ChangeKind::Range, 11, Err(UndoRefusal::TooLate)),
            (ChangeKind::Merge, 0, Err(UndoRefusal::ChangedTypes)),
            (ChangeKind::Merge, 11, Err(UndoRefusal::ChangedTypes)),
        ] {
            assert_eq!(
                check_allowed(&change(kind, vec![]), at(minute)),
                expected,
                "{kind:?} {minute}"
            );
        }
        let last = deadline(&change(ChangeKind::Save, vec![]));
        let saved = change(ChangeKind::Save, vec![]);
        assert_eq!(
            check_allowed(&saved, last + TimeDelta::milliseconds(1)),
            Err(UndoRefusal::TooLate)
        );
    }

    /// The edit of each day: none, delete the entry, or log a type.
    const WISHES: [&str; 5] = ["", "remove", "office", "vacation", "sick"];

    fn wishes() -> impl Strategy<Value = Vec<&'static str>> {
        prop::collection::vec(prop::sample::select(WISHES.to_vec()), DAYS)
    }

    fn empty() -> MonthLog {
        MonthLog::empty(UserId::new(), "2026-11".parse().unwrap())
    }

    fn apply_edits(log: &mut MonthLog, edits: &[DayEdit], minute: i64) -> Option<Vec<ChangeItem>> {
        let mut after = log.clone();
        let mut items = Vec::new();
        for edit in edits {
            items.extend(after.edit(edit, at(minute)).ok()?);
        }
        *log = after;
        Some(items)
    }

    fn apply_wishes(log: &mut MonthLog, wishes: &[&str], minute: i64) -> Change {
        let edit = |wish: &str| match wish.parse() {
            Ok(day_type) if wish != "remove" => Edit::Put(Content {
                notes: minute.to_string().parse().unwrap(),
                ..Parts::Whole(Part { day_type, location: None }).into()
            }),
            _ => Edit::Remove,
        };
        let wanted =
            (1..).zip(wishes).filter(|(_, wish)| !wish.is_empty()).map(|(number, wish)| {
                let day = log.month.day(number).unwrap();
                DayEdit { day, precondition: Precondition::Any, edit: edit(wish) }
            });
        let wanted: Vec<DayEdit> = wanted.collect();
        change(ChangeKind::Range, apply_edits(log, &wanted, minute).unwrap())
    }

    /// Returns what a user sees of each day: when it was logged, and its content.
    fn seen(log: &MonthLog) -> Vec<(Day, Timestamp, &Parts, &str)> {
        log.iter()
            .map(|(day, entry)| {
                (day, entry.created_at, &entry.content.parts, entry.content.notes.as_str())
            })
            .collect()
    }

    proptest! {
        #[test]
        fn undoing_restores_the_previous_entries(first in wishes(), second in wishes()) {
            let mut log = empty();
            apply_wishes(&mut log, &first, 1);
            let before = log.clone();
            let done = apply_wishes(&mut log, &second, 2);
            let after = log.clone();
            let undone = apply_edits(&mut log, &edits(&done), 3).unwrap();
            prop_assert_eq!(undone.len(), done.items.len());
            prop_assert_eq!(seen(&log), seen(&before));
            let again = change(ChangeKind::Undo, undone);
            apply_edits(&mut log, &edits(&again), 4).unwrap();
            prop_assert_eq!(seen(&log), seen(&after));
        }

        #[test]
        fn the_outlook_matches_the_outcome(first in wishes(), second in wishes(), since in wishes()) {
            let mut log = empty();
            apply_wishes(&mut log, &first, 1);
            let done = apply_wishes(&mut log, &second, 2);
            apply_wishes(&mut log, &since, 3);
            let foretold = predict(&done.items, std::slice::from_ref(&log));
            let before = log.clone();
            let happened = apply_edits(&mut log, &edits(&done), 4);
            match foretold {
                UndoOutlook::Changed(_) => prop_assert_eq!((happened, log), (None, before)),
                UndoOutlook::Nothing => prop_assert_eq!((happened, log), (Some(vec![]), before)),
                UndoOutlook::Whole => prop_assert!(happened.is_some_and(|items| !items.is_empty())),
            }
        }
    }
}
