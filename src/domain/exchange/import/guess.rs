//! Guesses the columns of a table from their names and contents.

use super::approval::Approval;
use super::column_names::{self, NAMES, TYPE, WORKED_ON};
use super::columns::TableHeader;
use super::source::{Sheet, TableRecord};
use super::written_date::WrittenDate;
use super::{TypeName, flags, hours, serial, type_names};
use crate::domain::settings::{ColumnMapping, ColumnRole};
use crate::domain::types::DayTypes;

/// The number of records whose contents are looked at.
const SAMPLE: usize = 50;

/// The names of columns with hours or days.
const UNSURE_HOURS: [&str; 3] = ["duration", "dauer", "arbeitszeit"];

/// Returns the mapping of a known table, by the names of its columns.
pub(super) fn preset_mapping(header: &TableHeader) -> ColumnMapping {
    let mut mapping = from_names(header);
    mapping.set(ColumnRole::Hours, None);
    mapping
}

/// Finds the columns whose names are known.
fn from_names(header: &TableHeader) -> ColumnMapping {
    let mut mapping = ColumnMapping::default();
    for (role, names) in NAMES {
        mapping.set(role, header.best(names));
    }
    if mapping.get(ColumnRole::Half).is_some() {
        mapping.set(ColumnRole::LastHalf, column_names::last_half(header));
    }
    let parts = [ColumnRole::Year, ColumnRole::Month, ColumnRole::Day];
    if parts.iter().all(|part| mapping.get(*part).is_some()) {
        mapping.set(ColumnRole::Date, None);
    } else {
        for part in parts {
            mapping.set(part, None);
        }
    }
    let person = mapping.get(ColumnRole::Person);
    mapping.set(ColumnRole::LastName, column_names::last_name(header, person));
    mapping
}

/// Guesses the mapping of a sheet. A column that isn't recognized stays open.
pub(super) fn guess_mapping(
    header: &TableHeader,
    sheet: &Sheet,
    types: &DayTypes,
) -> ColumnMapping {
    let mut guess = Guess {
        header,
        sheet,
        sample: &sheet.records[..sheet.records.len().min(SAMPLE)],
        mapping: from_names(header),
    };
    guess.choose_hours();
    guess.choose_dates();
    guess.choose_type(types);
    guess.mapping
}

/// A mapping that is being guessed.
struct Guess<'a> {
    header: &'a TableHeader,
    sheet: &'a Sheet,
    sample: &'a [TableRecord],
    mapping: ColumnMapping,
}

impl Guess<'_> {
    /// Returns the cells of a column that aren't empty.
    fn filled(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self.sample.iter().map(move |record| record.cell(Some(column)));
        cells.filter(|cell| !cell.is_empty())
    }

    /// Returns whether most of the filled cells of a column fulfill a condition. A few may be wrong.
    fn mostly(&self, column: usize, is: impl Fn(&str) -> bool) -> bool {
        self.filled(column).filter(|cell| is(cell)).count() * 2 > self.filled(column).count()
    }

    fn columns(&self) -> std::ops::Range<usize> {
        0..self.sheet.columns()
    }

    /// Keeps the column with hours if it contains any. A duration may be days, unless it or another
    /// column contains times.
    fn choose_hours(&mut self) {
        let is_time = |cell: &str| cell.contains([':', 'h']) && hours::parse(cell).is_ok();
        let hours = self.mapping.get(ColumnRole::Hours).filter(|column| {
            let is_sure = !UNSURE_HOURS.contains(&self.header.name(*column));
            let is_clock = || self.columns().any(|at| self.mostly(at, is_time));
            self.mostly(*column, |cell| hours::parse(cell).is_ok()) && (is_sure || is_clock())
        });
        self.mapping.set(ColumnRole::Hours, hours);
        if hours.is_some() {
            // A time entry belongs to the day on which it starts.
            self.mapping.set(ColumnRole::To, None);
            self.mapping.set(ColumnRole::Half, None);
            self.mapping.set(ColumnRole::LastHalf, None);
        }
    }

    /// Keeps the columns with dates if they contain any, or else looks for such columns.
    fn choose_dates(&mut self) {
        for role in [ColumnRole::Date, ColumnRole::To] {
            // A column may be empty at first, such as the end of absences of one day.
            let has_serials = |column| {
                let epoch = serial::epoch(self.sheet.is_1904);
                epoch.is_some_and(|epoch| serial::are_serials(self.filled(column), epoch))
            };
            let may_have_dates = |column: &usize| {
                let dates = self.filled(*column).filter(|cell| is_date(cell)).count();
                dates * 2 >= self.filled(*column).count() || has_serials(*column)
            };
            let kept = self.mapping.get(role).filter(may_have_dates);
            self.mapping.set(role, kept);
        }
        if !self.mapping.has_date() {
            let has_dates = |column: &usize| self.mostly(*column, is_date);
            let found: Vec<usize> = self.columns().filter(has_dates).take(2).collect();
            self.mapping.set(ColumnRole::Date, found.first().copied());
            if self.sheet.lacks_header() {
                self.mapping.set(ColumnRole::To, found.get(1).copied());
            }
        }
        let date = self.mapping.get(ColumnRole::Date);
        for role in [ColumnRole::Type, ColumnRole::To] {
            let other = self.mapping.get(role).filter(|column| Some(*column) != date);
            self.mapping.set(role, other);
        }
    }

    /// Chooses a column with a known name and text, or else one with names of types.
    fn choose_type(&mut self, types: &DayTypes) {
        let date = self.mapping.get(ColumnRole::Date);
        let is_other = |column: &usize| Some(*column) != date;
        let is_filled = |column: &usize| self.filled(*column).next().is_some();
        let of_entries = self.mapping.get(ColumnRole::Hours).map_or(&[][..], |_| WORKED_ON);
        let named = of_entries.iter().chain(TYPE).filter_map(|name| self.header.find(&[name]));
        let named: Vec<usize> = named.filter(is_other).collect();
        let is_name = |text: &str| {
            let name = TypeName { label: text.to_owned(), slug: None };
            type_names::by_label(types, &name).is_some()
        };
        let is_free = |column: &usize| {
            let mut used = self.mapping.columns.iter().filter(|(_, at)| *at == column);
            used.all(|(role, _)| *role == ColumnRole::Location)
        };
        let has_flags = |column: &usize| {
            is_name(self.header.name(*column))
                && self.mostly(*column, |cell| flags::parse(cell).is_some())
        };
        let has_names = |column: &usize| self.mostly(*column, is_name);
        let found = named.iter().copied().find(is_filled);
        let found = found.or_else(|| self.columns().filter(is_free).find(has_flags));
        let found = found.or_else(|| self.columns().filter(is_free).find(has_names));
        let found = found.or_else(|| self.status_as_type()).or(named.first().copied());
        self.mapping.set(ColumnRole::Type, found);
        for role in [ColumnRole::Location, ColumnRole::Status] {
            let other = self.mapping.get(role).filter(|column| Some(*column) != found);
            self.mapping.set(role, other);
        }
    }

    /// Returns the column with the status if it isn't about approval, but about the day.
    fn status_as_type(&self) -> Option<usize> {
        let status = self.mapping.get(ColumnRole::Status)?;
        self.mostly(status, |cell| Approval::of(cell) == Approval::Unknown).then_some(status)
    }
}

fn is_date(cell: &str) -> bool {
    WrittenDate::parse(cell).is_some() || WrittenDate::is_several(cell)
}
