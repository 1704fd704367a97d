//! The missing days of a year, grouped by month.

use crate::domain::days::day::Day;
use crate::domain::days::entry::HalfDays;
use crate::domain::year::missing_days::Gap;
use crate::web::views::format::format_half_days;

pub(super) struct GapsView {
    /// The total, such as `7.5 days`.
    pub(super) total: String,
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
    /// The number of missing days, unless it is one.
    pub(super) days: Option<HalfDays>,
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
        let none = if began {
            "No days are missing."
        } else {
            "Nothing is logged yet. Missing days are counted from the first entry on."
        };
        let total = format_half_days(gaps.iter().map(|gap| gap.days).sum());
        Self { total, months: by_month.map(month).collect(), none }
    }
}

impl GapRun {
    fn new(gap: &Gap) -> Self {
        let numbers = if gap.first == gap.last {
            gap.first.number().to_string()
        } else {
            format!("{}–{}", gap.first.number(), gap.last.number())
        };
        let days = (gap.days != HalfDays(2)).then_some(gap.days);
        Self { first: gap.first, last: gap.last, numbers, days }
    }
}
