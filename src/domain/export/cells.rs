//! Cells that a spreadsheet would run are neutralised, and restored when they come back.

use std::borrow::Cow;

/// What a spreadsheet takes for the start of a formula, the wide forms among it, and the white space
/// after which some look for one (OWASP, CSV Injection).
const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a cell would be run, or looks like one that was neutralised.
fn is_touched(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(DANGEROUS)
}

/// Puts an apostrophe before what a spreadsheet would run.
pub(super) fn neutral_cell(cell: &str) -> Cow<'_, str> {
    if is_touched(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Takes that apostrophe away again.
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
    fn what_would_run_does_not() {
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
        fn every_cell_survives(cell in "['=+@\t\r\n-]{0,3}.{0,8}") {
            let neutral = neutral_cell(&cell);
            prop_assert!(!neutral.starts_with(DANGEROUS));
            prop_assert_eq!(restore_cell(&neutral), cell.as_str());
        }
    }
}
