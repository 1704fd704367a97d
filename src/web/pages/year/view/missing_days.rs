//! The missing days of a year, grouped by month.

use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::year::missing_days::MissingRun;
use crate::locale::{Html, month_name, t};
use crate::web::messages;

pub(super) struct MissingDaysView {
    /// The sum of all missing days, in words.
    pub(super) sum: String,
    pub(super) months: Vec<MissingDaysMonth>,
    /// The message if no day is missing.
    pub(super) none: String,
}

pub(super) struct MissingDaysMonth {
    pub(super) name: &'static str,
    pub(super) runs: Vec<MissingRunView>,
}

/// Consecutive missing days. A single day links to its form, several to a bulk edit.
pub(super) struct MissingRunView {
    pub(super) first: Day,
    pub(super) last: Day,
    /// The day numbers, such as `5` or `5–16`, with the month for screen readers.
    pub(super) dates: Html<String>,
    /// The number of missing days, such as `(10 working days)`, unless it is one.
    pub(super) days: Option<String>,
}

impl MissingDaysView {
    /// Groups the missing days of a year by month. `began` is whether the user had entries by its
    /// end.
    pub(super) fn new(year: Year, runs: &[MissingRun], began: bool) -> Self {
        let by_month = runs.chunk_by(|one, next| one.first.month() == next.first.month());
        let month = |runs: &[MissingRun]| MissingDaysMonth {
            name: runs.first().map_or("", |run| month_name(run.first.month().number())),
            runs: runs.iter().map(MissingRunView::new).collect(),
        };
        let none = if began {
            messages::text("year.none_missing").to_owned()
        } else {
            t::missing_began_later(year)
        };
        let sum = t::missing_sum(runs.iter().map(|run| run.days).sum::<HalfDays>());
        Self { sum, months: by_month.map(month).collect(), none }
    }
}

impl MissingRunView {
    fn new(run: &MissingRun) -> Self {
        let numbers = if run.first == run.last {
            t::day_number(run.first.number())
        } else {
            t::missing_range(run.first.number(), run.last.number())
        };
        let dates = t::missing_run_html(numbers, month_name(run.first.month().number()));
        let days = (run.days != HalfDays(2)).then(|| t::missing_working_days(run.days));
        Self { first: run.first, last: run.last, dates, days }
    }
}
