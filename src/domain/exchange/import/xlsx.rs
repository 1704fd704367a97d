//! Parses XLSX workbooks with calamine, in bounded memory.

use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxError};

use super::column_names;
use super::decode::MAX_TEXT;
use super::header_row::{MAX_TITLES, TableStart, find_header};
use super::source::{MAX_RECORDS, Sheet, Table, TableRecord, too_many_records};
use super::table::MAX_COLUMNS;
use super::xlsx_limits::{self, WorkbookFacts, damaged};
use super::xlsx_merges::{self, MergedCells};
use crate::domain::values::problem::Problem;

/// The maximum number of sheets that are read.
const MAX_SHEETS: usize = 50;

/// The last row of a sheet, counted from 0 (ECMA-376, part 1, 18.3.1.73: at most 1,048,576 rows).
const LAST_LINE: u32 = 1_048_575;

/// Parses the visible sheets of a workbook.
pub(super) fn parse(bytes: &[u8]) -> Result<Table, Problem> {
    let facts = xlsx_limits::check(bytes)?;
    // calamine panics on some damaged workbooks, such as on row numbers beyond 32 bits if integer
    // overflow is checked.
    catch_unwind(|| read_sheets(bytes, facts)).unwrap_or_else(|_| Err(damaged("panic")))
}

fn read_sheets(bytes: &[u8], facts: WorkbookFacts) -> Result<Table, Problem> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheets = workbook.sheets_metadata().iter();
    let names = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = names.map(|sheet| sheet.name.clone()).take(MAX_SHEETS).collect();
    let mut budget = Budget { records: MAX_RECORDS + MAX_SHEETS, text: MAX_TEXT };
    let mut sheets = Vec::new();
    for name in names {
        match read_rows(&mut workbook, &name, &mut budget) {
            Ok(rows) => {
                // calamine reads the sheet again to find them.
                let merges =
                    if facts.has_merges { merged_cells(&mut workbook, &name) } else { vec![] };
                let is_1904 = workbook.has_1904_epoch();
                let sheet = to_sheet(&name, rows, &merges, &mut budget)?;
                sheets.extend(sheet.map(|sheet| Sheet { is_1904, ..sheet }));
            }
            Err(ReadError::NoSheet) => {}
            Err(ReadError::Problem(problem)) => return Err(problem),
        }
    }
    if sheets.is_empty() { Err("file.empty".into()) } else { Ok(Table { sheets }) }
}

/// The reason a sheet can't be read.
enum ReadError {
    /// It is a chart.
    NoSheet,
    Problem(Problem),
}

impl<P: Into<Problem>> From<P> for ReadError {
    fn from(problem: P) -> Self {
        Self::Problem(problem.into())
    }
}

/// The remaining limits, shared by all sheets. The text is limited because many cells may refer
/// to the same long text.
struct Budget {
    records: usize,
    text: usize,
}

impl Budget {
    fn take(&mut self, record: &TableRecord) -> Result<(), Problem> {
        self.records = self.records.checked_sub(1).ok_or_else(too_many_records)?;
        self.text = self.text.checked_sub(record.size()).ok_or("file.too_large")?;
        Ok(())
    }
}

/// Reads the rows of a sheet cell by cell: its declared size may be billions of cells.
fn read_rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    budget: &mut Budget,
) -> Result<Vec<TableRecord>, ReadError> {
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Err(ReadError::NoSheet),
        Err(error) => return Err(damaged(error).into()),
    };
    let (mut records, mut row) = (Vec::new(), Row::default());
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (line, column) = cell.get_position();
        if line > LAST_LINE {
            return Err(damaged("a row after the last one").into());
        }
        if line != row.line {
            row.finish(&mut records, budget)?;
            row.line = line;
        }
        row.put(column, text_of(cell.get_value()))?;
    }
    row.finish(&mut records, budget)?;
    Ok(records)
}

/// Returns the merged cells of a sheet. Without them, only the cells below their first row are
/// missing.
fn merged_cells(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Vec<MergedCells> {
    let regions = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    MergedCells::of_sheet(&regions)
}

/// Finds the header, and fills merged cells. Returns `None` if the sheet is empty. Rows before the
/// header are titles.
fn to_sheet(
    name: &str,
    mut records: Vec<TableRecord>,
    merges: &[MergedCells],
    budget: &mut Budget,
) -> Result<Option<Sheet>, Problem> {
    let several = |record: &TableRecord| record.cells().filter(|cell| !cell.is_empty()).count() > 1;
    let first = records.iter().position(several).unwrap_or(0);
    let mut titles: Vec<_> = records.iter().skip(first).take(MAX_TITLES).cloned().collect();
    xlsx_merges::fill(titles.iter_mut(), merges, |_| true, &mut budget.text.clone())?;
    let lines: Vec<Vec<&str>> = titles.iter().map(|record| record.cells().collect()).collect();
    let TableStart { line, is_header } = find_header(&lines);
    let Some(header) = titles.get(line).cloned() else { return Ok(None) };
    let mut records = records.split_off(first + line + usize::from(is_header));
    let header = if is_header {
        header
    } else {
        let columns = records.iter().map(|record| record.cells().count()).max();
        TableRecord::numbered_header(header.line(), columns.unwrap_or(0))
    };
    let amounts = column_names::amounts(&header);
    let is_filled = |column| !amounts.contains(&column);
    xlsx_merges::fill(records.iter_mut(), merges, is_filled, &mut budget.text)?;
    let name = name.chars().take(100).collect();
    Ok(Some(Sheet { name, separator: ',', header, records, is_1904: false }))
}

/// The cells of a row read so far.
#[derive(Default)]
struct Row {
    /// The index of the row, from 0.
    line: u32,
    cells: Vec<String>,
}

impl Row {
    fn put(&mut self, column: u32, text: String) -> Result<(), Problem> {
        if text.is_empty() {
            return Ok(());
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(Problem::new("file.too_many_columns").with("columns", column + 1));
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    fn finish(
        &mut self,
        records: &mut Vec<TableRecord>,
        budget: &mut Budget,
    ) -> Result<(), Problem> {
        let cells = std::mem::take(&mut self.cells);
        let line = self.line as usize + 1;
        let record = TableRecord::new(line, cells.iter().map(String::as_str));
        if !record.is_empty() {
            budget.take(&record)?;
            records.push(record);
        }
        Ok(())
    }
}

/// Returns the text of a cell, with dates as 2026-03-31.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::Float(number) => number_text(*number),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::Empty => String::new(),
        other => Data::from(other.clone()).to_string(),
    }
}

/// Returns a number without the traces of binary fractions.
fn number_text(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    rounded.to_string()
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hours, minutes, seconds, _) = moment.to_ymd_hms_milli();
    let days = moment.as_f64();
    let time = format!("{minutes:02}:{seconds:02}");
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        // Up to 9,999 days, so that the number of hours stays readable.
        let whole_days = days.clamp(0.0, 9_999.0).floor();
        return format!("{:02}:{time}", whole_days * 24.0 + f64::from(hours));
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hours, minutes, seconds) == (0, 0, 0) { date } else { format!("{date} {hours:02}:{time}") }
}
