//! Parses text files whose columns are separated by commas, semicolons, or tabs.

use csv::{ByteRecord, ReaderBuilder};

use super::columns::TableHeader;
use super::header_row::{MAX_TITLES, TableStart, find_header};
use super::source::{MAX_RECORDS, Sheet, Table, TableRecord, too_many_records};
use super::table::MAX_COLUMNS;
use crate::domain::values::problem::Problem;

const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The maximum number of separators in a line, of which some may be in cells.
const MAX_SEPARATORS: usize = 20_000;

/// Parses a text file to a table.
pub(super) fn parse(text: &str) -> Result<Table, Problem> {
    // Reading a record takes several bytes for each of its cells.
    let widest = text.lines().map(|line| line.matches([',', ';', '\t']).count()).max();
    if let Some(separators) = widest.filter(|separators| *separators > MAX_SEPARATORS) {
        return Err(Problem::new("file.too_many_columns").with("columns", separators + 1));
    }
    Ok(Table { sheets: vec![read_sheet(&TextLayout::find(text)?)?] })
}

/// Where a table starts, and how its columns are separated.
struct TextLayout<'a> {
    /// The number of lines before the table.
    skipped: usize,
    /// The text of the table.
    rest: &'a str,
    separator: u8,
    has_header: bool,
}

impl<'a> TextLayout<'a> {
    /// Finds the header. The separator is the one with which its line is known, or which results in
    /// the most columns.
    fn find(text: &'a str) -> Result<Self, Problem> {
        let mut lines = Vec::new();
        let mut rest = text;
        for skipped in 0..MAX_TITLES {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            if !is_blank(line) {
                let (separator, record) = split(line);
                lines.push((Self { skipped, rest, separator, has_header: true }, record));
            }
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        let filled: Vec<Vec<&str>> =
            lines.iter().map(|(_, record)| cells(record).collect()).collect();
        let TableStart { line, is_header } = find_header(&filled);
        let (layout, record) = lines.into_iter().nth(line).ok_or("file.empty")?;
        if record.len() > MAX_COLUMNS {
            return Err(Problem::new("file.too_many_columns").with("columns", record.len()));
        }
        Ok(Self { has_header: is_header, ..layout })
    }
}

/// Splits a line into cells. Returns the separator, too.
fn split(line: &str) -> (u8, ByteRecord) {
    let records = SEPARATORS.map(|separator| (separator, first_record(line, separator)));
    let known = records.iter().position(|(_, record)| is_known(record));
    // Of equally wide ones, the first separator.
    let widest = || (0..records.len()).rev().max_by_key(|at| records[*at].1.len());
    let chosen = known.or_else(widest).unwrap_or(0);
    let [comma, semicolon, tab] = records;
    match chosen {
        0 => comma,
        1 => semicolon,
        _ => tab,
    }
}

/// Returns whether a line is Excel's hint about the separator, `sep=;`, or has only empty cells.
fn is_blank(line: &str) -> bool {
    let is_hint = line.len() < 8 && line.starts_with("sep=");
    is_hint || line.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ';'))
}

fn is_known(header: &ByteRecord) -> bool {
    header.len() <= MAX_COLUMNS && TableHeader::new(cells(header)).preset().is_some()
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

fn read_sheet(layout: &TextLayout<'_>) -> Result<Sheet, Problem> {
    let &TextLayout { skipped, rest: text, separator, has_header } = layout;
    let mut lines = Lines { text, at: 0, line: 1 + skipped };
    let mut reader = reader(text, separator);
    let mut record = ByteRecord::new();
    let (mut header, mut records) = (None, Vec::new());
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let mut found = TableRecord::new(lines.of_record(start), cells(&record));
        if header.is_none() && has_header {
            header = Some(found);
            continue;
        }
        let columns = found.cells().count();
        header.get_or_insert_with(|| TableRecord::numbered_header(found.line(), columns));
        if found.is_empty() {
            // Spreadsheets end with empty rows.
        } else if records.len() == MAX_RECORDS {
            return Err(too_many_records());
        } else {
            found.is_unclosed = swallowed(text, &record);
            records.push(found);
        }
    }
    let header = header.ok_or("file.empty")?;
    let separator = char::from(separator);
    Ok(Sheet { name: String::new(), separator, header, records, is_1904: false })
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
