//! The bulk edit page: the form, and a preview of the changes.

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::settings::KnownLocation;
use crate::domain::year::overdrafts::Overdraft;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::bulk_edit::form::{BulkMode, DaysForm};
use crate::web::views::choices::{TypeOption, WeekdayOption, type_options, weekday_options};
use crate::web::views::day_changes::{self, MonthOfDayChanges};
use crate::web::views::format::format_days;
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::{Layout, Section};

/// The data of the page.
pub struct DaysInput<'a> {
    /// The user who owns the days.
    pub user: &'a User,
    /// The form as typed.
    pub form: DaysForm,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
    /// The preview, if the form is valid.
    pub preview: Option<BulkPreview<'a>>,
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
    Stale,
}

/// The bulk edit page.
#[derive(Template)]
#[template(path = "bulk_edit/page.html")]
pub struct DaysPage<'a> {
    layout: Layout<'a>,
    form: DaysForm,
    errors: &'a FieldErrors,
    notice: Option<&'static str>,
    weekdays: [WeekdayOption; 7],
    types: Vec<TypeOption<'a>>,
    locations: &'a [KnownLocation],
    has_pattern: bool,
    preview: Option<BulkPreview<'a>>,
}

/// The preview of a bulk edit.
pub struct BulkPreview<'a> {
    heading: &'static str,
    summary: String,
    /// Messages about days beyond an allowance.
    warnings: Vec<String>,
    /// The label of the button. `None` if nothing would change.
    button: Option<String>,
    deletes: bool,
    by_pattern: bool,
    path: &'static str,
    seen: String,
    months: Vec<MonthOfDayChanges<'a>>,
    /// The message if there are no days to change.
    none: &'static str,
}

impl<'a> DaysPage<'a> {
    /// Formats the page for display.
    pub fn new(layout: Layout<'a>, input: DaysInput<'a>) -> Self {
        let DaysInput { user, form, errors, preview, notice } = input;
        let settings = &user.settings;
        let offered =
            settings.locations.len().min(crate::web::pages::month::panel::OFFERED_LOCATIONS);
        Self {
            layout,
            errors,
            notice: notice.map(notice_text),
            weekdays: weekday_options(settings.week_start, &form.weekdays),
            types: type_options(&settings.types, &form.day_type),
            locations: &settings.locations[..offered],
            has_pattern: !settings.pattern.is_empty(),
            preview,
            form,
        }
    }
}

fn notice_text(notice: PlanNotice) -> &'static str {
    match notice {
        PlanNotice::Kept => {
            "Your login had ended. Nothing is done yet: check what would change, then confirm."
        }
        PlanNotice::NothingChanged => {
            "Nothing had to be changed: it was so already, or no day was chosen."
        }
        PlanNotice::Stale => {
            "Nothing is done yet: days were changed since you saw the preview. This is what would change now."
        }
    }
}

impl<'a> BulkPreview<'a> {
    /// Formats the plan of a bulk edit for display, with the days beyond each allowance.
    pub fn new(user: &'a User, plan: &'a Plan, doing: BulkMode, over: &[Overdraft<'_>]) -> Self {
        let count = |step| plan.count(step);
        let changed =
            count(PlannedStep::Added) + count(PlannedStep::Replaced) + count(PlannedStep::Removed);
        let verb = if doing == BulkMode::Delete { "Delete" } else { "Log" };
        Self {
            heading: match doing {
                BulkMode::Alike => "What would change",
                BulkMode::Pattern => "What would change, by the weekly pattern",
                BulkMode::Delete => "What would be deleted",
            },
            summary: day_changes::summarize(count),
            warnings: format_overdrafts(over, user.settings.allowance_calendar.year_start),
            button: (changed > 0).then(|| format!("{verb} {}", format_days(changed))),
            deletes: doing == BulkMode::Delete,
            by_pattern: doing == BulkMode::Pattern,
            path: if doing == BulkMode::Delete { "/days/delete" } else { "/days" },
            seen: plan.fingerprint(),
            months: day_changes::from_plan(&user.settings.types, plan),
            none: match doing {
                BulkMode::Delete => "Nothing is logged on these days.",
                BulkMode::Pattern => "The pattern has nothing for these days.",
                BulkMode::Alike => "No day of this range falls on the chosen weekdays.",
            },
        }
    }
}
