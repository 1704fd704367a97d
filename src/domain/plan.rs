//! Many days at once: what an act would change, before it does.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::day::{Day, Month};
use super::entry::Entry;
use super::month_log::{DayEdit, Edit, Expect, MonthLog};

/// What to do with a day that has an entry already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays as it is.
    Keep,
    /// It gives way.
    Replace,
}

/// What would become of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Nothing was logged; something will be.
    Added,
    /// What was logged gives way.
    Replaced,
    /// What was logged is removed.
    Removed,
    /// What was logged stays, because the person said so.
    Kept,
    /// It is already as wanted.
    Same,
}

/// One day of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDay {
    /// The day.
    pub day: Day,
    /// What is logged now.
    pub before: Option<Entry>,
    /// What is wanted.
    pub wanted: Edit,
    /// What becomes of the day.
    pub step: Step,
}

/// What an act on many days would change, in the order asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The days.
    pub days: Vec<PlannedDay>,
}

impl Plan {
    /// Holds what is wanted against the months as they are. Days without anything to remove are
    /// left out.
    pub fn new(
        months: &[MonthLog],
        wanted: impl IntoIterator<Item = (Day, Edit)>,
        existing: Existing,
    ) -> Self {
        let months: BTreeMap<Month, &MonthLog> =
            months.iter().map(|log| (log.month, log)).collect();
        let days = wanted.into_iter().filter_map(|(day, wanted)| {
            let before = months.get(&day.month()).and_then(|log| log.get(day)).cloned();
            let step = step(before.as_ref(), &wanted, existing)?;
            Some(PlannedDay { day, before, wanted, step })
        });
        Self { days: days.collect() }
    }

    /// How many days come to this.
    pub fn count(&self, step: Step) -> usize {
        self.days.iter().filter(|day| day.step == step).count()
    }

    /// Tells this plan from others: the same days, seen in the same versions, with the same outcome.
    pub fn fingerprint(&self) -> String {
        let mut hasher = DefaultHasher::new();
        for planned in &self.days {
            let version = planned.before.as_ref().map(|entry| entry.version);
            (planned.day, version, planned.step, planned.wanted.wanted()).hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }

    /// The edits that carry it out, each on condition that its day is as it was seen here.
    pub fn edits(&self) -> Vec<DayEdit> {
        let acts = |day: &&PlannedDay| !matches!(day.step, Step::Kept | Step::Same);
        let edit = |planned: &PlannedDay| DayEdit {
            day: planned.day,
            expect: Expect::seen(planned.before.as_ref()),
            edit: planned.wanted.clone(),
        };
        self.days.iter().filter(acts).map(edit).collect()
    }
}

fn step(before: Option<&Entry>, wanted: &Edit, existing: Existing) -> Option<Step> {
    match (before, wanted.wanted()) {
        (None, None) => None,
        (Some(_), None) => Some(Step::Removed),
        (None, Some(_)) => Some(Step::Added),
        (Some(_), Some(_)) if wanted.is_met_by(before) => Some(Step::Same),
        (Some(_), Some(_)) => Some(match existing {
            Existing::Keep => Step::Kept,
            Existing::Replace => Step::Replaced,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::entry::{Part, Parts};
    use crate::domain::notes::Notes;
    use crate::domain::user::UserId;

    fn put(slug: &str) -> Edit {
        let part = Part { day_type: slug.parse().unwrap(), location: None };
        Edit::Put { parts: Parts::Whole(part), notes: Notes::default() }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn each_day_comes_to_what_was_asked() {
        let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
        for (date, slug) in [("2026-11-03", "office"), ("2026-11-04", "sick")] {
            let edit = DayEdit { day: day(date), expect: Expect::Nothing, edit: put(slug) };
            log.edit(&edit, Timestamp::default()).unwrap();
        }
        let mut seen = std::collections::BTreeSet::new();
        let wanted = ["2026-11-02", "2026-11-03", "2026-11-04", "2026-12-01"];
        for (edit, existing, steps) in [
            (put("sick"), Existing::Keep, vec![Step::Added, Step::Kept, Step::Same, Step::Added]),
            (
                put("sick"),
                Existing::Replace,
                vec![Step::Added, Step::Replaced, Step::Same, Step::Added],
            ),
            (Edit::Remove, Existing::Keep, vec![Step::Removed, Step::Removed]),
        ] {
            let wanted = wanted.map(|date| (day(date), edit.clone()));
            let plan = Plan::new(std::slice::from_ref(&log), wanted, existing);
            let found: Vec<Step> = plan.days.iter().map(|day| day.step).collect();
            assert_eq!(found, steps);
            assert_eq!(plan.fingerprint(), plan.clone().fingerprint());
            assert!(seen.insert(plan.fingerprint()), "{plan:?}");
            for edit in plan.edits() {
                let seen = Expect::seen(log.get(edit.day));
                assert_eq!(edit.expect, seen, "{}", edit.day);
            }
        }
    }
}
