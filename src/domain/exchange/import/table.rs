//! Reads tables separated by commas, semicolons, or tabs.

use csv::{ByteRecord, ReaderBuilder};

use super::columns::{ColumnReader, CsvHeader, CsvRecord};
use super::dates::SlashOrder;
use super::dialects::recognize;
use super::{Dialect, ParsedFile};
use crate::domain::values::problem::Problem;

/// The maximum number of columns, well above any table of days.
const MAX_COLUMNS: usize = 200;

/// Recognizes the dialect of a table by its header, and parses its records.
pub(super) fn parse(text: &str) -> Result<ParsedFile, Problem> {
    let (skipped, text) = from_header(text);
    let first = text.lines().next().unwrap_or_default();
    for separator in [b',', b';', b'\t'] {
        let header = first_record(first, separator);
        if header.len() > MAX_COLUMNS {
            return Err(Problem::new("file.too_many_columns").with("columns", header.len()));
        }
        if let Some((dialect, columns)) = recognize(&CsvHeader::new(&header)) {
            return Ok(records(text, skipped, separator, dialect, &*columns));
        }
    }
    let header: String = first.chars().take(120).collect();
    Err(Problem::new("file.unknown_header").with("header", header))
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

fn records(
    text: &str,
    skipped: usize,
    separator: u8,
    dialect: Dialect,
    columns: &dyn ColumnReader,
) -> ParsedFile {
    let mut found: Vec<(usize, ByteRecord)> = Vec::new();
    let mut lines = Lines { text, at: 0, line: 1 + skipped };
    let mut reader = reader(text, separator);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let line = lines.of_record(start);
        found.push((line, record.clone()));
    }
    let body = found.get(1..).unwrap_or_default();
    let dates = columns.dates();
    let cells = body.iter().flat_map(|(line, cells)| {
        let record = CsvRecord { line: *line, cells };
        dates.iter().map(move |column| record_cell(&record, *column)).collect::<Vec<_>>()
    });
    let cells: Vec<String> = cells.collect();
    let order = SlashOrder::detect(cells.iter().map(String::as_str));
    let mut reading = ParsedFile::new(dialect);
    for (line, cells) in body {
        let record = CsvRecord { line: *line, cells };
        if cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        if swallowed(text, cells) {
            reading.take(*line, Err("import.open_quotation".into()));
            continue;
        }
        reading.take(*line, columns.rows(&record, order));
    }
    reading
}

fn record_cell(record: &CsvRecord<'_>, column: usize) -> String {
    // Only the start of a cell matters for the order of dates with slashes.
    record.cell(Some(column)).chars().take(24).collect()
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
