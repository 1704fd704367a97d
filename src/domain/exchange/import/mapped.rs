//! Reads a table by a column mapping.

use super::columns::{ColumnReader, RecordRows};
use super::dates::{DateReader, day_of};
use super::flags::{self, FlagColumn};
use super::half_days::{HalfDayRange, parse_half};
use super::source::{Sheet, TableRecord};
use super::written_date::{WrittenDate, short};
use super::{DayHalf, Dialect, ImportRow, TypeName, cells, hours};
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
}

impl<'a> MappedTable<'a> {
    pub(super) fn new(dialect: Dialect, mapping: &'a ColumnMapping, sheet: &'a Sheet) -> Self {
        let column = mapping.get(ColumnRole::Type);
        let type_column = sheet.header.cell(column);
        let flag = column.and_then(|at| FlagColumn::new(type_column, &sheet.records, at));
        Self { dialect, mapping, flag, type_column }
    }

    fn days(&self, record: &TableRecord, dates: DateReader) -> Result<(Day, Day), Problem> {
        let cell = |role| record.cell(self.mapping.get(role));
        if self.mapping.get(ColumnRole::Date).is_none() {
            let parts = [ColumnRole::Year, ColumnRole::Month, ColumnRole::Day];
            let written = parts.map(cell);
            if written.contains(&"") {
                return Err("date.missing".into());
            }
            let parts = (dates.parse_year(written[0]), short(written[1]), short(written[2]));
            let (Some(year), Some(month), Some(day)) = parts else {
                // A month may be a name.
                let day =
                    dates.parse(&format!("{2} {1} {0}", written[0], written[1], written[2]))?;
                return Ok((day, day));
            };
            let day = day_of(&written.join("-"), year, month, day)?;
            return Ok((day, day));
        }
        let from = dates.parse(cell(ColumnRole::Date))?;
        match cell(ColumnRole::To) {
            "" => Ok((from, from)),
            text => Ok((from, dates.parse(text)?)),
        }
    }

    /// Returns the name of the type, or `None` if the cell is empty.
    fn name(&self, record: &TableRecord) -> Option<TypeName> {
        if let Some(slug) = &self.mapping.all {
            let slug = slug.to_string();
            return Some(TypeName { label: slug.clone(), slug: Some(slug) });
        }
        let cell = record.cell(self.mapping.get(ColumnRole::Type));
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
        let names = roles.map(|role| record.cell(self.mapping.get(role)));
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    /// Returns the rows of a range of days, whose ends may be half days.
    fn ranges(&self, record: &TableRecord, row: ImportRow) -> Result<Vec<ImportRow>, Problem> {
        let first = half(record.cell(self.mapping.get(ColumnRole::Half)))?;
        if self.mapping.get(ColumnRole::LastHalf).is_some() {
            let last = half(record.cell(self.mapping.get(ColumnRole::LastHalf)))?;
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
}

impl ColumnReader for MappedTable<'_> {
    fn dates(&self) -> Vec<usize> {
        [ColumnRole::Date, ColumnRole::To]
            .into_iter()
            .filter_map(|role| self.mapping.get(role))
            .collect()
    }

    fn width(&self) -> usize {
        self.mapping.columns.values().max().map_or(0, |last| last + 1)
    }

    fn rows(&self, record: &TableRecord, dates: DateReader) -> Result<RecordRows, Problem> {
        let (location, notes) = (
            record.cell(self.mapping.get(ColumnRole::Location)),
            record.cell(self.mapping.get(ColumnRole::Notes)),
        );
        refuse_if_off(record.cell(self.mapping.get(ColumnRole::Status)))?;
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
            ..ImportRow::new(record.line(), from, to, name)
        };
        if row.location.is_none() && row.name.label.eq_ignore_ascii_case("home") {
            row.location = cells::location(&row.name.label)?;
        }
        if let Some(column) = self.mapping.get(ColumnRole::Hours) {
            return Ok(match hours::parse(record.cell(Some(column)))? {
                0 => RecordRows::Nothing,
                minutes => RecordRows::Rows(vec![ImportRow { minutes: Some(minutes), ..row }]),
            });
        }
        let mut rows = self.ranges(record, row)?;
        if let Some(first) = rows.first_mut() {
            first.count = hours::parse_hundredths(record.cell(self.mapping.get(ColumnRole::Count)));
        }
        Ok(RecordRows::Rows(rows))
    }
}

/// Rejects an absence that was declined or canceled.
fn refuse_if_off(status: &str) -> Result<(), Problem> {
    const OFF: [&str; 8] =
        ["reject", "declin", "cancel", "refus", "denied", "abgelehnt", "stornier", "zurückgezogen"];
    let plain = status.to_lowercase();
    if OFF.iter().any(|word| plain.contains(word)) {
        Err(Problem::new("table.off").with("status", status))
    } else {
        Ok(())
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
