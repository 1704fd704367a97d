//! Parses dates that a spreadsheet wrote as serial numbers, because their cells have no date format.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::days::day::Day;
use crate::domain::values::text::parse_digits;

/// The years in which a serial number is taken for a date.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Returns the day with the number 0 in a spreadsheet. Excel counts a day too many before March
/// 1900, which no date in [`YEARS`] is affected by.
pub(super) fn epoch(is_1904: bool) -> Option<NaiveDate> {
    if is_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)
    }
}

/// Parses a serial number. Its fraction is the time, which is ignored.
pub(super) fn parse(text: &str, epoch: NaiveDate) -> Option<Day> {
    let (days, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_number = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let days = parse_digits(days, 5).filter(|_| is_number)?;
    let date = epoch.checked_add_days(Days::new(days.into()))?;
    YEARS.contains(&date.year()).then(|| Day::from_date(date).ok())?
}

/// Returns whether the dates of a table are serial numbers: most filled cells are, and no other
/// cell is a number or date. The rest may be words, such as "Total".
pub(super) fn are_serials<T: AsRef<str>>(cells: impl Iterator<Item = T>, epoch: NaiveDate) -> bool {
    let (mut serials, mut words) = (0, 0);
    for cell in cells {
        let cell = cell.as_ref();
        if cell.is_empty() {
            continue;
        }
        if parse(cell, epoch).is_some() {
            serials += 1;
        } else if cell.contains(|c: char| c.is_ascii_digit()) {
            return false;
        } else {
            words += 1;
        }
    }
    serials > words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_serial_numbers() {
        for (text, expected, expected_1904) in [
            ("46341", Some("2026-11-15"), Some("2030-11-16")),
            ("46341.5", Some("2026-11-15"), Some("2030-11-16")),
            ("46341,75", Some("2026-11-15"), Some("2030-11-16")),
            ("32874", Some("1990-01-01"), Some("1994-01-02")),
            ("32873", None, Some("1994-01-01")),
            ("73415", Some("2100-12-31"), None),
            ("73416", None, None),
            ("4634", None, None),
            ("46341.", None, None),
            ("-46341", None, None),
            ("46341 h", None, None),
        ] {
            let day = |is_1904| parse(text, epoch(is_1904)?).map(|day| day.to_string());
            assert_eq!(day(false).as_deref(), expected, "{text}");
            assert_eq!(day(true).as_deref(), expected_1904, "{text}");
        }
    }

    #[test]
    fn a_column_with_other_numbers_or_dates_has_no_serial_numbers() {
        let epoch = epoch(false).unwrap();
        for (cells, expected) in [
            (&["46341", "", "46342.5", "Total"][..], true),
            (&["46341", "120"], false),
            (&["46341", "2026-11-16"], false),
            (&["46341", "Total"], false),
            (&[""], false),
        ] {
            assert_eq!(are_serials(cells.iter().copied(), epoch), expected, "{cells:?}");
        }
    }
}
