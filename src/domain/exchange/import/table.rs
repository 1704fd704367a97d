//! Converts the records of a table to rows.

use std::borrow::Cow;

use super::columns::{ColumnReader, RecordRows, TableHeader};
use super::dates::{AMBIGUOUS, DateReader};
use super::dialects::Preset;
use super::guess::{guess_mapping, preset_mapping};
use super::mapped::MappedTable;
use super::short_year::FUTURE_YEAR;
use super::source::{ReadContext, Sheet, SourceFile, Table, TableRecord};
use super::worklog_csv::WorklogCsv;
use super::{DateQuestion, Dialect, ParsedFile, YearQuestion, serial};
use crate::domain::settings::{ColumnMapping, RememberedMapping};
use crate::domain::values::problem::Problem;

/// The maximum number of columns, well above any table of days.
pub(super) const MAX_COLUMNS: usize = 200;

/// How a table is read.
enum TablePlan {
    /// By a mapping.
    Mapped(Dialect, ColumnMapping),
    /// As Worklog's own CSV.
    Ours,
}

impl Table {
    /// Returns the chosen sheet, or else the default one.
    pub fn sheet(&self, chosen: Option<usize>) -> Option<&Sheet> {
        self.sheets.get(self.sheet_index(chosen))
    }

    /// Returns the index of the chosen sheet, or else of the first that has records. A workbook may
    /// start with a cover sheet.
    pub fn sheet_index(&self, chosen: Option<usize>) -> usize {
        let has_records = |sheet: &Sheet| !sheet.records.is_empty();
        let chosen = chosen.filter(|at| *at < self.sheets.len());
        chosen.or_else(|| self.sheets.iter().position(has_records)).unwrap_or(0)
    }

    /// Returns whether the user has to choose the columns: the header is unknown, and no mapping
    /// was chosen for it before.
    pub fn needs_mapping(&self, context: ReadContext<'_>) -> bool {
        let is_unknown = |sheet: &Sheet| !sheet.records.is_empty() && sheet.plan(context).is_none();
        self.sheet(context.choices.sheet).is_some_and(is_unknown)
    }

    /// Returns whether the user may choose other columns. Those of Worklog's own CSV are known.
    fn can_map(&self, context: ReadContext<'_>) -> bool {
        let is_ours = |sheet: &Sheet| matches!(sheet.plan(context), Some(TablePlan::Ours));
        self.sheet(context.choices.sheet).is_some_and(|sheet| !is_ours(sheet))
    }
}

impl SourceFile {
    /// Returns whether a problem means that the wrong column contains the type, and the user may
    /// choose another one.
    pub fn has_wrong_type_column(&self, problem: &Problem, context: ReadContext<'_>) -> bool {
        problem.code == "file.too_many_types"
            && self.table().is_some_and(|table| table.can_map(context))
    }
}

impl Sheet {
    /// Returns the number of columns, some of which may have no name.
    pub fn columns(&self) -> usize {
        self.header.cells().count()
    }

    /// Returns the number of columns up to the last one with a name.
    fn named_columns(&self) -> usize {
        let names: Vec<&str> = self.header.cells().collect();
        names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1)
    }

    /// Returns the mapping that the user chose last for this header, or else the most likely one.
    pub fn suggest_mapping(&self, context: ReadContext<'_>) -> ColumnMapping {
        let header = self.table_header();
        let chosen = context.choices.mapping.clone();
        let remembered = || self.remembered(&header, context).map(|known| known.mapping.clone());
        let types = &context.settings.types;
        chosen.or_else(remembered).unwrap_or_else(|| guess_mapping(&header, self, types))
    }

    fn table_header(&self) -> TableHeader {
        TableHeader::new(self.header.cells())
    }

    /// Returns what the user chose for this header before. Tables without a header are too different
    /// from each other.
    fn remembered<'a>(
        &self,
        header: &TableHeader,
        context: ReadContext<'a>,
    ) -> Option<&'a RememberedMapping> {
        let known = context.settings.import_mapping(&header.key())?;
        let all = known.mapping.all.as_ref();
        let is_usable = known.mapping.fits(self.columns())
            && all.is_none_or(|slug| context.settings.types.get(slug).is_some());
        (is_usable && !self.lacks_header()).then_some(known)
    }

    fn plan(&self, context: ReadContext<'_>) -> Option<TablePlan> {
        let header = self.table_header();
        let preset = header.preset();
        if preset.map(Preset::dialect) == Some(Dialect::Ours) {
            // Its columns have more meanings than a mapping can express.
            return Some(TablePlan::Ours);
        }
        let dialect = preset.map_or(Dialect::Mapped, Preset::dialect);
        let chosen = context.choices.mapping.clone();
        let chosen = chosen.filter(|mapping| mapping.fits(self.columns()));
        let remembered = || self.remembered(&header, context).map(|known| known.mapping.clone());
        let mapping = chosen.or_else(remembered);
        let mapping = mapping.or_else(|| preset.map(|_| preset_mapping(&header)));
        mapping.map(|mapping| TablePlan::Mapped(dialect, mapping))
    }
}

/// Converts the records of a table to rows.
pub(super) fn read_rows(table: &Table, context: ReadContext<'_>) -> Result<ParsedFile, Problem> {
    // Only uploads of 1.0.0, which expired or are about to, have no sheet.
    let sheet = table.sheet(context.choices.sheet).ok_or("file.gone")?;
    let plan = sheet.plan(context).ok_or("file.unknown_header")?;
    let mut reading = match &plan {
        TablePlan::Ours => {
            let columns = WorklogCsv::new(&sheet.table_header());
            read_sheet(sheet, Dialect::Ours, &columns, context)
        }
        TablePlan::Mapped(dialect, mapping) => {
            let columns = MappedTable::new(*dialect, mapping, sheet);
            read_sheet(sheet, *dialect, &columns, context)
        }
    };
    if let TablePlan::Mapped(_, mapping) = plan {
        reading.mapping = to_remember(sheet, mapping, &reading, context);
    }
    Ok(reading)
}

/// Returns what to remember for the header: the columns, or the order of day and month, if the user
/// chose any of them.
fn to_remember(
    sheet: &Sheet,
    mapping: ColumnMapping,
    reading: &ParsedFile,
    context: ReadContext<'_>,
) -> Option<RememberedMapping> {
    let header = sheet.table_header();
    let asked = reading.date_question.as_ref();
    let chosen = asked.and(context.choices.date_order);
    let known = sheet.remembered(&header, context).and_then(|known| known.date_order);
    let is_chosen = context.choices.mapping.is_some() || chosen.is_some();
    let date_order = chosen.or(known);
    (is_chosen && !sheet.lacks_header()).then(|| RememberedMapping {
        header: header.key(),
        mapping,
        date_order,
    })
}

fn read_sheet(
    sheet: &Sheet,
    dialect: Dialect,
    columns: &dyn ColumnReader,
    context: ReadContext<'_>,
) -> ParsedFile {
    let detected = detect_dates(sheet, columns, context);
    let known = || sheet.remembered(&sheet.table_header(), context)?.date_order;
    let chosen = context.choices.date_order.or_else(known);
    let dates = DateReader { order: detected.order.or(chosen), ..detected };
    let width = sheet.named_columns().max(columns.width());
    let mut reading = ParsedFile::new(dialect);
    let (mut without_order, mut without_year) = (0, 0);
    for record in &sheet.records {
        reading.surplus += usize::from(has_surplus(record, width));
        let text = record.text(sheet.separator);
        let joined = (has_surplus(record, width) && context.choices.join_cells)
            .then(|| joined(record, width, sheet.separator));
        match read_record(joined.as_ref().unwrap_or(record), width, columns, dates) {
            Ok(RecordRows::Rows(rows)) => reading.take(record.line(), &text, Ok(rows)),
            Ok(RecordRows::Nothing) => {
                reading.read += 1;
                reading.nothing_logged += 1;
            }
            Err(problem) if [AMBIGUOUS, FUTURE_YEAR].contains(&&*problem.code) => {
                reading.read += 1;
                let is_order = problem.code == AMBIGUOUS;
                *(if is_order { &mut without_order } else { &mut without_year }) += 1;
            }
            Err(problem) => reading.take(record.line(), &text, Err(problem)),
        }
    }
    if detected.order.is_none() {
        let mut written = sheet.records.iter().flat_map(|record| columns.dates(record));
        let is_open = |date: &Cow<'_, str>| {
            detected.parse(date).is_err_and(|problem| problem.code == AMBIGUOUS)
        };
        let example = written.find(is_open).map(Cow::into_owned);
        reading.date_question = example.map(|example| DateQuestion {
            example,
            chosen,
            waiting: without_order,
            is_demanded: false,
        });
    }
    if without_order + without_year > 0 || dates.century.is_some() {
        reading.year_question = year_question(sheet, columns, dates, without_year);
    }
    reading
}

/// Determines how the dates of a sheet are written.
fn detect_dates(sheet: &Sheet, columns: &dyn ColumnReader, context: ReadContext<'_>) -> DateReader {
    let written = || sheet.records.iter().flat_map(|record| columns.dates(record));
    let detected = DateReader::detect(written(), context.today);
    let serials =
        serial::epoch(sheet.is_1904).filter(|epoch| serial::are_serials(written(), *epoch));
    DateReader { century: context.choices.century, serials, ..detected }
}

/// Returns the question about two-digit years, if a date leaves open whether it is in the future.
fn year_question(
    sheet: &Sheet,
    columns: &dyn ColumnReader,
    dates: DateReader,
    waiting: usize,
) -> Option<YearQuestion> {
    let mut written = sheet.records.iter().flat_map(|record| columns.dates(record));
    let (example, day) = written.find_map(|date| {
        let day = dates.future_day(&date)?;
        Some((date.into_owned(), day))
    })?;
    let (year, chosen) = (day.year().number(), dates.century);
    Some(YearQuestion { example, year, chosen, waiting, is_demanded: false })
}

fn read_record(
    record: &TableRecord,
    width: usize,
    columns: &dyn ColumnReader,
    dates: DateReader,
) -> Result<RecordRows, Problem> {
    if record.is_unclosed {
        Err("import.open_quotation".into())
    } else if has_surplus(record, width) {
        Err(Problem::new("table.surplus").with("columns", width))
    } else {
        columns.rows(record, dates)
    }
}

/// Returns whether a record has text beyond the last column.
fn has_surplus(record: &TableRecord, width: usize) -> bool {
    !record.is_unclosed && record.cells().skip(width).any(|cell| !cell.is_empty())
}

/// Joins the cells beyond the last column to it, as the earlier service exported `Raleigh, NC`.
fn joined(record: &TableRecord, width: usize, separator: char) -> TableRecord {
    let cells: Vec<&str> = record.cells().collect();
    let (kept, rest) = cells.split_at(width.saturating_sub(1));
    let last = rest.join(&format!("{separator} "));
    let last = last.trim_end_matches([separator, ' ']);
    TableRecord::new(record.line(), kept.iter().copied().chain([last]))
}
