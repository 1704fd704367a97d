//! The date of an entry, in whichever way it is kept.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::Value;

use super::{Fields, field, whole};
use crate::domain::day::{DateError, Day};
use crate::domain::import::dates::{self, SlashOrder};
use crate::domain::time_zone::TimeZone;

const MISSING: &str = "The date is missing.";

/// Reads the date of an entry in the object of a year: a text, a moment, the number 20180102, or the
/// month and the day as numbers, beside the entry's other fields or in an object of their own.
pub(super) fn read(entry: &Fields, year: Option<u32>, zone: TimeZone) -> Result<Day, String> {
    match field(entry, &["date", "day_date"]) {
        Some(Value::String(text)) => of_text(text, year, zone),
        Some(Value::Object(date)) => match date.get("$date") {
            Some(Value::String(moment)) => of_text(moment, year, zone),
            Some(_) => Err(DateError::OutOfRange.to_string()),
            None => of_numbers(date, year),
        },
        Some(number @ Value::Number(_)) => {
            let digits = whole(number).filter(|number| *number >= 10_000_000);
            let digits = digits.ok_or_else(|| DateError::NotADate.to_string())?;
            day_of(digits / 10_000, digits / 100 % 100, digits % 100)
        }
        Some(_) => Err(DateError::NotADate.to_string()),
        None => of_numbers(entry, year),
    }
}

fn of_numbers(fields: &Fields, year: Option<u32>) -> Result<Day, String> {
    let number = |names: &[&str]| field(fields, names).map(whole);
    let (month, day) = match (number(&["month"]), number(&["day"])) {
        (None, None) => return Err(MISSING.to_owned()),
        (Some(Some(month)), Some(Some(day))) => (month, day),
        _ => return Err("Month and day are numbers, such as 3 and 31.".to_owned()),
    };
    let year = number(&["year"]).flatten().or(year).ok_or("The year is missing.")?;
    day_of(year, month, day)
}

fn of_text(text: &str, year: Option<u32>, zone: TimeZone) -> Result<Day, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(MISSING.to_owned());
    }
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return day_at(moment.to_utc(), zone);
    }
    // A month and a day, in the year that they are kept under.
    let numbers = text.split_once('-').and_then(|(month, day)| {
        let number = |text: &str| (text.len() <= 2).then(|| text.parse().ok()).flatten();
        Some((number(month)?, number(day)?))
    });
    match (numbers, year) {
        (Some((month, day)), Some(year)) => day_of(year, month, day),
        _ => dates::read(text, SlashOrder::Unknown),
    }
}

/// A midnight of UTC is how a date without a time is kept; other moments belong to the day that it
/// was where the person was.
fn day_at(moment: DateTime<Utc>, zone: TimeZone) -> Result<Day, String> {
    let is_date = moment.time() == NaiveTime::MIN;
    let date = if is_date { moment.date_naive() } else { zone.date(moment) };
    Day::from_date(date).map_err(|error| error.to_string())
}

fn day_of(year: u32, month: u32, day: u32) -> Result<Day, String> {
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let date = date.ok_or_else(|| format!("There is no day {year:04}-{month:02}-{day:02}."))?;
    Day::from_date(date).map_err(|error| error.to_string())
}
