//! The page on which the user chooses the columns of a table.

use std::borrow::Cow;

use askama::Template;

use super::view::{sheet_options, upload_name};
use crate::domain::exchange::import::{ReadContext, Sheet};
use crate::domain::exchange::upload::Upload;
use crate::domain::settings::{ColumnMapping, ColumnRole};
use crate::domain::types::DayTypes;
use crate::domain::values::problem::Problem;
use crate::locale::t;
use crate::web::assets;
use crate::web::messages;
use crate::web::views::choices::{NO_ERROR, SelectOption};
use crate::web::views::{Layout, Section};

/// The roles that most tables have. The others are in a section that is closed at first.
const COMMON: [ColumnRole; 6] = [
    ColumnRole::Date,
    ColumnRole::To,
    ColumnRole::Type,
    ColumnRole::Location,
    ColumnRole::Notes,
    ColumnRole::Half,
];

/// The maximum numbers of rows and columns shown, enough to recognize the table.
const SAMPLE_ROWS: usize = 3;
const SAMPLE_COLUMNS: usize = 30;

/// The maximum number of characters shown of a cell.
const SAMPLE_CHARS: usize = 40;

/// The page with one list per meaning of a column.
#[derive(Template)]
#[template(path = "import/mapping.html")]
pub(super) struct MappingPage<'a> {
    layout: Layout<'a>,
    upload: String,
    name: &'a str,
    sheets: Vec<SelectOption<'a>>,
    sheet: String,
    /// The other choices, which the form sends back to the preview.
    kept: Vec<(&'static str, String)>,
    fields: Vec<MappingField>,
    more: Vec<MappingField>,
    /// Whether one of the less common roles has a column.
    is_more_used: bool,
    /// The options for the type of all rows.
    all: Vec<SelectOption<'a>>,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The list from which the column with one meaning is chosen.
struct MappingField {
    role: &'static str,
    label: &'static str,
    options: Vec<SelectOption<'static>>,
    error: Option<Cow<'static, str>>,
}

impl<'a> MappingPage<'a> {
    /// Creates the page for an upload, or returns `None` if it isn't a table. `problem` is about the
    /// column with the type.
    pub(super) fn new(
        layout: Layout<'a>,
        upload: &'a Upload,
        types: &'a DayTypes,
        context: ReadContext<'_>,
        kept: Vec<(&'static str, String)>,
        problem: Option<Problem>,
    ) -> Option<Self> {
        let table = upload.source.table()?;
        let sheet = table.sheet(context.choices.sheet)?;
        let mapping = sheet.suggest_mapping(context);
        let is_sent = context.choices.mapping.is_some();
        let field = |role: &ColumnRole| MappingField::new(*role, &mapping, sheet, is_sent);
        let mut fields: Vec<MappingField> = COMMON.iter().map(field).collect();
        let of_type = fields.iter_mut().find(|field| field.role == ColumnRole::Type.as_str());
        if let (Some(of_type), Some(problem)) = (of_type, problem) {
            of_type.error = Some(messages::message_for(problem).into());
        }
        let is_rare = |role: &&ColumnRole| !COMMON.contains(role);
        let types = types.offered();
        let types = types.map(|known| {
            let slug = known.slug.as_str();
            SelectOption::new(slug, &*known.label, mapping.all.as_ref() == Some(&known.slug))
        });
        let none = SelectOption::new("", t::import_no_type(), mapping.all.is_none());
        Some(Self {
            layout,
            upload: upload.id.to_string(),
            name: upload_name(upload),
            sheets: sheet_options(table, context.choices),
            sheet: context.choices.sheet.map(|sheet| sheet.to_string()).unwrap_or_default(),
            kept,
            fields,
            more: ColumnRole::ALL.iter().filter(is_rare).map(field).collect(),
            is_more_used: mapping.columns.keys().any(|role| !COMMON.contains(role)),
            all: std::iter::once(none).chain(types).collect(),
            header: column_names(sheet).take(SAMPLE_COLUMNS).collect(),
            rows: sheet
                .records
                .iter()
                .take(SAMPLE_ROWS)
                .map(|record| record.cells().take(SAMPLE_COLUMNS).map(clipped).collect())
                .collect(),
        })
    }
}

impl MappingField {
    fn new(role: ColumnRole, mapping: &ColumnMapping, sheet: &Sheet, is_sent: bool) -> Self {
        let chosen = mapping.get(role);
        let columns = column_names(sheet).enumerate().map(|(at, name)| {
            let label = if name.is_empty() { t::import_column_number(at + 1) } else { name };
            SelectOption::new(at.to_string(), label, chosen == Some(at))
        });
        let none = SelectOption::new("", t::import_no_column(), chosen.is_none());
        let error = match role {
            ColumnRole::Date if !mapping.has_date() => Some("mapping.date_missing"),
            ColumnRole::Type if !mapping.has_type() => Some("mapping.type_missing"),
            _ => None,
        };
        Self {
            role: role.as_str(),
            label: label(role),
            options: std::iter::once(none).chain(columns).collect(),
            error: error.filter(|_| is_sent).map(|code| messages::text(code).into()),
        }
    }
}

/// Returns the names of the columns, or their numbers if the table has no header.
fn column_names(sheet: &Sheet) -> impl Iterator<Item = String> {
    let is_numbered = sheet.lacks_header();
    let names = sheet.header.cells().enumerate();
    names.map(
        move |(at, name)| {
            if is_numbered { t::import_column_number(at + 1) } else { clipped(name) }
        },
    )
}

fn clipped(cell: &str) -> String {
    cell.chars().take(SAMPLE_CHARS).collect()
}

fn label(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Date => t::import_column_date(),
        ColumnRole::To => t::import_column_to(),
        ColumnRole::Year => t::import_column_year(),
        ColumnRole::Month => t::import_column_month(),
        ColumnRole::Day => t::import_column_day(),
        ColumnRole::Type => t::import_column_type(),
        ColumnRole::Location => t::import_column_location(),
        ColumnRole::Notes => t::import_column_notes(),
        ColumnRole::Half => t::import_column_half(),
        ColumnRole::LastHalf => t::import_column_last_half(),
        ColumnRole::Hours => t::import_column_hours(),
        ColumnRole::Count => t::import_column_count(),
        ColumnRole::Person => t::import_column_person(),
        ColumnRole::LastName => t::import_column_last_name(),
        ColumnRole::Status => t::import_column_status(),
    }
}
