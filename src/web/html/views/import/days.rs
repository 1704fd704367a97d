//! The days of an import, each in a line.

use crate::domain::day::Day;
use crate::domain::entry::Parts;
use crate::domain::import::Understood;
use crate::domain::month_log::Edit;
use crate::domain::notes::Notes;
use crate::domain::plan::{Plan, Step};
use crate::domain::types::DayTypes;
use crate::web::html::views::words::{PartWords, weekday_short};

/// How many days of a kind are shown; a person looks through no more.
const SHOWN: usize = 100;

/// A day of the file beside what is logged.
pub(super) struct DayRow<'a> {
    pub(super) day: Day,
    pub(super) weekday: &'static str,
    pub(super) line: usize,
    pub(super) before: Option<Logged<'a>>,
    pub(super) after: Logged<'a>,
}

/// What is or will be logged for a day.
pub(super) struct Logged<'a> {
    pub(super) parts: Vec<PartWords<'a>>,
    pub(super) notes: &'a str,
}

impl<'a> Logged<'a> {
    fn new(types: &'a DayTypes, parts: &'a Parts, notes: &'a Notes) -> Self {
        let parts = PartWords::of_parts(types, parts).into_iter().flatten().collect();
        Self { parts, notes: notes.as_str() }
    }
}

/// The first days of some kind, and how many more there are.
pub(super) fn rows<'a>(
    types: &'a DayTypes,
    understood: &'a Understood,
    plan: &'a Plan,
    is_one: impl Fn(Step) -> bool,
) -> (Vec<DayRow<'a>>, Option<String>) {
    let both = understood.days.iter().zip(&plan.days);
    let mut found = both.filter(|(_, planned)| is_one(planned.step));
    let shown = found.by_ref().take(SHOWN).filter_map(|(new, planned)| {
        let Edit::Put { parts, notes } = &planned.wanted else { return None };
        let before = planned.before.as_ref();
        Some(DayRow {
            day: planned.day,
            weekday: weekday_short(planned.day.weekday()),
            line: new.line,
            before: before.map(|entry| Logged::new(types, &entry.parts, &entry.notes)),
            after: Logged::new(types, parts, notes),
        })
    });
    let shown = shown.collect();
    let more = found.count();
    (shown, (more > 0).then(|| format!("and {more} more")))
}
