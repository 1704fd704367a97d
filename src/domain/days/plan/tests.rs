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
            vec![PlannedStep::Added, PlannedStep::Replaced, PlannedStep::Same, PlannedStep::Added],
        ),
        (None, OnExistingEntry::Keep, vec![PlannedStep::Removed, PlannedStep::Removed]),
    ] {
        let wanted = wanted.map(|date| (day(date), content.clone()));
        let plan = Plan::new(std::slice::from_ref(&log), wanted, existing);
        let found: Vec<PlannedStep> = plan.days.iter().map(|day| day.step).collect();
        assert_eq!(found, steps);
        assert_eq!(plan.fingerprint(), plan.clone().fingerprint());
        assert!(seen.insert(plan.fingerprint()), "{plan:?}");
        for edit in plan.edits() {
            let seen = Precondition::from_entry(log.get(edit.day));
            assert_eq!(edit.precondition, seen, "{}", edit.day);
        }
    }
}

/// A holiday on the afternoons of 24 and 31 December and on 25 December, and vacation from 21 to
/// 31 December, Monday to Friday.
#[test]
fn filling_empty_halves_uses_seven_days() {
    let mut log = MonthLog::empty(UserId::new(), "2026-12".parse().unwrap());
    let part = |slug: &str| Part { day_type: slug.parse().unwrap(), location: None };
    for (date, parts) in [
        ("2026-12-24", Parts::Afternoon(part("holiday"))),
        ("2026-12-25", Parts::Whole(part("holiday"))),
        ("2026-12-31", Parts::Afternoon(part("holiday"))),
    ] {
        let edit = Edit::Put(parts.into());
        let edit = DayEdit { day: day(date), precondition: Precondition::NoEntry, edit };
        log.edit(&edit, Timestamp::default()).unwrap();
    }
    let days = [21, 22, 23, 24, 25, 28, 29, 30, 31];
    let plan = |existing| {
        let wanted = days.map(|number| (log.month.day(number).unwrap(), Some(whole("vacation"))));
        Plan::new(std::slice::from_ref(&log), wanted, existing)
    };
    let kept = plan(OnExistingEntry::Keep);
    assert_eq!((kept.logged(), kept.fillable()), (HalfDays(12), 2));
    let filled = plan(OnExistingEntry::Fill);
    assert_eq!((filled.logged(), filled.fillable()), (HalfDays(14), 0));
    assert_eq!(filled.count(PlannedStep::Filled), 2);
    assert_eq!(filled.count(PlannedStep::Kept), 1);
    assert_eq!(filled.edits().len(), 8);
    assert_ne!(kept.fingerprint(), filled.fingerprint());
    let halves = Parts::Halves(part("vacation"), part("holiday"));
    assert_eq!(filled.days[3].wanted, Some(halves.into()));
    let replaced = plan(OnExistingEntry::Replace);
    assert_eq!((replaced.logged(), replaced.fillable()), (HalfDays(18), 0));
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
        let edit = DayEdit { day: day("2026-11-03"), precondition: Precondition::NoEntry, edit };
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
        let kept = serde_json::to_vec(&item).unwrap().len();
        assert!((kept..kept + 300).contains(&plan.size()), "{kept}, {}", plan.size());
    }
}
