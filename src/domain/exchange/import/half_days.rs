//! Converts ranges with half-day marks into rows.

use super::{DayHalf, ImportRow};
use crate::domain::values::problem::Problem;

/// A range from an absence export, with the marks of its first and last day.
#[derive(Debug, Clone)]
pub(super) struct HalfDayRange {
    /// The other values of the row. Its `half` applies to each day of the range.
    pub(super) row: ImportRow,
    /// The part of the first day.
    pub(super) first: DayHalf,
    /// The part of the last day.
    pub(super) last: DayHalf,
}

impl HalfDayRange {
    /// Returns the rows: one of whole days, and one for each end that is a half day.
    pub(super) fn rows(self) -> Result<Vec<ImportRow>, Problem> {
        let Self { row, first, last } = self;
        if row.to < row.from {
            return Err("import.ends_early".into());
        }
        if (row.to.date() - row.from.date()).num_days() >= super::MAX_RANGE {
            return Err(Problem::new("import.long_range").with("max", super::MAX_RANGE));
        }
        if row.from == row.to {
            let half = one_day(first, last);
            return Ok(vec![ImportRow { half, skips_days_off: false, ..row }]);
        }
        let mut middle = ImportRow { skips_days_off: true, half: DayHalf::Whole, ..row };
        let mut rows = Vec::new();
        // A range from the morning of its first day to the afternoon of its last covers both as
        // whole days.
        let first = if first == DayHalf::Morning { DayHalf::Whole } else { first };
        let last = if last == DayHalf::Afternoon { DayHalf::Whole } else { last };
        // Leave that starts with a half day starts at noon, and leave that ends with one ends at
        // noon.
        if first != DayHalf::Whole {
            let half = if first == DayHalf::Either { DayHalf::Afternoon } else { first };
            rows.push(ImportRow { to: middle.from, half, ..middle.clone() });
            middle.from = middle.from.next().unwrap_or(middle.to);
        }
        if last != DayHalf::Whole {
            let half = if last == DayHalf::Either { DayHalf::Morning } else { last };
            rows.push(ImportRow { from: middle.to, half, ..middle.clone() });
            middle.to = middle.to.previous().unwrap_or(middle.from);
        }
        if middle.from <= middle.to {
            rows.push(middle);
        }
        Ok(rows)
    }
}

/// Returns the part of a single day that both marks describe.
fn one_day(first: DayHalf, last: DayHalf) -> DayHalf {
    if (first, last) == (DayHalf::Morning, DayHalf::Afternoon) {
        DayHalf::Whole
    } else if first != DayHalf::Whole && matches!(last, DayHalf::Whole | DayHalf::Either) {
        first
    } else {
        last
    }
}

/// Parses a half-day mark in English or German. Returns `None` if it isn't one.
pub(super) fn parse_half(text: &str) -> Option<DayHalf> {
    let text = text.trim().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let has_word = |word| text.split(|c: char| !c.is_alphanumeric()).any(|found| found == word);
    let number = text.split_whitespace().next().unwrap_or_default().replace(',', ".");
    let days: Option<f64> = number.parse().ok().filter(|days: &f64| days.is_finite());
    let counts_days = days.is_some_and(|days| days.fract().abs() < 0.01);
    if says(&["afternoon", "second half", "2nd half", "nachmittag"]) || has_word("pm") {
        Some(DayHalf::Afternoon)
    } else if says(&["morning", "first half", "1st half", "vormittag"]) || has_word("am") {
        Some(DayHalf::Morning)
    } else if says(&["half", "halb", "½"]) || days.is_some_and(|days| (days - 0.5).abs() < 0.01) {
        Some(DayHalf::Either)
    } else if text.is_empty() || says(&["full", "whole", "all day", "ganz"]) || counts_days {
        Some(DayHalf::Whole)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exchange::import::TypeName;

    fn rows(from: &str, to: &str, first: DayHalf, last: DayHalf) -> Result<Vec<String>, Problem> {
        let row =
            ImportRow::new(1, from.parse().unwrap(), to.parse().unwrap(), TypeName::default());
        let rows = HalfDayRange { row, first, last }.rows()?;
        Ok(rows.iter().map(|row| format!("{}..{} {:?}", row.from, row.to, row.half)).collect())
    }

    #[test]
    fn parses_half_day_marks() {
        for (text, expected) in [
            ("Full day", Some(DayHalf::Whole)),
            ("", Some(DayHalf::Whole)),
            ("Half day", Some(DayHalf::Either)),
            ("First half of day", Some(DayHalf::Morning)),
            ("Second half", Some(DayHalf::Afternoon)),
            ("vormittags", Some(DayHalf::Morning)),
            ("Nachmittag", Some(DayHalf::Afternoon)),
            ("halbtags", Some(DayHalf::Either)),
            ("ganztägig", Some(DayHalf::Whole)),
            ("0,5 Tage", Some(DayHalf::Either)),
            ("5 Tage", Some(DayHalf::Whole)),
            ("4,5 Tage", None),
            ("Half day AM", Some(DayHalf::Morning)),
            ("AM", Some(DayHalf::Morning)),
            ("Half day (PM)", Some(DayHalf::Afternoon)),
            ("half_day_am", Some(DayHalf::Morning)),
            ("Half a day of development", Some(DayHalf::Either)),
            ("Development", None),
            ("sometimes", None),
            ("NaN", None),
        ] {
            assert_eq!(parse_half(text), expected, "{text}");
        }
    }

    #[test]
    fn splits_half_days_off_the_ends_of_a_range() {
        use DayHalf::{Afternoon, Either, Morning, Whole};
        let one = "2026-11-02";
        assert_eq!(rows(one, one, Either, Either).unwrap(), ["2026-11-02..2026-11-02 Either"]);
        assert_eq!(rows(one, one, Morning, Afternoon).unwrap(), ["2026-11-02..2026-11-02 Whole"]);
        assert_eq!(rows(one, one, Afternoon, Whole).unwrap(), ["2026-11-02..2026-11-02 Afternoon"]);
        assert_eq!(
            rows(one, "2026-11-06", Whole, Whole).unwrap(),
            ["2026-11-02..2026-11-06 Whole"]
        );
        assert_eq!(
            rows(one, "2026-11-06", Either, Morning).unwrap(),
            [
                "2026-11-02..2026-11-02 Afternoon",
                "2026-11-06..2026-11-06 Morning",
                "2026-11-03..2026-11-05 Whole"
            ]
        );
        assert_eq!(
            rows(one, "2026-11-03", Afternoon, Either).unwrap(),
            ["2026-11-02..2026-11-02 Afternoon", "2026-11-03..2026-11-03 Morning"]
        );
        assert_eq!(
            rows(one, "2026-11-06", Morning, Afternoon).unwrap(),
            ["2026-11-02..2026-11-06 Whole"]
        );
        assert!(rows("2026-11-03", one, Whole, Whole).is_err());
        assert!(rows("2026-11-03", "2028-11-03", Whole, Whole).is_err());
    }
}
