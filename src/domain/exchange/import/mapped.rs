//! Reads a table by a column mapping.

use std::borrow::Cow;

use super::approval::Approval;
use super::columns::{ColumnReader, RecordRows};
use super::dates::DateReader;
use super::flags::{self, FlagColumn};
use super::half_days::{HalfDayRange, parse_half};
use super::source::{Sheet, TableRecord};
use super::written_date::WrittenDate;
use super::{DayHalf, Dialect, ImportRow, TypeName, UncheckedReason, cells, hours};
use crate::domain::days::day::Day;
use crate::domain::settings::{ColumnMapping, ColumnRole};
use crate::domain::values::problem::Problem;

/// A table with its mapping.
pub(super) struct MappedTable<'a> {
    dialect: Dialect,
    mapping: &'a ColumnMapping,
    /// The type's column if it only contains yes and no.
    flag: Option<FlagColumn<'a>>,
    /// The name of the type's column.
    type_column: &'a str,
    /// Whether 1 in the columns of half days means yes, instead of one day.
    one_is_half: bool,
}

impl<'a> MappedTable<'a> {
    pub(super) fn new(dialect: Dialect, mapping: &'a ColumnMapping, sheet: &'a Sheet) -> Self {
        let column = mapping.get(ColumnRole::Type);
        let type_column = sheet.header.cell(column);
        let flag = column.and_then(|at| FlagColumn::new(type_column, &sheet.records, at));
        let halves = [ColumnRole::Half, ColumnRole::LastHalf];
        let mut halves = halves.into_iter().filter_map(|role| mapping.get(role)).peekable();
        let one_is_half =
            halves.peek().is_some() && halves.all(|at| flags::asks_for_half(sheet, at));
        Self { dialect, mapping, flag, type_column, one_is_half }
    }

    fn cell<'r>(&self, record: &'r TableRecord, role: ColumnRole) -> &'r str {
        record.cell(self.mapping.get(role))
    }

    /// Returns the first and the last date of a record. The last one may be empty.
    fn written<'r>(&self, record: &'r TableRecord) -> [Cow<'r, str>; 2] {
        if self.mapping.get(ColumnRole::Date).is_some() {
            return [ColumnRole::Date, ColumnRole::To].map(|role| self.cell(record, role).into());
        }
        let parts = [ColumnRole::Day, ColumnRole::Month, ColumnRole::Year];
        let parts = parts.map(|role| self.cell(record, role));
        // With dots, the order of the numbers is clear, and a month may be a name.
        let date = if parts.contains(&"") { String::new() } else { parts.join(".") };
        [date.into(), "".into()]
    }

    fn days(&self, record: &TableRecord, dates: DateReader) -> Result<(Day, Day), Problem> {
        let [from, to] = self.written(record);
        let from = dates.parse(&from)?;
        let to = if to.is_empty() { from } else { dates.parse(&to)? };
        Ok((from, to))
    }

    /// Returns the name of the type, or `None` if the cell is empty.
    fn name(&self, record: &TableRecord) -> Option<TypeName> {
        if let Some(slug) = &self.mapping.all {
            let slug = slug.to_string();
            return Some(TypeName { label: slug.clone(), slug: Some(slug) });
        }
        let cell = self.cell(record, ColumnRole::Type);
        let is_silent = match &self.flag {
            Some(flag) => flag.is_silent(cell),
            None => cell.is_empty(),
        };
        let label = match &self.flag {
            _ if is_silent && self.mapping.get(ColumnRole::Hours).is_some() => {
                format!("No {}", self.type_column.to_lowercase())
            }
            Some(flag) if !is_silent => flag.label(cell),
            _ => cell.to_owned(),
        };
        // In timeoff-management, a holiday is annual leave. It stores public holidays elsewhere.
        let is_leave = self.dialect == Dialect::Absences && label.eq_ignore_ascii_case("holiday");
        let slug = is_leave.then(|| "vacation".to_owned());
        (!label.is_empty()).then_some(TypeName { label, slug })
    }

    fn person(&self, record: &TableRecord) -> Option<String> {
        let roles = [ColumnRole::Person, ColumnRole::LastName];
        let names = roles.map(|role| self.cell(record, role));
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    /// Returns the rows of a range of days, whose ends may be half days.
    fn ranges(&self, record: &TableRecord, row: ImportRow) -> Result<Vec<ImportRow>, Problem> {
        let is_unmarked = [ColumnRole::Half, ColumnRole::LastHalf]
            .iter()
            .all(|role| self.cell(record, *role).is_empty());
        if row.from == row.to && row.count == Some(hours::HALF_DAY) && is_unmarked {
            return Ok(vec![ImportRow { half: DayHalf::Either, ..row }]);
        }
        let first = self.half(record, ColumnRole::Half)?;
        if self.mapping.get(ColumnRole::LastHalf).is_some() {
            let last = self.half(record, ColumnRole::LastHalf)?;
            return HalfDayRange { row, first, last }.rows();
        }
        if row.from == row.to || first == DayHalf::Whole {
            return HalfDayRange { row, first, last: first }.rows();
        }
        if first == DayHalf::Either {
            return Err("table.half_of_which".into());
        }
        // Half-day leave over several days means half of each day.
        let whole = HalfDayRange { row, first: DayHalf::Whole, last: DayHalf::Whole }.rows()?;
        Ok(whole.into_iter().map(|row| ImportRow { half: first, ..row }).collect())
    }

    fn half(&self, record: &TableRecord, role: ColumnRole) -> Result<DayHalf, Problem> {
        let text = self.cell(record, role);
        if !self.one_is_half || text != "1" {
            return half(text);
        }
        // Leave that starts with a half day starts at noon, and leave that ends with one ends at
        // noon, even if it is a single day.
        Ok(match role {
            ColumnRole::LastHalf => DayHalf::Morning,
            _ if self.mapping.get(ColumnRole::LastHalf).is_some() => DayHalf::Afternoon,
            _ => DayHalf::Either,
        })
    }
}

impl ColumnReader for MappedTable<'_> {
    fn dates<'r>(&self, record: &'r TableRecord) -> Vec<Cow<'r, str>> {
        self.written(record).into()
    }

    fn width(&self) -> usize {
        self.mapping.columns.values().max().map_or(0, |last| last + 1)
    }

    fn rows(&self, record: &TableRecord, dates: DateReader) -> Result<RecordRows, Problem> {
        let cell = |role| self.cell(record, role);
        let (location, notes) = (cell(ColumnRole::Location), cell(ColumnRole::Notes));
        let status = cell(ColumnRole::Status);
        let approval = Approval::of(status);
        if approval == Approval::Off {
            return Err(Problem::new("table.off").with("status", status));
        }
        let (from, to) = self.days(record, dates)?;
        let Some(name) = self.name(record) else {
            // A list of every day contains days without a type.
            let is_list = self.flag.is_some()
                || self.mapping.get(ColumnRole::To).is_none()
                    && self.mapping.get(ColumnRole::Half).is_none();
            return if is_list && location.is_empty() && notes.is_empty() {
                Ok(RecordRows::Nothing)
            } else {
                Err("import.type_missing".into())
            };
        };
        let mut row = ImportRow {
            location: cells::location(location)?,
            notes: notes.parse()?,
            person: self.person(record),
            unchecked: (approval == Approval::Open).then_some(UncheckedReason::NotApproved),
            ..ImportRow::new(record.line(), from, to, name)
        };
        if row.location.is_none() && row.name.label.eq_ignore_ascii_case("home") {
            row.location = cells::location(&row.name.label)?;
        }
        if let Some(column) = self.mapping.get(ColumnRole::Hours) {
            let hours = record.cell(Some(column));
            // Such as a day of vacation in a time sheet.
            if hours.is_empty() && !cell(ColumnRole::Type).is_empty() {
                return Err("table.hours_missing".into());
            }
            return Ok(match hours::parse(hours)? {
                0 => RecordRows::Nothing,
                minutes => RecordRows::Rows(vec![ImportRow { minutes: Some(minutes), ..row }]),
            });
        }
        row.count = hours::parse_days(cell(ColumnRole::Count));
        let mut rows = self.ranges(record, row)?;
        for other in rows.iter_mut().skip(1) {
            other.count = None;
        }
        Ok(RecordRows::Rows(rows))
    }
}

/// Parses the part of a day: a half-day mark, whether it is a half day, or the range of dates
/// repeated as text, which means whole days.
fn half(text: &str) -> Result<DayHalf, Problem> {
    // 1 and 0 are numbers of days.
    let is_number = text.parse::<u32>().is_ok();
    match flags::parse(text).filter(|_| !is_number) {
        Some(true) => Ok(DayHalf::Either),
        Some(false) => Ok(DayHalf::Whole),
        None if is_period(text) => Ok(DayHalf::Whole),
        None => parse_half(text).ok_or_else(|| Problem::new("table.half").with("text", text)),
    }
}

/// Returns whether a text is a range of dates. With dots, the first date may lack its year.
fn is_period(text: &str) -> bool {
    const DASHES: [&str; 6] = [" - ", "–", "—", " to ", " bis ", "-"];
    let is_date = |text| WrittenDate::parse(text).is_some();
    let mut parts = DASHES.iter().filter_map(|dash| text.split_once(dash));
    text.contains(['-', '–']) && text.contains('.')
        || parts.any(|(first, last)| is_date(first) && is_date(last))
}
