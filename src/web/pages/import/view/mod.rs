//! The pages of an import: the upload, and the preview of the changes.

mod days;
mod sums;

use askama::Template;

use crate::app::exchange::imports::Hindrance;
use crate::domain::accounts::user::User;
use crate::domain::days::plan::{Existing, Plan, Step};
use crate::domain::exchange::import::{
    Choices, Dialect, Fault, MAX_FAULTS, Reading, TypeChoice, Understood,
};
use crate::domain::exchange::upload::Upload;
use crate::domain::types::Kind;
use crate::web::assets;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::format::plain_count;
use crate::web::views::{Chrome, Section};
use crate::web::wording;
use days::{DayRow, rows};
use sums::{Sum, sums};

/// The page to import a file and to export the user's data.
#[derive(Template)]
#[template(path = "import/page.html")]
pub struct ImportPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
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

fn notice(hindrance: Hindrance) -> &'static str {
    match hindrance {
        Hindrance::Choices => "Nothing was imported yet: see below what is missing.",
        Hindrance::Moved => {
            "Your choices or these days are not those that were shown. Nothing was imported yet: look at the numbers, then import."
        }
        Hindrance::Nothing => "Nothing was imported: there is nothing to do.",
    }
}

/// The data of the preview, besides the review itself.
pub struct ReviewInput<'a> {
    /// The user who imports.
    pub user: &'a User,
    /// The uploaded file.
    pub upload: &'a Upload,
    /// The options that the user chose.
    pub choices: &'a Choices,
    /// The reason why the import was not carried out, if it was requested.
    pub notice: Option<Hindrance>,
    /// The fingerprint of the preview.
    pub mark: &'a str,
}

/// The preview of an import, with its options.
#[derive(Template)]
#[template(path = "import/review.html")]
pub struct ReviewPage<'a> {
    chrome: Chrome<'a>,
    notice: Option<&'static str>,
    upload: String,
    mark: &'a str,
    name: &'a str,
    about: String,
    sums: Vec<Sum>,
    /// The label of the button. `None` if there is nothing to import.
    import: Option<String>,
    replace: bool,
    unknown: Vec<Unknown<'a>>,
    people: Vec<Pick<'a>>,
    place: Option<&'a str>,
    place_error: Option<String>,
    placeless: String,
    /// Whether to import the settings in the file. `None` if it contains none.
    settings: Option<bool>,
    conflicts: Vec<DayRow<'a>>,
    conflicts_more: Option<String>,
    added: Vec<DayRow<'a>>,
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

impl<'a> From<&'a Fault> for FaultRow<'a> {
    fn from(fault: &'a Fault) -> Self {
        Self { line: fault.line, text: &fault.text, message: wording::of(&fault.problem) }
    }
}

/// A type in the file that the user doesn't have.
struct Unknown<'a> {
    number: usize,
    key: &'a str,
    name: &'a str,
    rows: String,
    error: Option<String>,
    /// The options for what to do with it.
    options: Vec<Pick<'a>>,
    label: &'a str,
    kinds: [Pick<'static>; 3],
}

/// An option of a list.
struct Pick<'a> {
    value: &'a str,
    label: String,
    chosen: bool,
}

impl<'a> ReviewPage<'a> {
    /// Formats the review of an import for display.
    pub fn new(
        chrome: Chrome<'a>,
        input: &ReviewInput<'a>,
        reading: &'a Reading,
        understood: &'a Understood,
        plan: &'a Plan,
    ) -> Self {
        let (types, choices) = (&understood.types, input.choices);
        let (conflicts, conflicts_more) =
            rows(types, understood, plan, |step| matches!(step, Step::Kept | Step::Replaced));
        let (added, added_more) = rows(types, understood, plan, |step| step == Step::Added);
        let faults_more = understood.fault_count.checked_sub(MAX_FAULTS).filter(|more| *more > 0);
        Self {
            chrome,
            notice: input.notice.map(notice),
            upload: input.upload.id.to_string(),
            mark: input.mark,
            name: if input.upload.name.is_empty() { "Pasted text" } else { &input.upload.name },
            about: about(reading),
            sums: sums(understood, plan, reading.dialect),
            import: sums::button(plan, choices.settings && reading.settings.is_some()),
            replace: choices.existing == Existing::Replace,
            unknown: unknown(input.user, understood),
            people: people(understood, choices),
            place: understood.place.as_deref(),
            place_error: understood.place_error.as_ref().map(wording::of),
            placeless: plain_count(understood.placeless, "line has", "lines have"),
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

fn about(reading: &Reading) -> String {
    let what = match reading.dialect {
        Dialect::Ics => ("event", "events"),
        Dialect::Json => ("entry", "entries"),
        _ => ("line", "lines"),
    };
    let read = plain_count(reading.read, what.0, what.1);
    format!("{read}, read as {}", reading.dialect.label())
}

fn people<'a>(understood: &'a Understood, choices: &Choices) -> Vec<Pick<'a>> {
    let pick = |(name, count): &'a (String, usize)| Pick {
        value: name,
        label: format!("{} ({})", name, plain_count(*count, "line", "lines")),
        chosen: choices.person.as_deref() == Some(name),
    };
    understood.people.iter().map(pick).collect()
}

fn unknown<'a>(user: &'a User, understood: &'a Understood) -> Vec<Unknown<'a>> {
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
            _ => (found.name.as_str(), Some(Kind::Work)),
        };
        let pick = |value: &'a str, label: String| Pick { value, label, chosen: value == chosen };
        let mut options = vec![pick("", "Choose…".to_owned())];
        let existing = user.settings.types.offered();
        options.extend(existing.map(|known| pick(known.slug.as_str(), known.label.clone())));
        options.push(pick("new", "A new type".to_owned()));
        options.push(pick("out", "Leave these out".to_owned()));
        let kinds = [
            ("work", "Work", Kind::Work),
            ("leave", "Leave", Kind::Leave),
            ("off", "Day off", Kind::Off),
        ];
        Unknown {
            number,
            key: &found.key,
            name: &found.name,
            rows: plain_count(found.rows, "line", "lines"),
            error: found.error.as_ref().map(wording::of),
            options,
            label,
            kinds: kinds.map(|(value, label, of)| Pick {
                value,
                label: label.to_owned(),
                chosen: Some(of) == kind,
            }),
        }
    });
    made.collect()
}
