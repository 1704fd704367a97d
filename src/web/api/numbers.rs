//! Conversion of half days to JSON numbers.

use serde_json::Number;

use crate::domain::allowances::CarriedDays;
use crate::domain::days::entry::HalfDays;

/// Returns a number of days, without a decimal point if it is whole.
pub(crate) fn as_number(days: HalfDays) -> Number {
    of_halves(i64::from(days.0))
}

/// Returns a number of days as a negative number.
pub(crate) fn as_negative(days: HalfDays) -> Number {
    of_halves(-i64::from(days.0))
}

/// Returns a number of carried-over days, which may be negative.
pub(crate) fn as_signed(days: CarriedDays) -> Number {
    of_halves(i64::from(days.0))
}

fn of_halves(halves: i64) -> Number {
    if halves % 2 == 0 {
        return Number::from(halves / 2);
    }
    // Exact and finite: a year has few half days.
    let days =
        i32::try_from(halves).ok().and_then(|halves| Number::from_f64(f64::from(halves) / 2.0));
    days.unwrap_or(0.into())
}
