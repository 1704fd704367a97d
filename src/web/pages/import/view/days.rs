//! The days of an import, one row each.

use crate::domain::days::day::Day;
use crate::domain::days::plan::{Plan, Step};
use crate::domain::exchange::import::Understood;
use crate::domain::types::DayTypes;
use crate::web::views::day_content::Logged;
use crate::web::views::format::weekday_short;

/// The most days listed in each section, enough for a person to check.
const SHOWN: usize = 100;

/// A day in the file, beside the stored entry.
pub(super) struct DayRow<'a> {
    pub(super) day: Day,
    pub(super) weekday: &'static str,
    pub(super) line: usize,
    pub(super) before: Option<Logged<'a>>,
    pub(super) after: Logged<'a>,
}

/// Returns the first days with a matching step, and a text for how many more there are.
pub(super) fn rows<'a>(
    types: &'a DayTypes,
    understood: &'a Understood,
    plan: &'a Plan,
    is_one: impl Fn(Step) -> bool,
) -> (Vec<DayRow<'a>>, Option<String>) {
    let both = understood.days.iter().zip(&plan.days);
    let mut found = both.filter(|(_, planned)| is_one(planned.step));
    let shown = found.by_ref().take(SHOWN).filter_map(|(new, planned)| {
        let wanted = planned.wanted.as_ref()?;
        let before = planned.before.as_ref();
        Some(DayRow {
            day: planned.day,
            weekday: weekday_short(planned.day.weekday()),
            line: new.line,
            before: before.map(|entry| Logged::new(types, &entry.content)),
            after: Logged::new(types, wanted),
        })
    });
    let shown = shown.collect();
    let more = found.count();
    (shown, (more > 0).then(|| format!("and {more} more")))
}
