//! The pages of an import: the upload, and the preview of the changes.

mod days;
mod sums;

use askama::Template;

use crate::app::exchange::imports::ImportBlocker;
use crate::domain::accounts::user::User;
use crate::domain::days::plan::{Existing, Plan, PlannedStep};
use crate::domain::exchange::import::{
    Choices, Dialect, ImportFault, MAX_FAULTS, ParsedFile, ResolvedImport, TypeChoice,
};
use crate::domain::exchange::upload::Upload;
use crate::domain::types::TypeKind;
use crate::domain::year::overdrafts::Overdraft;
use crate::web::assets;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::format::format_count;
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::{Layout, Section};
use crate::web::wording;
use days::{ImportDayRow, day_rows};
use sums::{ImportTotal, import_totals};

/// The page to import a file and to export the user's data.
#[derive(Template)]
#[template(path = "import/page.html")]
pub struct ImportPage<'a> {
    /// The page's layout.
    pub layout: Layout<'a>,
    /// The current page in the navigation.
    pub here: SettingsPart,
    /// A message that confirms the last import.
    pub notice: Option<&'a str>,
    /// The error of the uploaded file.
    pub error: Option<&'a str>,
    /// The current year.
    pub year: i32,
}

impl ImportPage<'_> {
    /// Returns the years offered as separate exports.
    fn years(&self) -> impl Iterator<Item = i32> {
        (self.year - 4..=self.year + 1).rev()
    }
}

fn blocker_text(hindrance: ImportBlocker) -> &'static str {
    match hindrance {
        ImportBlocker::Choices => "Nothing was imported yet: see below what is missing.",
        ImportBlocker::Moved => {
            "Your choices or these days are not those that were shown. Nothing was imported yet: look at the numbers, then import."
        }
        ImportBlocker::Nothing => "Nothing was imported: there is nothing to do.",
    }
}

/// The preview's input, in addition to the review.
pub struct ReviewInput<'a> {
    /// The user who imports.
    pub user: &'a User,
    /// The uploaded file.
    pub upload: &'a Upload,
    /// The options that the user chose.
    pub choices: &'a Choices,
    /// The reason the import wasn't carried out, if the user confirmed it.
    pub notice: Option<ImportBlocker>,
    /// What the days would take beyond allowances.
    pub over: &'a [Overdraft<'a>],
    /// The fingerprint of the preview.
    pub fingerprint: &'a str,
}

/// The preview of an import, with its options.
#[derive(Template)]
#[template(path = "import/review.html")]
pub struct ReviewPage<'a> {
    layout: Layout<'a>,
    notice: Option<&'static str>,
    upload: String,
    fingerprint: &'a str,
    name: &'a str,
    about: String,
    sums: Vec<ImportTotal>,
    warnings: Vec<String>,
    /// The label of the button. `None` if there is nothing to import.
    import: Option<String>,
    replace: bool,
    unknown: Vec<UnknownTypeForm<'a>>,
    people: Vec<ImportOption<'a>>,
    place: Option<&'a str>,
    place_error: Option<String>,
    placeless: String,
    /// Whether to import the settings in the file. `None` if it contains none.
    settings: Option<bool>,
    conflicts: Vec<ImportDayRow<'a>>,
    conflicts_more: Option<String>,
    added: Vec<ImportDayRow<'a>>,
    added_more: Option<String>,
    faults: Vec<FaultRow<'a>>,
    faults_more: Option<String>,
}

/// A line that could not be parsed.
struct FaultRow<'a> {
    line: usize,
    text: &'a str,
    message: String,
}

impl<'a> From<&'a ImportFault> for FaultRow<'a> {
    fn from(fault: &'a ImportFault) -> Self {
        Self { line: fault.line, text: &fault.text, message: wording::message_for(&fault.problem) }
    }
}

/// A type in the file that the user doesn't have.
struct UnknownTypeForm<'a> {
    number: usize,
    key: &'a str,
    name: &'a str,
    rows: String,
    error: Option<String>,
    /// The options for what to do with it.
    options: Vec<ImportOption<'a>>,
    label: &'a str,
    kinds: [ImportOption<'static>; 3],
}

/// An option of a list.
struct ImportOption<'a> {
    value: &'a str,
    label: String,
    chosen: bool,
}

impl<'a> ReviewPage<'a> {
    /// Formats the review of an import for display.
    pub fn new(
        layout: Layout<'a>,
        input: &ReviewInput<'a>,
        reading: &'a ParsedFile,
        understood: &'a ResolvedImport,
        plan: &'a Plan,
    ) -> Self {
        let (types, choices) = (&understood.types, input.choices);
        let (conflicts, conflicts_more) = day_rows(types, understood, plan, |step| {
            matches!(step, PlannedStep::Kept | PlannedStep::Replaced)
        });
        let (added, added_more) =
            day_rows(types, understood, plan, |step| step == PlannedStep::Added);
        let faults_more = understood.fault_count.checked_sub(MAX_FAULTS).filter(|more| *more > 0);
        Self {
            layout,
            notice: input.notice.map(blocker_text),
            upload: input.upload.id.to_string(),
            fingerprint: input.fingerprint,
            name: if input.upload.name.is_empty() { "Pasted text" } else { &input.upload.name },
            about: describe_file(reading),
            warnings: format_overdrafts(
                input.over,
                input.user.settings.allowance_calendar.year_start,
            ),
            sums: import_totals(understood, plan, reading.dialect),
            import: sums::button_label(plan, choices.settings && reading.settings.is_some()),
            replace: choices.existing == Existing::Replace,
            unknown: unknown_types(input.user, understood),
            people: person_options(understood, choices),
            place: understood.place.as_deref(),
            place_error: understood.place_error.as_ref().map(wording::message_for),
            placeless: format_count(understood.placeless, "line has", "lines have"),
            settings: reading.settings.as_ref().map(|_| choices.settings),
            conflicts,
            conflicts_more,
            added,
            added_more,
            faults: understood.faults.iter().map(FaultRow::from).collect(),
            faults_more: faults_more.map(|more| format!("and {more} more")),
        }
    }
}

fn describe_file(reading: &ParsedFile) -> String {
    let what = match reading.dialect {
        Dialect::Ics => ("event", "events"),
        Dialect::Json => ("entry", "entries"),
        _ => ("line", "lines"),
    };
    let read = format_count(reading.read, what.0, what.1);
    format!("{read}, read as {}", reading.dialect.label())
}

fn person_options<'a>(understood: &'a ResolvedImport, choices: &Choices) -> Vec<ImportOption<'a>> {
    let pick = |(name, count): &'a (String, usize)| ImportOption {
        value: name,
        label: format!("{} ({})", name, format_count(*count, "line", "lines")),
        chosen: choices.person.as_deref() == Some(name),
    };
    understood.people.iter().map(pick).collect()
}

fn unknown_types<'a>(user: &'a User, understood: &'a ResolvedImport) -> Vec<UnknownTypeForm<'a>> {
    let numbered = understood.unknown.iter().enumerate();
    let made = numbered.map(|(number, found)| {
        let chosen = match &found.choice {
            None => "",
            Some(TypeChoice::LeaveOut) => "out",
            Some(TypeChoice::New { .. }) => "new",
            Some(TypeChoice::Existing(slug)) => slug.as_str(),
        };
        let (label, kind) = match &found.choice {
            Some(TypeChoice::New { label, kind }) => (label.as_str(), *kind),
            _ => (found.name.as_str(), Some(TypeKind::Work)),
        };
        let pick =
            |value: &'a str, label: String| ImportOption { value, label, chosen: value == chosen };
        let mut options = vec![pick("", "Choose…".to_owned())];
        let existing = user.settings.types.offered();
        options.extend(existing.map(|known| pick(known.slug.as_str(), known.label.clone())));
        options.push(pick("new", "A new type".to_owned()));
        options.push(pick("out", "Leave these out".to_owned()));
        let kinds = [
            ("work", "Work", TypeKind::Work),
            ("leave", "Leave", TypeKind::Leave),
            ("off", "Day off", TypeKind::Off),
        ];
        UnknownTypeForm {
            number,
            key: &found.key,
            name: &found.name,
            rows: format_count(found.rows, "line", "lines"),
            error: found.error.as_ref().map(wording::message_for),
            options,
            label,
            kinds: kinds.map(|(value, label, of)| ImportOption {
                value,
                label: label.to_owned(),
                chosen: Some(of) == kind,
            }),
        }
    });
    made.collect()
}
