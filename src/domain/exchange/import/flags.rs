//! Columns that contain yes or no instead of the name of a type, such as `WorkFromHome`.

use super::source::TableRecord;

const YES: [&str; 9] = ["yes", "y", "true", "1", "x", "✓", "✔", "ja", "wahr"];
const NO: [&str; 7] = ["no", "n", "false", "0", "-", "nein", "falsch"];

/// Returns whether every cell of a column is yes, no, or empty, and at least one isn't empty.
pub(super) fn is_flag_column(records: &[TableRecord], column: usize) -> bool {
    let cells = || records.iter().map(|record| record.cell(Some(column)));
    let is_flag = |cell: &str| cell.is_empty() || is_one(&YES, cell) || is_one(&NO, cell);
    cells().all(is_flag) && cells().any(|cell| !cell.is_empty())
}

/// Returns the name of the type that a cell stands for: the column's name, or its negation.
pub(super) fn label(column: &str, cell: &str) -> String {
    if is_one(&YES, cell) { column.to_owned() } else { format!("Not {column}") }
}

fn is_one(words: &[&str], cell: &str) -> bool {
    words.contains(&&*cell.to_lowercase())
}
