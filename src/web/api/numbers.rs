//! Days as JSON numbers.

use serde_json::Number;

use crate::domain::entry::HalfDays;

/// Days as a number; whole ones without a point.
pub fn as_number(days: HalfDays) -> Number {
    let half = || Number::from_f64(f64::from(days.0) / 2.0);
    if days.0.is_multiple_of(2) { Number::from(days.0 / 2) } else { half().unwrap_or(0.into()) }
}
