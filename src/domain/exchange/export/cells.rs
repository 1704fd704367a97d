//! Neutralizes cells that a spreadsheet would run as formulas, and restores them on import.
//!
//! A spreadsheet that expects another separator than the file has splits a cell like `a;=1+2` in
//! two, and quotation marks don't prevent that, because they no longer enclose a cell. So a formula
//! is neutralized wherever a cell could start, not only at the start of the text.

use std::borrow::Cow;

/// Characters that start a formula in spreadsheets, and their full-width forms.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whitespace after which some spreadsheets still look for a formula (OWASP, CSV Injection).
const WHITESPACE: [char; 3] = ['\t', '\r', '\n'];

/// Characters after which a cell starts, depending on the spreadsheet's settings.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\r', '\n'];

/// Returns whether a cell would run as a formula, or looks like one that was neutralized.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches(['\'', '"']).starts_with(FORMULA)
}

/// Returns the positions at which a cell could start and a formula would run. `is_start` filters
/// them by the rest of the text.
fn positions(text: &str, is_start: impl Fn(&str) -> bool) -> Vec<usize> {
    let after = text.char_indices().filter(|(_, c)| SEPARATORS.contains(c));
    let after = after.map(|(at, c)| at + c.len_utf8());
    std::iter::once(0).chain(after).filter(|at| is_start(&text[*at..])).collect()
}

/// Puts an apostrophe before everything that would run as a formula.
pub(super) fn neutral_cell(cell: &str) -> Cow<'_, str> {
    let found = positions(cell, is_formula);
    let leads = cell.trim_start_matches('\'').starts_with(WHITESPACE);
    if found.is_empty() && !leads {
        return Cow::Borrowed(cell);
    }
    let mut neutral = String::with_capacity(cell.len() + found.len() + 1);
    if leads {
        neutral.push('\'');
    }
    let mut last = 0;
    for at in found {
        neutral.push_str(&cell[last..at]);
        neutral.push('\'');
        last = at;
    }
    neutral.push_str(&cell[last..]);
    Cow::Owned(neutral)
}

/// Removes the apostrophes that `neutral_cell` added.
pub fn restore_cell(cell: &str) -> Cow<'_, str> {
    let leads = |rest: &str| {
        rest.len() == cell.len() && rest.trim_start_matches('\'').starts_with(WHITESPACE)
    };
    let found = positions(cell, |rest| rest.starts_with('\'') && (is_formula(rest) || leads(rest)));
    if found.is_empty() {
        return Cow::Borrowed(cell);
    }
    let mut restored = String::with_capacity(cell.len());
    let mut last = 0;
    for at in found {
        restored.push_str(&cell[last..at]);
        last = at + 1;
    }
    restored.push_str(&cell[last..]);
    Cow::Owned(restored)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neutralizes_formulas() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
            ("", ""),
            ("＝1", "'＝1"),
            ("a;=1+2", "a;'=1+2"),
            ("a,=1+2", "a,'=1+2"),
            ("a;\"=1+2", "a;'\"=1+2"),
            ("a;'=1", "a;''=1"),
            ("=1;-2,+3", "'=1;'-2,'+3"),
            ("Done:\n- a\n- b", "Done:\n'- a\n'- b"),
            ("a; b, c\n\nd", "a; b, c\n\nd"),
            ("\tx", "'\tx"),
        ] {
            assert_eq!(neutral_cell(cell), expected);
            assert_eq!(restore_cell(expected), cell);
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_restored(cell in "(['\"=+@,;\t\r\n-]|.){0,12}") {
            let neutral = neutral_cell(&cell);
            for piece in neutral.split(SEPARATORS) {
                prop_assert!(!piece.trim_start_matches('"').starts_with(FORMULA), "{}", neutral);
            }
            prop_assert!(!neutral.starts_with(WHITESPACE));
            prop_assert_eq!(restore_cell(&neutral), cell.as_str());
        }
    }
}
