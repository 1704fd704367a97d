//! Days and what changes them: entries, months, plans, undo.

pub mod amendment;
pub mod calendar;
pub mod change;
pub mod day;
pub mod entry;
mod entry_times;
pub(crate) mod fill;
mod half_days;
pub mod location;
pub mod month_log;
pub mod notes;
pub mod plan;
pub mod range;
pub mod record_stats;
pub mod schedule;
pub mod search;
pub mod summary;
pub mod undo;
pub mod usual_week;
pub mod week;
