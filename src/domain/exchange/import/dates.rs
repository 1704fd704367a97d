//! Parses dates in the formats of other programs.

use chrono::NaiveDate;

use crate::domain::days::day::{DateError, Day};
use crate::domain::values::problem::Problem;
use crate::domain::values::text::parse_digits;

/// Which of the two numbers in a date with slashes is the day. Determined once for the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlashOrder {
    DayFirst,
    MonthFirst,
    Unknown,
}

impl SlashOrder {
    /// Determines the order from all dates of a file: a number over 12 must be a day.
    pub(super) fn detect<'a>(dates: impl Iterator<Item = &'a str>) -> Self {
        let (mut first, mut second) = (false, false);
        for (a, b, _) in dates.filter_map(|date| slashed(date_alone(date))) {
            first |= a > 12;
            second |= b > 12;
        }
        match (first, second) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => Self::Unknown,
        }
    }
}

/// Parses `2026-03-31`, `31.3.2026`, `31.03.26`, or `31/03/2026`. A time after the date is ignored.
pub(super) fn parse(text: &str, order: SlashOrder) -> Result<Day, Problem> {
    let date = date_alone(text);
    if date.is_empty() {
        return Err("date.missing".into());
    }
    if let Some((day, month, year)) = split(date, '.').filter(|_| date.contains('.')) {
        return day_of(date, year, month, day);
    }
    let Some((a, b, year)) = slashed(date) else {
        return read_iso(date);
    };
    match order {
        SlashOrder::DayFirst => day_of(date, year, b, a),
        SlashOrder::MonthFirst => day_of(date, year, a, b),
        SlashOrder::Unknown if a == b => day_of(date, year, a, b),
        SlashOrder::Unknown => Err("date.ambiguous".into()),
    }
}

/// Parses `2026-03-31` or `2026/03/31`.
pub(super) fn read_iso(date: &str) -> Result<Day, Problem> {
    let iso = date.replace('/', "-");
    let mut numbers =
        iso.splitn(3, '-').zip([4, 2, 2]).map(|(text, digits)| parse_digits(text, digits));
    match (numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten()) {
        (Some(year), Some(month), Some(day)) => day_of(date, year, month, day),
        _ => Err(DateError::NotADate.into()),
    }
}

fn day_of(written: &str, year: u32, month: u32, day: u32) -> Result<Day, Problem> {
    let date = NaiveDate::from_ymd_opt(year.cast_signed(), month, day);
    let date = date.ok_or_else(|| Problem::new("date.no_such_day").with("date", written))?;
    Ok(Day::from_date(date)?)
}

/// Removes the time from `2026-03-31T00:00:00` or `31.03.2026 08:00`.
fn date_alone(text: &str) -> &str {
    let text = text.trim();
    let time = text.find([' ', 'T']).filter(|at| *at >= 8);
    text.get(..time.unwrap_or(text.len())).unwrap_or(text)
}

fn slashed(date: &str) -> Option<(u32, u32, u32)> {
    split(date, '/')
}

/// Parses two numbers of one or two digits, and a year of two or four digits.
fn split(date: &str, between: char) -> Option<(u32, u32, u32)> {
    let mut parts = date.split(between);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |text: &str| parse_digits(text, 2).or_else(|| parse_digits(text, 1));
    let year = parse_digits(year, 4).or_else(|| parse_digits(year, 2).map(|year| 2000 + year))?;
    parts.next().is_none().then_some(())?;
    Some((short(a)?, short(b)?, year))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parses_dates_in_all_formats() {
        use SlashOrder::{DayFirst, MonthFirst, Unknown};
        for (text, order, expected) in [
            ("2026-03-31", Unknown, Some("2026-03-31")),
            (" 2026-03-31T00:00:00Z ", Unknown, Some("2026-03-31")),
            ("2026/03/31", Unknown, Some("2026-03-31")),
            ("31.03.2026", Unknown, Some("2026-03-31")),
            ("1.3.2026", Unknown, Some("2026-03-01")),
            ("31.03.26 08:00", Unknown, Some("2026-03-31")),
            ("04/03/2026", DayFirst, Some("2026-03-04")),
            ("04/03/2026", MonthFirst, Some("2026-04-03")),
            ("04/03/2026", Unknown, None),
            ("04/04/2026", Unknown, Some("2026-04-04")),
            ("30.02.2026", Unknown, None),
            ("1969-12-31", Unknown, None),
            ("45000", Unknown, None),
            ("31.", Unknown, None),
            ("", Unknown, None),
            ("١.٢.٢٠٢٦", Unknown, None),
        ] {
            let read = parse(text, order).ok().map(|day| day.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
        let file = ["04/03/2026", "", "x", "2026-01-01", "25/03/2026"];
        assert_eq!(SlashOrder::detect(file.into_iter()), DayFirst);
        assert_eq!(SlashOrder::detect(["03/25/2026"].into_iter()), MonthFirst);
        assert_eq!(SlashOrder::detect(["03/25/2026", "25/03/2026"].into_iter()), Unknown);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "[0-9./T é-]{0,16}") {
            for order in [SlashOrder::DayFirst, SlashOrder::MonthFirst, SlashOrder::Unknown] {
                let _ = parse(&text, order);
            }
        }
    }
}
