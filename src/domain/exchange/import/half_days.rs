//! Converts ranges with half-day marks into rows.

use super::{Half, Row};
use crate::domain::values::problem::Problem;

/// A range from an absence export, with the marks of its first and last day.
#[derive(Debug, Clone)]
pub(super) struct Range {
    /// The other values of the row. Its `half` applies to each day of the range.
    pub(super) row: Row,
    /// The part of the first day.
    pub(super) first: Half,
    /// The part of the last day.
    pub(super) last: Half,
}

impl Range {
    /// Returns the rows: one of whole days, and one for each end that is a half day.
    pub(super) fn rows(self) -> Result<Vec<Row>, Problem> {
        let Self { row, first, last } = self;
        if row.to < row.from {
            return Err("import.ends_early".into());
        }
        if (row.to.date() - row.from.date()).num_days() >= super::MAX_RANGE {
            return Err(Problem::new("import.long_range").with("max", super::MAX_RANGE));
        }
        if row.from == row.to {
            let half = one_day(first, last);
            return Ok(vec![Row { half, of_range: false, ..row }]);
        }
        let mut middle = Row { of_range: true, half: Half::Whole, ..row };
        let mut rows = Vec::new();
        // A range from the morning of its first day to the afternoon of its last covers both as
        // whole days.
        let first = if first == Half::Morning { Half::Whole } else { first };
        let last = if last == Half::Afternoon { Half::Whole } else { last };
        // Leave that starts with a half day starts at noon, and leave that ends with one ends at
        // noon.
        if first != Half::Whole {
            let half = if first == Half::Either { Half::Afternoon } else { first };
            rows.push(Row { to: middle.from, half, ..middle.clone() });
            middle.from = middle.from.next().unwrap_or(middle.to);
        }
        if last != Half::Whole {
            let half = if last == Half::Either { Half::Morning } else { last };
            rows.push(Row { from: middle.to, half, ..middle.clone() });
            middle.to = middle.to.previous().unwrap_or(middle.from);
        }
        if middle.from <= middle.to {
            rows.push(middle);
        }
        Ok(rows)
    }
}

/// Returns the part of a single day that both marks describe.
fn one_day(first: Half, last: Half) -> Half {
    if (first, last) == (Half::Morning, Half::Afternoon) {
        Half::Whole
    } else if first != Half::Whole && matches!(last, Half::Whole | Half::Either) {
        first
    } else {
        last
    }
}

/// Parses a half-day mark in English or German. Returns `None` if it isn't one.
pub(super) fn mark(text: &str) -> Option<Half> {
    let text = text.trim().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let has_word = |word| text.split_whitespace().any(|found| found == word);
    let number = text.split_whitespace().next().unwrap_or_default().replace(',', ".");
    let days: Option<f64> = number.parse().ok().filter(|days: &f64| days.is_finite());
    let counts_days = days.is_some_and(|days| days.fract().abs() < 0.01);
    if says(&["afternoon", "second half", "2nd half", "pm", "nachmittag"]) {
        Some(Half::Afternoon)
    } else if says(&["morning", "first half", "1st half", "vormittag"]) || has_word("am") {
        Some(Half::Morning)
    } else if says(&["half", "halb", "½"]) || days.is_some_and(|days| (days - 0.5).abs() < 0.01) {
        Some(Half::Either)
    } else if text.is_empty() || says(&["full", "whole", "all day", "ganz"]) || counts_days {
        Some(Half::Whole)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exchange::import::TypeName;

    fn rows(from: &str, to: &str, first: Half, last: Half) -> Result<Vec<String>, Problem> {
        let row = Row::new(1, from.parse().unwrap(), to.parse().unwrap(), TypeName::default());
        let rows = Range { row, first, last }.rows()?;
        Ok(rows.iter().map(|row| format!("{}..{} {:?}", row.from, row.to, row.half)).collect())
    }

    #[test]
    fn parses_half_day_marks() {
        for (text, expected) in [
            ("Full day", Some(Half::Whole)),
            ("", Some(Half::Whole)),
            ("Half day", Some(Half::Either)),
            ("First half of day", Some(Half::Morning)),
            ("Second half", Some(Half::Afternoon)),
            ("vormittags", Some(Half::Morning)),
            ("Nachmittag", Some(Half::Afternoon)),
            ("halbtags", Some(Half::Either)),
            ("ganztägig", Some(Half::Whole)),
            ("0,5 Tage", Some(Half::Either)),
            ("5 Tage", Some(Half::Whole)),
            ("4,5 Tage", None),
            ("Half day AM", Some(Half::Morning)),
            ("AM", Some(Half::Morning)),
            ("sometimes", None),
            ("NaN", None),
        ] {
            assert_eq!(mark(text), expected, "{text}");
        }
    }

    #[test]
    fn splits_half_days_off_the_ends_of_a_range() {
        use Half::{Afternoon, Either, Morning, Whole};
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
