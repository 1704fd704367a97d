//! Taking an act back: for ten minutes, and only as a whole.

use chrono::TimeDelta;

use super::Timestamp;
use super::change::{Act, Change, ChangeItem};
use super::day::Day;
use super::month_log::{DayEdit, Edit, Expect, MonthLog};
use super::problem::{Coded, Params, params};

/// For how long an act can be taken back.
pub const MINUTES: i64 = 10;

/// Why an act is not taken back, whatever its days are like now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More than [`MINUTES`] have passed.
    #[error("undo.too_late")]
    TooLate,
    /// It changed types too, which its days do not tell of.
    #[error("undo.changed_types")]
    ChangedTypes,
}

impl Coded for Refusal {
    fn params(&self) -> Params {
        params([("minutes", &MINUTES)])
    }
}

/// What would come of taking an act back now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// Every day becomes what it was before.
    Whole,
    /// Every day is again what it was before.
    Nothing,
    /// Nothing: this day was changed since.
    Changed(Day),
}

/// The moment until which an act can be taken back.
pub fn until(change: &Change) -> Timestamp {
    change.at + TimeDelta::minutes(MINUTES)
}

/// Whether an act can be taken back at `now`.
pub fn allow(change: &Change, now: Timestamp) -> Result<(), Refusal> {
    if change.act == Act::Merge {
        Err(Refusal::ChangedTypes)
    } else if now > until(change) {
        Err(Refusal::TooLate)
    } else {
        Ok(())
    }
}

/// The edits that make each day what it was before, on condition that it still is what the act made
/// of it.
pub fn edits(change: &Change) -> Vec<DayEdit> {
    change.items.iter().map(edit).collect()
}

fn edit(item: &ChangeItem) -> DayEdit {
    let edit = item.before.clone().map_or(Edit::Remove, Edit::Restore);
    DayEdit { day: item.date, expect: Expect::seen(item.after.as_ref()), edit }
}

/// What would come of taking an act back, by the months as they are. Only to tell beforehand: the
/// store decides.
pub fn outlook(change: &Change, months: &[MonthLog]) -> Outlook {
    let mut outlook = Outlook::Nothing;
    for edit in change.items.iter().map(edit) {
        let month = months.iter().find(|log| log.month == edit.day.month());
        let stored = month.and_then(|log| log.get(edit.day));
        if edit.edit.is_met_by(stored) {
            continue;
        }
        if !edit.expect.fits(stored) {
            return Outlook::Changed(edit.day);
        }
        outlook = Outlook::Whole;
    }
    outlook
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::change::ChangeId;
    use crate::domain::entry::{Content, Part, Parts};
    use crate::domain::user::UserId;

    const DAYS: usize = 6;

    fn at(minute: i64) -> Timestamp {
        Timestamp::default() + TimeDelta::minutes(minute)
    }

    fn change(act: Act, items: Vec<ChangeItem>) -> Change {
        let user_id = UserId::new();
        Change { id: ChangeId::new(), user_id, at: at(0), actor: user_id, act, items }
    }

    #[test]
    fn acts_can_be_taken_back_for_ten_minutes() {
        for (act, minute, expected) in [
            (Act::Range, 0, Ok(())),
            (Act::Delete, 10, Ok(())),
            (Act::Undo, 10, Ok(())),
            (Act::Range, 11, Err(Refusal::TooLate)),
            (Act::Merge, 0, Err(Refusal::ChangedTypes)),
            (Act::Merge, 11, Err(Refusal::ChangedTypes)),
        ] {
            assert_eq!(allow(&change(act, vec![]), at(minute)), expected, "{act:?} {minute}");
        }
        let last = until(&change(Act::Save, vec![]));
        let act = change(Act::Save, vec![]);
        assert_eq!(allow(&act, last + TimeDelta::milliseconds(1)), Err(Refusal::TooLate));
    }

    /// What an act does to a day: nothing at all, remove its entry, or make it one of a type.
    const WISHES: [&str; 5] = ["", "remove", "office", "vacation", "sick"];

    fn wishes() -> impl Strategy<Value = Vec<&'static str>> {
        prop::collection::vec(prop::sample::select(WISHES.to_vec()), DAYS)
    }

    fn empty() -> MonthLog {
        MonthLog::empty(UserId::new(), "2026-11".parse().unwrap())
    }

    fn carry_out(log: &mut MonthLog, edits: &[DayEdit], minute: i64) -> Option<Vec<ChangeItem>> {
        let mut after = log.clone();
        let mut items = Vec::new();
        for edit in edits {
            items.extend(after.edit(edit, at(minute)).ok()?);
        }
        *log = after;
        Some(items)
    }

    fn act(log: &mut MonthLog, wishes: &[&str], minute: i64) -> Change {
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
                DayEdit { day, expect: Expect::Anything, edit: edit(wish) }
            });
        let wanted: Vec<DayEdit> = wanted.collect();
        change(Act::Range, carry_out(log, &wanted, minute).unwrap())
    }

    /// Each day as a person sees it: when it was logged, and what.
    fn seen(log: &MonthLog) -> Vec<(Day, Timestamp, &Parts, &str)> {
        log.iter()
            .map(|(day, entry)| {
                (day, entry.created_at, &entry.content.parts, entry.content.notes.as_str())
            })
            .collect()
    }

    proptest! {
        #[test]
        fn what_was_there_is_there_again(first in wishes(), second in wishes()) {
            let mut log = empty();
            act(&mut log, &first, 1);
            let before = log.clone();
            let done = act(&mut log, &second, 2);
            let after = log.clone();
            let undone = carry_out(&mut log, &edits(&done), 3).unwrap();
            prop_assert_eq!(undone.len(), done.items.len());
            prop_assert_eq!(seen(&log), seen(&before));
            let again = change(Act::Undo, undone);
            carry_out(&mut log, &edits(&again), 4).unwrap();
            prop_assert_eq!(seen(&log), seen(&after));
        }

        #[test]
        fn what_is_foretold_comes_true(first in wishes(), second in wishes(), since in wishes()) {
            let mut log = empty();
            act(&mut log, &first, 1);
            let done = act(&mut log, &second, 2);
            act(&mut log, &since, 3);
            let foretold = outlook(&done, std::slice::from_ref(&log));
            let before = log.clone();
            let happened = carry_out(&mut log, &edits(&done), 4);
            match foretold {
                Outlook::Changed(_) => prop_assert_eq!((happened, log), (None, before)),
                Outlook::Nothing => prop_assert_eq!((happened, log), (Some(vec![]), before)),
                Outlook::Whole => prop_assert!(happened.is_some_and(|items| !items.is_empty())),
            }
        }
    }
}
