//! Many days at once: what an act would change, before it does.

use std::collections::BTreeMap;

use super::day::{Day, Month};
use super::entry::{Content, Entry};
use super::fingerprint::Fingerprint;
use super::month_log::{DayEdit, Edit, Expect, MonthLog};

/// The largest change that is made, in bytes: in MongoDB it is one document of at most 16 MB.
const MAX_CHANGE: usize = 12 * 1024 * 1024;

/// What an entry takes in a document beside its texts.
const AROUND: usize = 250;

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
    /// The planned content. `None` if the entry is removed.
    pub wanted: Option<Content>,
    /// What becomes of the day.
    pub step: Step,
}

impl PlannedDay {
    fn is_changed(&self) -> bool {
        !matches!(self.step, Step::Kept | Step::Same)
    }
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
        wanted: impl IntoIterator<Item = (Day, Option<Content>)>,
        existing: Existing,
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

    /// How many days come to this.
    pub fn count(&self, step: Step) -> usize {
        self.days.iter().filter(|day| day.step == step).count()
    }

    /// Tells this plan from others: the same days, seen in the same versions, with the same outcome.
    pub fn fingerprint(&self) -> String {
        let mut fingerprint = Fingerprint::default();
        for planned in &self.days {
            let version = planned.before.as_ref().map(|entry| entry.version);
            fingerprint.add((planned.day, version, planned.step, &planned.wanted));
        }
        fingerprint.finish()
    }

    /// Whether the change that comes of it would be too large to be kept.
    pub fn is_too_large(&self) -> bool {
        self.size() > MAX_CHANGE
    }

    /// About how large that change will be: what was there and what is wanted, of each day.
    fn size(&self) -> usize {
        let entries = self.days.iter().filter(|day| day.is_changed()).flat_map(|planned| {
            let before = planned.before.as_ref().map(|entry| &entry.content);
            [before, planned.wanted.as_ref()]
        });
        entries.flatten().map(|content| AROUND + content.size()).sum()
    }

    /// The edits that carry it out, each on condition that its day is as it was seen here.
    pub fn edits(&self) -> Vec<DayEdit> {
        let edit = |planned: &PlannedDay| DayEdit {
            day: planned.day,
            expect: Expect::seen(planned.before.as_ref()),
            edit: planned.wanted.clone().map_or(Edit::Remove, Edit::Put),
        };
        self.days.iter().filter(|day| day.is_changed()).map(edit).collect()
    }
}

fn step(before: Option<&Entry>, wanted: Option<&Content>, existing: Existing) -> Option<Step> {
    match (before, wanted) {
        (None, None) => None,
        (Some(_), None) => Some(Step::Removed),
        (None, Some(_)) => Some(Step::Added),
        (Some(entry), Some(wanted)) if entry.content == *wanted => Some(Step::Same),
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

    fn whole(slug: &str) -> Content {
        Parts::Whole(Part { day_type: slug.parse().unwrap(), location: None }).into()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn each_day_comes_to_what_was_asked() {
        let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
        for (date, slug) in [("2026-11-03", "office"), ("2026-11-04", "sick")] {
            let edit = Edit::Put(whole(slug));
            let edit = DayEdit { day: day(date), expect: Expect::Nothing, edit };
            log.edit(&edit, Timestamp::default()).unwrap();
        }
        let mut seen = std::collections::BTreeSet::new();
        let wanted = ["2026-11-02", "2026-11-03", "2026-11-04", "2026-12-01"];
        for (content, existing, steps) in [
            (
                Some(whole("sick")),
                Existing::Keep,
                vec![Step::Added, Step::Kept, Step::Same, Step::Added],
            ),
            (
                Some(whole("sick")),
                Existing::Replace,
                vec![Step::Added, Step::Replaced, Step::Same, Step::Added],
            ),
            (None, Existing::Keep, vec![Step::Removed, Step::Removed]),
        ] {
            let wanted = wanted.map(|date| (day(date), content.clone()));
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

    /// With the longest texts there are, and without any.
    #[test]
    fn its_size_is_that_of_the_change() {
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
            let edit = DayEdit { day: day("2026-11-03"), expect: Expect::Nothing, edit };
            let at: Timestamp = "2026-11-18T12:00:00.123456789Z".parse().unwrap();
            let before = log.edit(&edit, at).unwrap().unwrap().after;
            let parts = content.parts.map(|_| Ok::<_, ()>(longest("c"))).unwrap();
            let wanted = content.with_parts(parts);
            let planned = [(edit.day, Some(wanted.clone()))];
            let plan = Plan::new(std::slice::from_ref(&log), planned, Existing::Replace);
            let edit =
                DayEdit { expect: Expect::seen(before.as_ref()), edit: Edit::Put(wanted), ..edit };
            let item = log.edit(&edit, at).unwrap().unwrap();
            let kept = serde_json::to_vec(&item).unwrap().len();
            assert!((kept..kept + 300).contains(&plan.size()), "{kept}, {}", plan.size());
        }
    }
}
