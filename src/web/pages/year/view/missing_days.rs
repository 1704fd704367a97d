//! The missing days of a year, grouped by month.

use crate::domain::days::day::Day;
use crate::domain::values::text::plural;
use crate::domain::year::missing_days::Gap;
use crate::web::wording;

pub(super) struct GapsView {
    /// The total number of missing days.
    pub(super) days: u32,
    /// The noun for the total: `day` or `days`.
    pub(super) noun: &'static str,
    pub(super) months: Vec<GapMonth>,
    /// The message if no day is missing.
    pub(super) none: &'static str,
}

pub(super) struct GapMonth {
    pub(super) name: &'static str,
    pub(super) runs: Vec<GapRun>,
}

/// Consecutive missing days. A single day links to its form, several to a bulk edit.
pub(super) struct GapRun {
    pub(super) first: Day,
    pub(super) last: Day,
    /// The day numbers, such as `5` or `5–16`.
    pub(super) numbers: String,
    /// The number of days, unless it is one.
    pub(super) days: Option<u32>,
}

impl GapsView {
    /// Groups the missing days by month. `began` is whether the user had entries by the end of the
    /// year.
    pub(super) fn new(gaps: &[Gap], began: bool) -> Self {
        let by_month = gaps.chunk_by(|one, next| one.first.month() == next.first.month());
        let month = |gaps: &[Gap]| GapMonth {
            name: gaps.first().map_or("", |gap| gap.first.month().name()),
            runs: gaps.iter().map(GapRun::new).collect(),
        };
        let none = wording::text(if began { "year.no_gaps" } else { "year.nothing_logged" });
        let days: u32 = gaps.iter().map(|gap| gap.days).sum();
        let noun = plural(days, "day", "days");
        Self { days, noun, months: by_month.map(month).collect(), none }
    }
}

impl GapRun {
    fn new(gap: &Gap) -> Self {
        let numbers = match gap.days {
            1 => gap.first.number().to_string(),
            _ => format!("{}–{}", gap.first.number(), gap.last.number()),
        };
        Self { first: gap.first, last: gap.last, numbers, days: (gap.days > 1).then_some(gap.days) }
    }
}
