//! Reads tables separated by commas, semicolons, or tabs.

use csv::{ByteRecord, ReaderBuilder};

use super::columns::{Columns, Header, Record};
use super::dates::SlashOrder;
use super::dialects::recognise;
use super::{Dialect, Reading};
use crate::domain::problem::Problem;

/// No table of days has more.
const MAX_COLUMNS: usize = 200;

/// Reads a table.
pub(super) fn read(text: &str) -> Result<Reading, Problem> {
    let (skipped, text) = from_header(text);
    let first = text.lines().next().unwrap_or_default();
    for separator in [b',', b';', b'\t'] {
        let header = first_record(first, separator);
        if header.len() > MAX_COLUMNS {
            return Err(Problem::new("file.too_many_columns").with("columns", header.len()));
        }
        if let Some((dialect, columns)) = recognise(&Header::new(&header)) {
            return Ok(records(text, skipped, separator, dialect, &*columns));
        }
    }
    let header: String = first.chars().take(120).collect();
    Err(Problem::new("file.unknown_header").with("header", header))
}

/// A text from its header on, and how many lines stand before it: Excel's hint about the separator,
/// `sep=;`, and lines with nothing in their cells.
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
    // A text in memory cannot fail to be read, and records may have any length.
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
    columns: &dyn Columns,
) -> Reading {
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
        let record = Record { line: *line, cells };
        dates.iter().map(move |column| record_cell(&record, *column)).collect::<Vec<_>>()
    });
    let cells: Vec<String> = cells.collect();
    let order = SlashOrder::of(cells.iter().map(String::as_str));
    let mut reading = Reading::new(dialect);
    for (line, cells) in body {
        let record = Record { line: *line, cells };
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

fn record_cell(record: &Record<'_>, column: usize) -> String {
    // Only the slashes of dates are of interest.
    record.cell(Some(column)).chars().take(24).collect()
}

/// Whether a record took in the rest of the file because a quotation mark was never closed.
fn swallowed(text: &str, cells: &ByteRecord) -> bool {
    let last = cells.iter().next_back().unwrap_or_default();
    let (Some(position), true) = (cells.position(), last.contains(&b'\n')) else { return false };
    let start = usize::try_from(position.byte()).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let to_the_end = rest.len() <= last.len() + cells.as_slice().len() + cells.len() * 3;
    to_the_end && rest.matches('"').count() % 2 == 1
}

/// Counts lines as records go by.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line on which a record starts that the reader met at a byte: blank lines before it count.
    fn of_record(&mut self, start: usize) -> usize {
        let passed = self.text.get(self.at..start).unwrap_or_default();
        let rest = self.text.get(start..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches('\n').len();
        self.line += passed.matches('\n').count() + blank;
        self.at = start.max(self.at) + blank;
        self.line
    }
}
