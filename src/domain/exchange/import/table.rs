//! Reads tables separated by commas, semicolons, or tabs.

use csv::{ByteRecord, ReaderBuilder};

use super::ParsedFile;
use super::columns::CsvHeader;
use super::dates::SlashOrder;
use super::dialects::recognize;
use super::source::{MAX_RECORDS, ReadContext, Sheet, Table, TableRecord, too_many_records};
use crate::domain::values::problem::Problem;

/// The maximum number of columns, well above any table of days.
const MAX_COLUMNS: usize = 200;

/// The maximum number of separators in a line, of which some may be in cells.
const MAX_SEPARATORS: usize = 20_000;

/// Parses a text file to a table. The separator is the one with which the header is known, or else
/// the one that results in the most columns.
pub(super) fn parse(text: &str) -> Result<Table, Problem> {
    // Reading a record takes several bytes for each of its cells.
    let widest = text.lines().map(|line| line.matches([',', ';', '\t']).count()).max();
    if let Some(separators) = widest.filter(|separators| *separators > MAX_SEPARATORS) {
        return Err(Problem::new("file.too_many_columns").with("columns", separators + 1));
    }
    let (skipped, text) = from_header(text);
    let first = text.lines().next().unwrap_or_default();
    let headers = [b',', b';', b'\t'].map(|separator| (separator, first_record(first, separator)));
    for (_, header) in &headers {
        let columns = header.len();
        if columns > MAX_COLUMNS {
            return Err(Problem::new("file.too_many_columns").with("columns", columns));
        }
    }
    let is_known = |header: &ByteRecord| recognize(&CsvHeader::new(cells(header))).is_some();
    let known = headers.iter().find(|(_, header)| is_known(header));
    let widest = || headers.iter().rev().max_by_key(|(_, header)| header.len());
    let separator = known.or_else(widest).map_or(b',', |(separator, _)| *separator);
    Ok(Table { sheets: vec![read_sheet(text, skipped, separator)?] })
}

/// Converts the records of a table to rows.
pub(super) fn read_rows(table: &Table, _: ReadContext<'_>) -> Result<ParsedFile, Problem> {
    let sheet = table.sheets.first().ok_or("file.empty")?;
    let Some((dialect, columns)) = recognize(&CsvHeader::new(sheet.header.cells())) else {
        let header: String = sheet.header.text().chars().take(120).collect();
        return Err(Problem::new("file.unknown_header").with("header", header));
    };
    let dates = columns.dates();
    let cells = sheet
        .records
        .iter()
        .flat_map(|record| dates.iter().map(move |column| record.cell(Some(*column))));
    let order = SlashOrder::detect(cells);
    let mut reading = ParsedFile::new(dialect);
    for record in &sheet.records {
        let rows = if record.is_unclosed {
            Err("import.open_quotation".into())
        } else {
            columns.rows(record, order)
        };
        reading.take(record.line(), &record.text(), rows);
    }
    Ok(reading)
}

/// Returns the text from its header on, and the number of lines before it. Skips Excel's hint about
/// the separator, `sep=;`, and lines with only empty cells.
fn from_header(text: &str) -> (usize, &str) {
    let (mut skipped, mut rest) = (0, text);
    while let Some((line, after)) = rest.split_once('\n') {
        let is_hint = line.len() < 8 && line.starts_with("sep=");
        let is_empty = line.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ';'));
        if !is_hint && !is_empty {
            break;
        }
        (skipped, rest) = (skipped + 1, after);
    }
    (skipped, rest)
}

fn first_record(line: &str, separator: u8) -> ByteRecord {
    let mut reader = reader(line, separator);
    let mut record = ByteRecord::new();
    // Reading from memory can't fail, and the reader allows records of any length.
    let _ = reader.read_byte_record(&mut record);
    record
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

fn read_sheet(text: &str, skipped: usize, separator: u8) -> Result<Sheet, Problem> {
    let mut lines = Lines { text, at: 0, line: 1 + skipped };
    let mut reader = reader(text, separator);
    let mut record = ByteRecord::new();
    let (mut header, mut records) = (None, Vec::new());
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let mut found = TableRecord::new(lines.of_record(start), cells(&record));
        if header.is_none() {
            header = Some(found);
        } else if records.len() == MAX_RECORDS {
            return Err(too_many_records());
        } else if !found.is_empty() {
            found.is_unclosed = swallowed(text, &record);
            records.push(found);
        }
    }
    Ok(Sheet { name: String::new(), header: header.ok_or("file.empty")?, records })
}

/// Returns the cells of a record.
fn cells(record: &ByteRecord) -> impl Iterator<Item = &str> {
    // Always valid, because the whole text is valid UTF-8 and separators are ASCII.
    record.iter().map(|cell| std::str::from_utf8(cell).unwrap_or_default())
}

/// Returns whether a record contains the rest of the file because a quotation mark was never
/// closed.
fn swallowed(text: &str, cells: &ByteRecord) -> bool {
    let last = cells.iter().next_back().unwrap_or_default();
    let (Some(position), true) = (cells.position(), last.contains(&b'\n')) else { return false };
    let start = usize::try_from(position.byte()).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let to_the_end = rest.len() <= last.len() + cells.as_slice().len() + cells.len() * 3;
    to_the_end && rest.matches('"').count() % 2 == 1
}

/// Counts the lines of a table, record by record.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// Returns the line on which a record starts. The reader reports the byte before any blank
    /// lines that precede it.
    fn of_record(&mut self, start: usize) -> usize {
        let passed = self.text.get(self.at..start).unwrap_or_default();
        let rest = self.text.get(start..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches('\n').len();
        self.line += passed.matches('\n').count() + blank;
        self.at = start.max(self.at) + blank;
        self.line
    }
}
