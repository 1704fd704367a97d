//! Completes two-digit years.

use chrono::{Datelike, NaiveDate};

use crate::domain::days::day::Day;
use crate::domain::values::problem::Problem;

/// The code of the problem with a date whose two-digit year may lie in the future.
pub(super) const FUTURE_YEAR: &str = "date.future_year";

/// The first year that Worklog has.
const FIRST_YEAR: u32 = 1970;

/// What two-digit years mean if the latest past date is before 1970, such as 27 in 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Century {
    /// 27 is 1927, which Worklog doesn't have. The rows are reported.
    Past,
    /// 27 is 2027.
    Future,
}

/// Returns the year of a date with a two-digit year.
///
/// The year is the latest one that doesn't put the date into the future: on 2026-11-29, 91 is 1991
/// and 16.11.26 is in 2026. If that date were before 1970, as 16.11.27 would be, the date is probably
/// planned, but may be wrong. The user is then asked once for the whole file.
pub(super) fn full_year(
    short: u32,
    (month, day): (u32, u32),
    today: Day,
    century: Option<Century>,
) -> Result<u32, Problem> {
    let today = today.date();
    let this_year = today.year().unsigned_abs();
    let latest = this_year - (this_year - short) % 100;
    let is_later = latest == this_year && (month, day) > (today.month(), today.day());
    let past = if is_later { latest - 100 } else { latest };
    let future = past + 100;
    // A day that doesn't exist is reported as such.
    let exists = NaiveDate::from_ymd_opt(future.cast_signed(), month, day).is_some();
    match century {
        _ if past >= FIRST_YEAR || !exists => Ok(past),
        Some(Century::Past) => Ok(past),
        Some(Century::Future) => Ok(future),
        None => Err(FUTURE_YEAR.into()),
    }
}

/// Returns whether a two-digit year is close to today: at most three years ago, or next year.
pub(super) fn is_recent(short: u32, today: Day) -> bool {
    let next = today.date().year().unsigned_abs() + 1;
    (next - short) % 100 <= 4
}

/// Returns whether a two-digit year is likely: a year that Worklog has, up to next year.
pub(super) fn is_likely(short: u32, today: Day) -> bool {
    let latest = today.date().year().unsigned_abs() + 1;
    latest - (latest - short) % 100 >= FIRST_YEAR
}
