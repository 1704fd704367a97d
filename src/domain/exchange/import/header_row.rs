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

/// Returns the index of the most likely header: the first known one, or else the line with the most
/// names of columns, or else the first line with several filled cells, or else the first line.
pub(super) fn find_header<'a>(lines: impl Iterator<Item = Vec<&'a str>>) -> usize {
    let mut best = (HeaderRank::Single, 0);
    for (at, cells) in lines.enumerate() {
        let has_dates = cells.iter().any(|cell| WrittenDate::parse(cell).is_some());
        if has_dates && best.0 > HeaderRank::Several {
            // These are the rows of the table.
            break;
        }
        let rank = rank(&cells);
        if rank > best.0 {
            best = (rank, at);
        }
        if rank == HeaderRank::Known {
            break;
        }
    }
    best.1
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
    let is_data = filled().any(|cell| cell.starts_with(|c: char| c.is_ascii_digit()));
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
            let lines = text.lines().map(|line| line.split(';').collect());
            assert_eq!(find_header(lines), expected, "{text}");
        }
    }
}
