//! Finds the header of a table, which may follow titles.

use super::columns::TableHeader;
use super::table::MAX_COLUMNS;
use super::written_date::WrittenDate;

/// The number of lines to search for the header.
pub(super) const MAX_TITLES: usize = 20;

/// How likely a line is the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum HeaderRank {
    /// A line with at most one filled cell.
    Single,
    /// A line with several filled cells.
    Several,
    /// A line with this many names of columns.
    Named(usize),
    /// The header of a known table.
    Known,
}

/// The line on which a table starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TableStart {
    /// The index of the line.
    pub(super) line: usize,
    /// Whether the line is the header. Otherwise, it is the first row of a table without one.
    pub(super) is_header: bool,
}

/// Finds the most likely header: the first known one, or else the line with the most names of
/// columns, or else the first line with several filled cells, or else the first line. If that line
/// contains a date above other dates, it is the first row of a table without a header.
pub(super) fn find_header(lines: &[Vec<&str>]) -> TableStart {
    let mut best = (HeaderRank::Single, 0);
    for (at, cells) in lines.iter().enumerate() {
        if best.0 > HeaderRank::Several && cells.iter().any(|cell| is_date(cell)) {
            // These are the rows of the table.
            break;
        }
        let rank = rank(cells);
        if rank > best.0 {
            best = (rank, at);
        }
        if rank == HeaderRank::Known {
            break;
        }
    }
    let (rank, line) = best;
    let is_row = rank <= HeaderRank::Several && is_row(lines.get(line..).unwrap_or_default());
    TableStart { line, is_header: !is_row }
}

/// Returns whether the first line has a date in the same column as most of the other lines.
fn is_row(lines: &[Vec<&str>]) -> bool {
    let Some((first, below)) = lines.split_first() else { return false };
    let Some(column) = first.iter().position(|cell| is_date(cell)) else { return false };
    let below = below.iter().filter_map(|cells| cells.get(column));
    let filled: Vec<&&str> = below.filter(|cell| !cell.trim().is_empty()).collect();
    filled.iter().filter(|cell| is_date(cell)).count() * 2 >= filled.len()
}

fn is_date(cell: &str) -> bool {
    WrittenDate::parse(cell).is_some()
}

fn rank(cells: &[&str]) -> HeaderRank {
    let filled = || cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let plain = if filled().count() > 1 { HeaderRank::Several } else { HeaderRank::Single };
    if cells.len() > MAX_COLUMNS {
        return plain;
    }
    let header = TableHeader::new(cells.iter().copied());
    if header.preset().is_some() {
        return HeaderRank::Known;
    }
    let names = header.known_names();
    let is_data =
        filled().any(|cell| cell.starts_with(|c: char| c.is_ascii_digit()) || is_date(cell));
    let is_header = plain == HeaderRank::Several && !is_data && names > 0;
    if is_header && (names > 1 || header.has_date_name()) {
        HeaderRank::Named(names)
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_skipped() {
        for (text, expected) in [
            ("Datum;Was\n05.01.2026;x", 0),
            ("Report\nWann;Was\n05.01.2026;x", 1),
            ("Stundenzettel;Januar 2026;;\nDatum;Von;Bis;Pause;Stunden;Ort\n05.01.2026;8;9;;;", 1),
            ("Stundenzettel;Januar\nDatum;Was\n05.01.2026;x", 1),
            ("Von;01.01.2026;Bis;31.01.2026\nName;Ada\nDatum;Art;Ort\n05.01.2026;x;y", 2),
            ("Date;Type;Hours\n2026-01-05;Office;2\nDays;Hours", 0),
            // A header in two lines.
            ("Datum;Zeit;;Notiz\n;Von;Bis;\n05.01.2026;8;9;", 0),
            ("Wann;Was\n5 Jan 2026;Home office\n6 Jan 2026;Tag", 0),
            ("a\nb", 0),
        ] {
            let lines: Vec<Vec<&str>> =
                text.lines().map(|line| line.split(';').collect()).collect();
            let expected = TableStart { line: expected, is_header: true };
            assert_eq!(find_header(&lines), expected, "{text}");
        }
    }

    #[test]
    fn a_line_with_a_date_above_other_dates_is_a_row() {
        for (text, line, is_header) in [
            ("05.01.2026;Homeoffice\n06.01.2026;Büro", 0, false),
            ("Ada;Mon, 5 Jan 2026;Remote;Office\nAda;Tue, 6 Jan 2026;Office;", 0, false),
            ("Absences\n2026-01-05;x\n2026-01-06;y", 1, false),
            ("2026-01-05;x", 0, false),
            ("2026-01-05;x\n;y\nTotal;1\n2026-01-06;z", 0, false),
            ("2026-01-05\n2026-01-06", 0, false),
            // The days are columns.
            ("Wer;05.01.2026;06.01.2026\nAda;x;y\nBob;x;y", 0, true),
            // A title with the period.
            ("Ab;01.01.2026\nWann;Was\n05.01.2026;x", 0, true),
        ] {
            let lines: Vec<Vec<&str>> =
                text.lines().map(|line| line.split(';').collect()).collect();
            assert_eq!(find_header(&lines), TableStart { line, is_header }, "{text}");
        }
    }
}
