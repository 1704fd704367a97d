//! The page of a bulk edit: the form, and a preview of the changes.

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::plan::{Plan, Step};
use crate::domain::settings::KnownLocation;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::bulk_edit::form::{DaysForm, Doing};
use crate::web::views::choices::{DayChoice, TypeChoice, day_choices, type_choices};
use crate::web::views::day_changes::{self, MonthOfSteps};
use crate::web::views::format::days;
use crate::web::views::{Chrome, Section};

/// The data of the page.
pub struct DaysInput<'a> {
    /// The user who owns the days.
    pub user: &'a User,
    /// The form as typed.
    pub form: DaysForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// The preview and the kind of bulk edit, if the form is valid.
    pub plan: Option<(&'a Plan, Doing)>,
    /// A message at the top of the page.
    pub notice: Option<PlanNotice>,
}

/// A message above the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanNotice {
    /// The session had expired. Nothing has changed yet.
    Kept,
    /// The bulk edit had nothing to change.
    NothingChanged,
    /// Days have changed since the preview, so nothing was done.
    NotAsSeen,
}

/// The page of a bulk edit.
#[derive(Template)]
#[template(path = "bulk_edit/page.html")]
pub struct DaysPage<'a> {
    chrome: Chrome<'a>,
    form: DaysForm,
    errors: &'a FieldErrors,
    notice: Option<&'static str>,
    weekdays: [DayChoice; 7],
    types: Vec<TypeChoice<'a>>,
    locations: &'a [KnownLocation],
    has_pattern: bool,
    preview: Option<Preview<'a>>,
}

/// The preview of a bulk edit.
struct Preview<'a> {
    heading: &'static str,
    summary: String,
    /// The label of the button. `None` if nothing would change.
    button: Option<String>,
    deletes: bool,
    by_pattern: bool,
    path: &'static str,
    seen: String,
    months: Vec<MonthOfSteps<'a>>,
    /// The message if there are no days to change.
    none: &'static str,
}

impl<'a> DaysPage<'a> {
    /// Formats the page for display.
    pub fn new(chrome: Chrome<'a>, input: DaysInput<'a>) -> Self {
        let DaysInput { user, form, errors, plan, notice } = input;
        let settings = &user.settings;
        let offered =
            settings.locations.len().min(crate::web::pages::month::panel::OFFERED_LOCATIONS);
        Self {
            chrome,
            errors,
            notice: notice.map(said),
            weekdays: day_choices(settings.week_start, &form.weekdays),
            types: type_choices(&settings.types, &form.day_type),
            locations: &settings.locations[..offered],
            has_pattern: !settings.pattern.is_empty(),
            preview: plan.map(|(plan, doing)| Preview::new(user, plan, doing)),
            form,
        }
    }
}

fn said(notice: PlanNotice) -> &'static str {
    match notice {
        PlanNotice::Kept => {
            "Your login had ended. Nothing is done yet: check what would change, then confirm."
        }
        PlanNotice::NothingChanged => {
            "Nothing had to be changed: it was so already, or no day was chosen."
        }
        PlanNotice::NotAsSeen => {
            "Nothing is done yet: days were changed since you saw the preview. This is what would change now."
        }
    }
}

impl<'a> Preview<'a> {
    fn new(user: &'a User, plan: &'a Plan, doing: Doing) -> Self {
        let count = |step| plan.count(step);
        let changed = count(Step::Added) + count(Step::Replaced) + count(Step::Removed);
        let verb = if doing == Doing::Delete { "Delete" } else { "Log" };
        Self {
            heading: match doing {
                Doing::Alike => "What would change",
                Doing::Pattern => "What would change, by the weekly pattern",
                Doing::Delete => "What would be deleted",
            },
            summary: day_changes::summary(count),
            button: (changed > 0).then(|| format!("{verb} {}", days(changed))),
            deletes: doing == Doing::Delete,
            by_pattern: doing == Doing::Pattern,
            path: if doing == Doing::Delete { "/days/delete" } else { "/days" },
            seen: plan.fingerprint(),
            months: day_changes::of_plan(&user.settings.types, plan),
            none: match doing {
                Doing::Delete => "Nothing is logged on these days.",
                Doing::Pattern => "The pattern has nothing for these days.",
                Doing::Alike => "No day of this range falls on the chosen weekdays.",
            },
        }
    }
}
