//! The counts in the summary of an import.

use super::format_count;
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::exchange::import::{Dialect, ParsedFile, ResolvedImport};
use crate::domain::values::text::plural;

/// A count with its label.
pub(super) struct ImportTotal {
    pub(super) count: usize,
    pub(super) label: &'static str,
    /// The CSS class for its color: `good`, `mind`, `bad`, or `soft`.
    pub(super) tone: &'static str,
}

/// Returns the counts, the most important first. Omits those that are zero, except for the added
/// days.
pub(super) fn import_totals(
    resolved: &ResolvedImport,
    plan: &Plan,
    reading: &ParsedFile,
) -> Vec<ImportTotal> {
    let counted = |count: usize, one, many, tone| ImportTotal {
        count,
        label: plural(count, one, many),
        tone,
    };
    let of = |step: PlannedStep, one, many, tone| counted(plan.count(step), one, many, tone);
    let (line, lines, skipped, skips) = match reading.dialect {
        Dialect::Ics => {
            ("event with an error", "events with errors", "event left out", "events left out")
        }
        _ => ("row with an error", "rows with errors", "row left out", "rows left out"),
    };
    let all = [
        of(PlannedStep::Added, "day will be added", "days will be added", "good"),
        of(PlannedStep::Replaced, "day will be replaced", "days will be replaced", "mind"),
        of(PlannedStep::Kept, "conflict, logged day kept", "conflicts, logged days kept", "mind"),
        counted(resolved.row_error_count, line, lines, "bad"),
        counted(resolved.waiting, "row needs your input", "rows need your input", "bad"),
        of(PlannedStep::Same, "day already up to date", "days already up to date", "soft"),
        counted(resolved.left_out, skipped, skips, "soft"),
        counted(
            reading.nothing_logged,
            "day with nothing logged",
            "days with nothing logged",
            "soft",
        ),
        counted(resolved.free_days, "day off left out", "days off left out", "soft"),
    ];
    let numbered = all.into_iter().enumerate();
    numbered.filter(|(at, total)| *at == 0 || total.count > 0).map(|(_, total)| total).collect()
}

/// Returns the label of the import button, or `None` if there is nothing to import.
pub(super) fn button_label(plan: &Plan, settings: bool) -> Option<String> {
    let days = plan.count(PlannedStep::Added) + plan.count(PlannedStep::Replaced);
    match (days, settings) {
        (0, false) => None,
        (0, true) => Some("Import settings".to_owned()),
        (days, _) => Some(format!("Import {}", format_count(days, "day", "days"))),
    }
}
