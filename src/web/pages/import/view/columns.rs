//! The choices about the columns and dates of a table, as part of the preview.

use crate::domain::exchange::import::{
    Century, Choices, DateOrder, DateQuestion, Dialect, ParsedFile, ResolvedImport, Table,
    YearQuestion,
};
use crate::domain::exchange::upload::Upload;
use crate::locale::t;
use crate::web::messages;
use crate::web::views::choices::SelectOption;

/// The choices about a table.
pub(in crate::web::pages::import) struct ColumnsView<'a> {
    /// Whether the file is a table.
    pub(super) is_table: bool,
    /// Whether the user may choose other columns. Those of Worklog's own CSV are known.
    pub(super) can_change: bool,
    /// The sheets of a workbook, if it has several.
    pub(super) sheets: Vec<SelectOption<'a>>,
    /// The index of the chosen sheet.
    pub(super) sheet: String,
    /// The chosen columns, sent back as hidden fields.
    pub(super) columns: Vec<(&'static str, usize)>,
    /// The type of all rows.
    pub(super) all: &'a str,
    /// The questions about dates: the order of day and month, and two-digit years.
    pub(super) questions: Vec<QuestionView>,
    /// The label of the checkbox that joins surplus cells. `None` if the file has none.
    pub(super) join: Option<String>,
    pub(super) join_cells: bool,
}

/// A question about the dates of the file.
pub(super) struct QuestionView {
    pub(super) name: &'static str,
    pub(super) legend: String,
    pub(super) options: [SelectOption<'static>; 2],
    pub(super) error: Option<&'static str>,
}

impl<'a> ColumnsView<'a> {
    pub(super) fn new(
        upload: &'a Upload,
        choices: &'a Choices,
        reading: &ParsedFile,
        resolved: &ResolvedImport,
    ) -> Self {
        let table = upload.source.table();
        let mapping = choices.mapping.as_ref();
        let columns = mapping.iter().flat_map(|mapping| &mapping.columns);
        let order = resolved.date_question.as_ref().map(QuestionView::order);
        let year = resolved.year_question.as_ref().map(QuestionView::year);
        Self {
            is_table: table.is_some(),
            can_change: table.is_some() && reading.dialect != Dialect::Ours,
            sheets: table.map(|table| sheet_options(table, choices)).unwrap_or_default(),
            sheet: choices.sheet.map(|sheet| sheet.to_string()).unwrap_or_default(),
            columns: columns.map(|(role, column)| (role.as_str(), *column)).collect(),
            all: mapping.and_then(|mapping| mapping.all.as_ref()).map_or("", |all| all.as_str()),
            questions: order.into_iter().chain(year).collect(),
            join: (reading.surplus > 0).then(|| t::import_join_cells(reading.surplus)),
            join_cells: choices.join_cells,
        }
    }
}

impl QuestionView {
    fn order(question: &DateQuestion) -> Self {
        let option = |value: &'static str, label: &'static str, order| {
            SelectOption::new(value, label, question.chosen == Some(order))
        };
        Self {
            name: "date_order",
            legend: t::import_question_date(&question.example),
            options: [
                option("day_first", t::import_day_first(), DateOrder::DayFirst),
                option("month_first", t::import_month_first(), DateOrder::MonthFirst),
            ],
            error: question.is_demanded.then(|| messages::text("import.order_missing")),
        }
    }

    fn year(question: &YearQuestion) -> Self {
        let option = |value: &'static str, year: i32, century| {
            SelectOption::new(value, year.to_string(), question.chosen == Some(century))
        };
        Self {
            name: "century",
            legend: t::import_question_year(&question.example),
            options: [
                option("future", question.year, Century::Future),
                option("past", question.year - 100, Century::Past),
            ],
            error: question.is_demanded.then(|| messages::text("import.year_missing")),
        }
    }
}

/// Returns the sheets as options, or nothing if there is only one.
pub(in crate::web::pages::import) fn sheet_options<'a>(
    table: &'a Table,
    choices: &Choices,
) -> Vec<SelectOption<'a>> {
    if table.sheets.len() < 2 {
        return Vec::new();
    }
    let chosen = table.sheet_index(choices.sheet);
    let sheets = table.sheets.iter().enumerate();
    let option = |(at, sheet): (usize, &'a _)| {
        let sheet: &'a crate::domain::exchange::import::Sheet = sheet;
        SelectOption::new(at.to_string(), sheet.name.as_str(), at == chosen)
    };
    sheets.map(option).collect()
}
