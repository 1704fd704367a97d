//! Tests tables as other programs and people write them. A new kind of table is one more entry.

mod absences;
mod logs;
mod time_entries;

use super::*;
use crate::domain::settings::ColumnMapping;

/// A table, what is suggested for it, and what is read from it with these choices.
struct RealTable {
    name: &'static str,
    text: &'static str,
    /// The suggested columns as `role=column name`. Empty if the table is known by its header.
    suggested: &'static [&'static str],
    /// The type of all rows, if no column contains one.
    all: Option<&'static str>,
    /// The names in the file that the user maps to types.
    types: &'static [(&'static str, &'static str)],
    days: &'static [&'static str],
    /// The rows that start unchecked, by their lines.
    unchecked: &'static [usize],
    /// The lines with errors and their codes.
    errors: &'static [(usize, &'static str)],
}

/// A known table without anything to choose.
const KNOWN: RealTable = RealTable {
    name: "",
    text: "",
    suggested: &[],
    all: None,
    types: &[],
    days: &[],
    unchecked: &[],
    errors: &[],
};

impl RealTable {
    fn check(&self, bytes: &[u8]) {
        let Self { name, .. } = self;
        let (settings, mut choices) = (Settings::default(), Choices::default());
        choices.location = Some("Home".into());
        let types = self.types.iter();
        let to_choice = |slug: &str| TypeChoice::MapTo(slug.parse().unwrap());
        choices.types = types.map(|(of, slug)| ((*of).to_owned(), to_choice(slug))).collect();
        let source = parse(bytes).unwrap();
        let table = source.table().unwrap();
        let needs_mapping = table.needs_mapping(context(&settings, &choices));
        assert_eq!(needs_mapping, !self.suggested.is_empty(), "{name}");
        if needs_mapping {
            let sheet = table.sheet(None).unwrap();
            let mut mapping = sheet.suggest_mapping(context(&settings, &choices));
            assert_eq!(columns(&mapping, sheet), self.suggested, "{name}");
            mapping.all = self.all.map(|slug| slug.parse().unwrap());
            choices.mapping = Some(mapping);
        }
        let reading = read_rows(&source, context(&settings, &choices)).unwrap();
        let unchecked = reading.rows.iter().filter(|row| row.unchecked.is_some());
        assert_eq!(unchecked.map(|row| row.line).collect::<Vec<_>>(), self.unchecked, "{name}");
        let resolved = resolve_rows(&reading, &settings, &choices).unwrap();
        assert_eq!(describe(&resolved), self.days, "{name}");
        let errors = row_errors(&resolved).into_iter().map(|(line, _, code)| (line, code));
        assert_eq!(errors.collect::<Vec<_>>(), self.errors, "{name}");
        assert!(resolved.unknown.iter().all(|found| found.choice.is_some()), "{name}");
    }
}

fn columns(mapping: &ColumnMapping, sheet: &Sheet) -> Vec<String> {
    let name = |column: &usize| sheet.header.cell(Some(*column)).to_owned();
    mapping.columns.iter().map(|(role, at)| format!("{role}={}", name(at))).collect()
}

/// Excel saves "Unicode text" as UTF-16.
fn in_utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn tables_of_many_programs_are_read() {
    let all = || logs::TABLES.iter().chain(absences::TABLES).chain(time_entries::TABLES);
    assert!(all().count() >= 17);
    for table in all() {
        table.check(table.text.as_bytes());
        table.check(&in_utf16(table.text));
    }
}
