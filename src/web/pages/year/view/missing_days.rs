//! The missing days of a year, grouped by month.

use crate::domain::days::day::Day;
use crate::domain::values::text::plural;
use crate::domain::year::missing_days::MissingRun;
use crate::web::messages;

pub(super) struct MissingDaysView {
    /// The total number of missing days.
    pub(super) days: u32,
    /// The noun for the total: `day` or `days`.
    pub(super) noun: &'static str,
    pub(super) months: Vec<MissingDaysMonth>,
    /// The message if no day is missing.
    pub(super) none: &'static str,
}

pub(super) struct MissingDaysMonth {
    pub(super) name: &'static str,
    pub(super) runs: Vec<MissingRunView>,
}

/// Consecutive missing days. A single day links to its form, several to a bulk edit.
pub(super) struct MissingRunView {
    pub(super) first: Day,
    pub(super) last: Day,
    /// The day numbers, such as `5` or `5–16`.
    pub(super) numbers: String,
    /// The number of days, unless it is one.
    pub(super) days: Option<u32>,
}

impl MissingDaysView {
    /// Groups the missing days by month. `began` is whether the user had entries by the end of the
    /// year.
    pub(super) fn new(runs: &[MissingRun], began: bool) -> Self {
        let by_month = runs.chunk_by(|one, next| one.first.month() == next.first.month());
        let month = |runs: &[MissingRun]| MissingDaysMonth {
            name: runs.first().map_or("", |run| run.first.month().name()),
            runs: runs.iter().map(MissingRunView::new).collect(),
        };
        let none = messages::text(if began { "year.no_gaps" } else { "year.nothing_logged" });
        let days: u32 = runs.iter().map(|run| run.days).sum();
        let noun = plural(days, "day", "days");
        Self { days, noun, months: by_month.map(month).collect(), none }
    }
}

impl MissingRunView {
    fn new(run: &MissingRun) -> Self {
        let numbers = match run.days {
            1 => run.first.number().to_string(),
            _ => format!("{}–{}", run.first.number(), run.last.number()),
        };
        Self { first: run.first, last: run.last, numbers, days: (run.days > 1).then_some(run.days) }
    }
}
