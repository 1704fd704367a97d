//! Dates in the current language. The formats are those of CLDR; `build/cldr.rs` reads them.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

use super::language::pick;

// `FORMATS`.
include!(concat!(env!("OUT_DIR"), "/dates.rs"));

/// A piece of a formatted date.
#[derive(Debug, Clone, Copy)]
enum DatePiece {
    Constant(&'static str),
    Weekday,
    /// The day of the month.
    Day,
    /// The day of the month, with two digits.
    PaddedDay,
    Month,
    Year,
}

/// A format of dates.
#[derive(Debug, Clone, Copy)]
struct DateFormat {
    pieces: &'static [DatePiece],
    /// The months as this format writes them, January first.
    months: [&'static str; 12],
    /// The weekdays as this format writes them, Monday first.
    weekdays: [&'static str; 7],
}

/// The formats of one language.
#[derive(Debug, Clone, Copy)]
struct Formats {
    /// Such as `Wednesday, 18 November 2026`.
    full: DateFormat,
    /// Such as `18 November 2026`.
    long: DateFormat,
    /// Such as `18 Nov 2026`.
    medium: DateFormat,
    /// Such as `Wed, 18 Nov 2026`.
    medium_with_weekday: DateFormat,
    /// Such as `November 2026`.
    month_and_year: DateFormat,
    /// Such as `18 Nov`.
    without_year: DateFormat,
    /// The names of the months on their own, long and short.
    months: [[&'static str; 12]; 2],
    /// The names of the weekdays on their own, long and short, Monday first.
    weekdays: [[&'static str; 7]; 2],
}

/// A date that is formatted when it is written.
struct Formatted(&'static DateFormat, NaiveDate);

impl fmt::Display for Formatted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(DateFormat { pieces, months, weekdays }, date) = self;
        for piece in *pieces {
            match piece {
                DatePiece::Constant(text) => f.write_str(text),
                DatePiece::Weekday => {
                    f.write_str(weekdays[date.weekday().num_days_from_monday() as usize])
                }
                DatePiece::Day => write!(f, "{}", date.day()),
                DatePiece::PaddedDay => write!(f, "{:02}", date.day()),
                DatePiece::Month => f.write_str(months[date.month0() as usize]),
                DatePiece::Year => write!(f, "{}", date.year()),
            }?;
        }
        Ok(())
    }
}

/// Formats a date with its weekday, such as `Wednesday, 18 November 2026`.
pub(crate) fn full_date(date: NaiveDate) -> impl fmt::Display {
    Formatted(&pick(&FORMATS).full, date)
}

/// Formats a date, such as `18 November 2026`.
pub(crate) fn long_date(date: NaiveDate) -> impl fmt::Display {
    Formatted(&pick(&FORMATS).long, date)
}

/// Formats a date in little space, such as `18 Nov 2026`.
pub(crate) fn medium_date(date: NaiveDate) -> impl fmt::Display {
    Formatted(&pick(&FORMATS).medium, date)
}

/// Formats a date with its weekday in little space, such as `Wed, 18 Nov 2026`.
pub(crate) fn weekday_date(date: NaiveDate) -> impl fmt::Display {
    Formatted(&pick(&FORMATS).medium_with_weekday, date)
}

/// Formats the month of a date, such as `November 2026`.
pub(crate) fn month_and_year(date: NaiveDate) -> impl fmt::Display {
    Formatted(&pick(&FORMATS).month_and_year, date)
}

/// Formats a date without its year in little space, such as `18 Nov`.
pub(crate) fn short_date(date: NaiveDate) -> impl fmt::Display {
    Formatted(&pick(&FORMATS).without_year, date)
}

/// Returns the name of a month on its own, such as `November`. January is 1.
pub(crate) fn month_name(month: u32) -> &'static str {
    of_month(&pick(&FORMATS).months[0], month)
}

/// Returns the short name of a month on its own, such as `Nov`. January is 1.
pub(crate) fn month_short_name(month: u32) -> &'static str {
    of_month(&pick(&FORMATS).months[1], month)
}

fn of_month(names: &[&'static str; 12], month: u32) -> &'static str {
    names.get((month as usize).wrapping_sub(1)).copied().unwrap_or_default()
}

/// Returns the name of a weekday, such as `Wednesday`.
pub(crate) fn weekday_name(day: Weekday) -> &'static str {
    pick(&FORMATS).weekdays[0][day.num_days_from_monday() as usize]
}

/// Returns the short name of a weekday, such as `Wed`.
pub(crate) fn weekday_short_name(day: Weekday) -> &'static str {
    pick(&FORMATS).weekdays[1][day.num_days_from_monday() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn numbers_with_a_period_stay_with_their_month() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
        let german = Language::De.with(|| full_date(day).to_string());
        assert_eq!(german, "Mittwoch, 18.\u{a0}November 2026");
        assert_eq!(full_date(day).to_string(), "Wednesday, 18 November 2026");
        let short = Language::De.with(|| short_date(day).to_string());
        assert_eq!((short.as_str(), &*short_date(day).to_string()), ("18.\u{a0}Nov.", "18 Nov"));
    }
}
