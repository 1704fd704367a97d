//! Fills the rows of vertically merged cells: a workbook stores their value only in the first row.

use calamine::Dimensions;

use super::source::TableRecord;
use super::table::MAX_COLUMNS;
use crate::domain::values::problem::Problem;

/// Cells of one column that are merged, by line number.
#[derive(Debug, Clone, Copy)]
pub(super) struct MergedCells {
    column: usize,
    first: usize,
    last: usize,
}

impl MergedCells {
    /// Returns the vertically merged cells among the merged regions of a sheet, from top to bottom.
    /// Only the first column of a region has a value.
    pub(super) fn of_sheet(regions: &[Dimensions]) -> Vec<Self> {
        let cells = regions.iter().map(|region| Self {
            column: region.start.1 as usize,
            first: region.start.0 as usize + 1,
            last: region.end.0 as usize + 1,
        });
        let is_used = |cells: &Self| cells.first < cells.last && cells.column < MAX_COLUMNS;
        let mut used: Vec<Self> = cells.filter(is_used).collect();
        used.sort_by_key(|cells| cells.first);
        used
    }
}

/// The value of merged cells, down to a line.
struct OpenMerge {
    last: usize,
    text: String,
}

/// Fills empty cells below the first row of merged cells. `is_filled` returns whether a column is
/// filled: an amount must not count several times. Each cell is visited once, even if a damaged file
/// merges it several times, and the texts take at most `text_left` bytes.
pub(super) fn fill<'a>(
    records: impl Iterator<Item = &'a mut TableRecord>,
    merges: &[MergedCells],
    is_filled: impl Fn(usize) -> bool,
    text_left: &mut usize,
) -> Result<(), Problem> {
    if merges.is_empty() {
        return Ok(());
    }
    let mut open: Vec<Option<OpenMerge>> = Vec::new();
    let mut next = merges.iter().copied().filter(|merge| is_filled(merge.column)).peekable();
    for record in records {
        let line = record.line();
        let mut cells: Vec<String> = record.cells().map(str::to_owned).collect();
        let is_changed = fill_cells(&mut cells, &mut open, line, text_left)?;
        while let Some(merge) = next.next_if(|merge| merge.first <= line) {
            let text = cells.get(merge.column).filter(|text| !text.is_empty());
            // A merge whose first row is empty has no value.
            if let Some(text) = text.filter(|_| merge.first == line) {
                open.resize_with(open.len().max(merge.column + 1), || None);
                open[merge.column] = Some(OpenMerge { last: merge.last, text: text.clone() });
            }
        }
        if is_changed {
            *record = TableRecord::new(line, cells.iter().map(String::as_str));
        }
    }
    Ok(())
}

/// Fills the empty cells of a row. Returns whether it has any.
fn fill_cells(
    cells: &mut Vec<String>,
    open: &mut [Option<OpenMerge>],
    line: usize,
    text_left: &mut usize,
) -> Result<bool, Problem> {
    let mut is_changed = false;
    for (column, slot) in open.iter_mut().enumerate() {
        slot.take_if(|merge| merge.last < line);
        let Some(merge) = slot else { continue };
        // Each new cell takes a separator, too.
        let added = (column + 1).saturating_sub(cells.len());
        if added > 0 {
            cells.resize(column + 1, String::new());
        }
        if cells[column].is_empty() {
            let size = merge.text.len() + added;
            *text_left = text_left.checked_sub(size).ok_or("file.too_large")?;
            cells[column].clone_from(&merge.text);
            is_changed = true;
        }
    }
    Ok(is_changed)
}
