//! The days of an import, one row each.

use crate::domain::days::day::Day;
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::exchange::import::ResolvedImport;
use crate::domain::types::DayTypes;
use crate::locale::{Number, t, weekday_date};
use crate::web::views::day_content::EntryView;

/// The maximum number of days listed in each section, enough for a person to check.
const MAX_ROWS: usize = 100;

/// A day in the file, next to the stored entry.
pub(super) struct ImportDayRow<'a> {
    pub(super) day: Day,
    /// The date, such as `Wed, 18 Nov 2026`.
    pub(super) date: String,
    pub(super) line: usize,
    pub(super) before: Option<EntryView<'a>>,
    pub(super) after: EntryView<'a>,
}

/// Returns the first days with a matching step, and a note of how many more there are.
pub(super) fn day_rows<'a>(
    types: &'a DayTypes,
    resolved: &'a ResolvedImport,
    plan: &'a Plan,
    is_one: impl Fn(PlannedStep) -> bool,
) -> (Vec<ImportDayRow<'a>>, Option<String>) {
    let both = resolved.days.iter().zip(&plan.days);
    let mut found = both.filter(|(_, planned)| is_one(planned.step));
    let shown = found.by_ref().take(MAX_ROWS).filter_map(|(new, planned)| {
        let wanted = planned.wanted.as_ref()?;
        let before = planned.before.as_ref();
        Some(ImportDayRow {
            day: planned.day,
            date: weekday_date(planned.day.date()).to_string(),
            line: new.line,
            before: before.map(|entry| EntryView::new(types, &entry.content)),
            after: EntryView::new(types, wanted),
        })
    });
    let shown = shown.collect();
    let more = found.count();
    (shown, (more > 0).then(|| t::import_more(Number::from(more))))
}
