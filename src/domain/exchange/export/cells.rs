//! Neutralizes cells that a spreadsheet would run as formulas, and restores them on import.

use std::borrow::Cow;

/// Characters that start a formula in spreadsheets, their full-width forms, and whitespace after
/// which some spreadsheets still look for one (OWASP, CSV Injection).
const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Returns whether a cell would run as a formula, or looks like one that was neutralized.
fn is_touched(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(DANGEROUS)
}

/// Puts an apostrophe before a cell that would run as a formula.
pub(super) fn neutral_cell(cell: &str) -> Cow<'_, str> {
    if is_touched(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Removes the apostrophe that `neutral_cell` added.
pub fn restore_cell(cell: &str) -> Cow<'_, str> {
    match cell.strip_prefix('\'') {
        Some(rest) if is_touched(rest) => Cow::Owned(rest.to_owned()),
        _ => Cow::Borrowed(cell),
    }
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
        ] {
            assert_eq!(neutral_cell(cell), expected);
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_restored(cell in "['=+@\t\r\n-]{0,3}.{0,8}") {
            let neutral = neutral_cell(&cell);
            prop_assert!(!neutral.starts_with(DANGEROUS));
            prop_assert_eq!(restore_cell(&neutral), cell.as_str());
        }
    }
}
