//! The preview of an import.

mod columns;
mod days;
mod names;
mod outcome;
mod rows;
mod totals;
mod year_totals;

use askama::Template;

use crate::app::exchange::imports::ImportBlocker;
use crate::domain::accounts::user::User;
use crate::domain::days::plan::{OnExistingEntry, Plan, PlannedStep};
use crate::domain::exchange::import::{
    Choices, Dialect, FILE_TYPE, FileTotals, MAX_ROW_ERRORS, ParsedFile, ResolvedImport, RowError,
};
use crate::domain::exchange::upload::Upload;
use crate::domain::year::overdrafts::Overdraft;
use crate::locale::{Number, t};
use crate::web::assets;
use crate::web::messages;
use crate::web::pages::import::years::YearFields;
use crate::web::views::choices::{NO_ERROR, SelectOption, existing_options};
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::{Layout, Section};
use columns::ColumnsView;
pub(super) use columns::sheet_options;
use days::{ImportDayRow, day_rows};
use names::{NameForm, NameForms};
use rows::ReviewRows;
use totals::{ImportTotal, import_totals};
use year_totals::YearTotals;

fn blocker_text(blocker: ImportBlocker) -> &'static str {
    messages::text(match blocker {
        ImportBlocker::Choices => "import.choices_missing",
        ImportBlocker::Moved => "import.moved",
        ImportBlocker::Nothing => "import.nothing",
    })
}

fn only_settings_text() -> &'static str {
    messages::text("import.only_settings")
}

/// The preview's input, in addition to the review.
pub(crate) struct ReviewInput<'a> {
    /// The user who imports.
    pub(crate) user: &'a User,
    /// The uploaded file.
    pub(crate) upload: &'a Upload,
    /// The options that the user chose.
    pub(crate) choices: &'a Choices,
    /// The name of the open page of rows. Empty for the first one.
    pub(crate) page: &'a str,
    /// The years for repeated events, if they are invalid.
    pub(crate) years: Option<YearFields>,
    /// The reason the import wasn't carried out, if the user confirmed it.
    pub(crate) notice: Option<ImportBlocker>,
    /// What the days would take beyond allowances.
    pub(crate) over: &'a [Overdraft<'a>],
    /// The fingerprint of the preview.
    pub(crate) fingerprint: &'a str,
}

/// The preview of an import, with its options.
#[derive(Template)]
#[template(path = "import/review.html")]
pub(crate) struct ReviewPage<'a> {
    layout: Layout<'a>,
    notice: Option<&'static str>,
    upload: String,
    fingerprint: &'a str,
    name: &'a str,
    about: String,
    totals: Vec<ImportTotal>,
    warnings: Vec<String>,
    /// Whether the rows are events, which have no lines that people know.
    is_calendar: bool,
    /// The label of the button. `None` if there is nothing to import.
    import: Option<String>,
    replace: bool,
    existing: [SelectOption<'static>; 2],
    file_type: Option<NameForm<'a>>,
    unknown: Vec<NameForm<'a>>,
    known: Vec<NameForm<'a>>,
    /// The years to which repeated events are expanded. `None` if there are none.
    years: Option<YearFields>,
    people: Vec<SelectOption<'a>>,
    location: Option<&'a str>,
    location_error: Option<String>,
    rows_without_location: String,
    /// Whether to import the settings in the file. `None` if it contains none.
    settings: Option<bool>,
    /// The message that the file contains only settings, which are imported.
    only_settings: Option<&'static str>,
    columns: ColumnsView<'a>,
    conflicts: Vec<ImportDayRow<'a>>,
    conflicts_more: Option<String>,
    rows: ReviewRows<'a>,
    year_totals: YearTotals<'a>,
    row_errors: Vec<RowErrorView<'a>>,
    row_errors_more: Option<String>,
}

/// A line that couldn't be parsed.
struct RowErrorView<'a> {
    line: usize,
    text: &'a str,
    message: String,
}

impl<'a> From<&'a RowError> for RowErrorView<'a> {
    fn from(error: &'a RowError) -> Self {
        Self { line: error.line, text: &error.text, message: messages::message_for(&error.problem) }
    }
}

impl<'a> ReviewPage<'a> {
    /// Formats the review of an import for display.
    pub(crate) fn new(
        layout: Layout<'a>,
        input: &ReviewInput<'a>,
        reading: &'a ParsedFile,
        resolved: &'a ResolvedImport,
        plan: &'a Plan,
    ) -> Self {
        let (types, choices) = (&resolved.types, input.choices);
        let replace = choices.existing == OnExistingEntry::Replace;
        let (conflicts, conflicts_more) = day_rows(types, resolved, plan, |step| {
            matches!(step, PlannedStep::Kept | PlannedStep::Replaced)
        });
        let file_totals = FileTotals::new(reading, resolved, plan);
        let names = NameForms::new(input.user, resolved, reading.dialect);
        let year_start = input.user.settings.allowance_calendar.year_start;
        let row_errors_more =
            resolved.row_error_count.checked_sub(MAX_ROW_ERRORS).filter(|more| *more > 0);
        Self {
            layout,
            notice: input.notice.map(blocker_text),
            upload: input.upload.id.to_string(),
            fingerprint: input.fingerprint,
            name: upload_name(input.upload),
            about: describe_file(reading),
            warnings: format_overdrafts(input.over, year_start),
            totals: import_totals(resolved, plan, reading),
            import: totals::button_label(plan, choices.settings && reading.settings.is_some()),
            is_calendar: reading.dialect == Dialect::Ics,
            replace,
            existing: replace_options(replace),
            file_type: names.file_type.filter(|_| is_file_type_asked(choices, resolved)),
            unknown: names.unknown,
            known: names.known,
            years: reading.years.clone().map(|found| input.years.clone().unwrap_or(found.into())),
            people: person_options(resolved, choices),
            location: resolved.location.as_deref(),
            location_error: resolved.location_error.as_ref().map(messages::message_for),
            rows_without_location: describe_missing_locations(reading, resolved),
            settings: reading.settings.as_ref().map(|_| choices.settings),
            only_settings: input.upload.source.has_only_settings().then(only_settings_text),
            columns: ColumnsView::new(input.upload, choices, reading, resolved),
            conflicts,
            conflicts_more,
            rows: ReviewRows::new(reading, resolved, plan, &file_totals.differing, input),
            year_totals: YearTotals::new(file_totals, &resolved.types),
            row_errors: resolved.row_errors.iter().map(RowErrorView::from).collect(),
            row_errors_more: row_errors_more.map(|more| t::import_more(Number::from(more))),
        }
    }
}

/// Returns the name of the file, or a text for one that was pasted.
pub(super) fn upload_name(upload: &Upload) -> &str {
    if upload.name.is_empty() { t::import_pasted() } else { &upload.name }
}

fn replace_options(replace: bool) -> [SelectOption<'static>; 2] {
    existing_options(replace, [t::import_existing_keep(), t::import_existing_replace()])
}

/// Describes how many rows the file has, and how it was understood.
fn describe_file(reading: &ParsedFile) -> String {
    let read = reading.read;
    if reading.settings.is_some() && read == 0 {
        return t::import_about_settings().to_owned();
    }
    match reading.dialect {
        Dialect::Ours => t::import_about_worklog_csv(read),
        Dialect::States => t::import_about_states(read),
        Dialect::Absences => t::import_about_absences(read),
        Dialect::German => t::import_about_german(read),
        Dialect::Mapped => t::import_about_mapped(read),
        Dialect::Json => t::import_about_worklog_json(read),
        Dialect::Ics => t::import_about_calendar(read),
        Dialect::Flask => t::import_about_earlier_service(read),
    }
}

/// Returns whether to ask for the type of events: some are selected, or the user chose one.
fn is_file_type_asked(choices: &Choices, resolved: &ResolvedImport) -> bool {
    let has_rows = resolved.file_type.as_ref().is_some_and(|found| found.rows > 0);
    has_rows || choices.types.contains_key(FILE_TYPE)
}

fn describe_missing_locations(reading: &ParsedFile, resolved: &ResolvedImport) -> String {
    let rows = resolved.rows_without_location;
    match reading.dialect {
        Dialect::Ics => t::import_events_without_location(rows),
        _ => t::import_rows_without_location(rows),
    }
}

fn person_options<'a>(resolved: &'a ResolvedImport, choices: &Choices) -> Vec<SelectOption<'a>> {
    let pick = |(name, count): &'a (String, usize)| {
        let label = t::import_person_rows(name, *count);
        SelectOption::new(name, label, choices.person.as_deref() == Some(name))
    };
    let people = resolved.people.iter().map(pick);
    let first =
        (!resolved.people.is_empty()).then(|| SelectOption::new("", t::import_choose(), false));
    first.into_iter().chain(people).collect()
}
