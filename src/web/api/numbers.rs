//! Days as JSON numbers.

use serde_json::Number;

use crate::domain::entry::HalfDays;

/// Days as a number; whole ones without a point.
pub fn as_number(days: HalfDays) -> Number {
    of_halves(i64::from(days.0))
}

/// The same of days too many, as a number below 0.
pub fn as_negative(days: HalfDays) -> Number {
    of_halves(-i64::from(days.0))
}

fn of_halves(halves: i64) -> Number {
    if halves % 2 == 0 {
        return Number::from(halves / 2);
    }
    // A year has few halves: exact, and finite.
    let days =
        i32::try_from(halves).ok().and_then(|halves| Number::from_f64(f64::from(halves) / 2.0));
    days.unwrap_or(0.into())
}
