//! The gaps of a year, month by month.

use crate::domain::day::Day;
use crate::domain::gaps::Gap;

/// The gaps of a year.
pub(super) struct GapWords {
    /// How many days in all.
    pub(super) days: u32,
    pub(super) months: Vec<GapMonth>,
}

/// The gaps of a month.
pub(super) struct GapMonth {
    pub(super) name: &'static str,
    pub(super) runs: Vec<Run>,
}

/// A gap: one day leads to its form, several to that of many days.
pub(super) struct Run {
    pub(super) first: Day,
    pub(super) last: Day,
    /// `5` or `5–16`.
    pub(super) numbers: String,
    /// How many days, where that is not one.
    pub(super) days: Option<u32>,
}

impl GapWords {
    pub(super) fn new(gaps: &[Gap]) -> Self {
        let by_month = gaps.chunk_by(|one, next| one.first.month() == next.first.month());
        let month = |gaps: &[Gap]| GapMonth {
            name: gaps.first().map_or("", |gap| gap.first.month().name()),
            runs: gaps.iter().map(Run::of).collect(),
        };
        Self { days: gaps.iter().map(|gap| gap.days).sum(), months: by_month.map(month).collect() }
    }
}

impl Run {
    fn of(gap: &Gap) -> Self {
        let numbers = match gap.days {
            1 => gap.first.number().to_string(),
            _ => format!("{}–{}", gap.first.number(), gap.last.number()),
        };
        Self { first: gap.first, last: gap.last, numbers, days: (gap.days > 1).then_some(gap.days) }
    }
}
