//! The counts in the summary of an import.

use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::exchange::import::{Dialect, ParsedFile, ResolvedImport};
use crate::locale::{Html, t};

/// A count with its label.
pub(super) struct ImportTotal {
    pub(super) text: Html<String>,
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
    let counted = |count: usize, text: fn(usize) -> Html<String>, tone| {
        (count > 0).then(|| ImportTotal { text: text(count), tone })
    };
    let of = |step, text: fn(usize) -> Html<String>, tone| counted(plan.count(step), text, tone);
    let [errors, waiting, left_out]: [fn(usize) -> Html<String>; 3] = match reading.dialect {
        Dialect::Ics => [
            t::import_total_event_errors_html,
            t::import_total_events_waiting_html,
            t::import_total_events_left_out_html,
        ],
        _ => [
            t::import_total_row_errors_html,
            t::import_total_waiting_html,
            t::import_total_rows_left_out_html,
        ],
    };
    let added = plan.count(PlannedStep::Added);
    let added = ImportTotal { text: t::import_total_added_html(added), tone: "good" };
    let others = [
        of(PlannedStep::Replaced, t::import_total_replaced_html, "mind"),
        of(PlannedStep::Kept, t::import_total_kept_html, "mind"),
        counted(resolved.row_error_count, errors, "bad"),
        counted(resolved.waiting, waiting, "bad"),
        of(PlannedStep::Same, t::import_total_same_html, "soft"),
        counted(resolved.left_out, left_out, "soft"),
        counted(reading.nothing_logged, t::import_total_empty_html, "soft"),
        counted(resolved.free_days, t::import_total_free_html, "soft"),
    ];
    std::iter::once(added).chain(others.into_iter().flatten()).collect()
}

/// Returns the label of the import button, or `None` if there is nothing to import.
pub(super) fn button_label(plan: &Plan, settings: bool) -> Option<String> {
    let days = plan.count(PlannedStep::Added) + plan.count(PlannedStep::Replaced);
    match (days, settings) {
        (0, false) => None,
        (0, true) => Some(t::import_settings_only().to_owned()),
        (days, _) => Some(t::import_confirm(days)),
    }
}
