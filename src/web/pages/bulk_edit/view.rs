//! The bulk edit page: the form, and a preview of the changes.

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::change::PreviewId;
use crate::domain::days::entry::HalfDays;
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::days::range::DayFilter;
use crate::domain::days::week::WeekStart;
use crate::domain::settings::KnownLocation;
use crate::domain::types::{DayTypes, LocationRule, Slug};
use crate::domain::year::overdrafts::Overdraft;
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::messages;
use crate::web::pages::bulk_edit::form::{BulkMode, DaysForm};
use crate::web::views::choices::{SelectOption, TypeOption, type_options, weekday_options};
use crate::web::views::day_changes::{self, MonthOfDayChanges, Tense};
use crate::web::views::overdrafts::format_overdrafts;
use crate::web::views::{Layout, Section};

/// The data of the page.
pub(crate) struct DaysInput<'a> {
    /// The user who owns the days.
    pub(crate) user: &'a User,
    /// The form as typed.
    pub(crate) form: DaysForm,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// The preview, if the form is valid.
    pub(crate) preview: Option<BulkPreview<'a>>,
    /// A message at the top of the page.
    pub(crate) notice: Option<PlanNotice>,
}

/// A message above the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlanNotice {
    /// The session had expired. Nothing has changed yet.
    Kept,
    /// The bulk edit had nothing to change.
    NothingChanged,
    /// The session doesn't keep the requested preview.
    PreviewExpired,
    /// Days have changed since the preview, so nothing was done.
    Stale,
}

/// The bulk edit page.
#[derive(Template)]
#[template(path = "bulk_edit/page.html")]
pub(crate) struct DaysPage<'a> {
    layout: Layout<'a>,
    form: DaysForm,
    errors: &'a FieldErrors,
    notice: Option<&'static str>,
    weekdays: Vec<SelectOption<'static>>,
    types: Vec<TypeOption<'a>>,
    existing: [SelectOption<'static>; 3],
    locations: &'a [KnownLocation],
    has_usual_week: bool,
    /// The hint at the location if the form opens without one that its type requires, or an empty
    /// string.
    location_hint: &'static str,
    preview: Option<BulkPreview<'a>>,
}

/// The preview of a bulk edit.
pub(crate) struct BulkPreview<'a> {
    heading: &'static str,
    summary: String,
    /// Messages about days beyond an allowance.
    warnings: Vec<String>,
    /// The label of the button. `None` if nothing would change.
    button: Option<String>,
    deletes: bool,
    by_usual_week: bool,
    path: &'static str,
    seen: String,
    /// The ID of this preview.
    id: PreviewId,
    /// How many kept days have an empty half. `None` if no half can be filled.
    fillable: Option<String>,
    months: Vec<MonthOfDayChanges<'a>>,
    /// The message if there are no days to change.
    none: &'static str,
}

impl<'a> DaysPage<'a> {
    /// Formats the page for display.
    pub(crate) fn new(layout: Layout<'a>, input: DaysInput<'a>) -> Self {
        let DaysInput { user, form, errors, preview, notice } = input;
        let settings = &user.settings;
        let offered =
            settings.locations.len().min(crate::web::pages::month::panel::OFFERED_LOCATIONS);
        let needs_location =
            preview.is_none() && errors.is_empty() && lacks_location(&form, &settings.types);
        let location_hint =
            if needs_location { messages::text("part.location_missing") } else { "" };
        Self {
            layout,
            errors,
            location_hint,
            notice: notice.map(notice_text),
            weekdays: day_options(settings.first_weekday(), &form.weekdays),
            types: type_options(&settings.types, &form.day_type),
            existing: existing_options(&form.existing),
            locations: &settings.locations[..offered],
            has_usual_week: settings.schedules.has_usual_week(),
            preview,
            form,
        }
    }
}

impl DaysPage<'_> {
    /// Whether there is a preview that can be confirmed.
    fn has_plan(&self) -> bool {
        self.preview.as_ref().is_some_and(|preview| preview.button.is_some())
    }

    /// Whether the preview is the one that the form's first button shows.
    fn is_alike(&self) -> bool {
        self.preview.as_ref().is_some_and(|preview| !preview.by_usual_week && !preview.deletes)
    }
}

/// Returns whether the type requires a location that isn't entered yet.
fn lacks_location(form: &DaysForm, types: &DayTypes) -> bool {
    let known = form.day_type.parse::<Slug>().ok().and_then(|slug| types.get(&slug));
    let is_required = known.is_some_and(|known| known.location == LocationRule::Required);
    is_required && form.location.trim().is_empty()
}

/// Returns the options for days that already have an entry.
fn existing_options(existing: &str) -> [SelectOption<'static>; 3] {
    let keep = !matches!(existing, "fill" | "replace");
    [
        SelectOption::new("keep", t::bulk_keep(), keep),
        SelectOption::new("fill", t::bulk_fill(), existing == "fill"),
        SelectOption::new("replace", t::bulk_replace(), existing == "replace"),
    ]
}

/// Returns the options for the days of the range: working days, and each weekday.
fn day_options(start: WeekStart, chosen: &[String]) -> Vec<SelectOption<'static>> {
    let name = DayFilter::WORKING_DAYS;
    let is_chosen = chosen.iter().any(|chosen| chosen == name);
    let working = SelectOption::new(name, t::bulk_working_days(), is_chosen);
    std::iter::once(working).chain(weekday_options(start, chosen)).collect()
}

fn notice_text(notice: PlanNotice) -> &'static str {
    messages::text(match notice {
        PlanNotice::Kept => "bulk.login_ended",
        PlanNotice::NothingChanged => "bulk.nothing_changed",
        PlanNotice::PreviewExpired => "bulk.preview_expired",
        PlanNotice::Stale => "bulk.stale",
    })
}

impl<'a> BulkPreview<'a> {
    /// Formats the plan of a bulk edit for display, with the days beyond each allowance.
    pub(crate) fn new(
        user: &'a User,
        plan: &'a Plan,
        doing: BulkMode,
        over: &[Overdraft<'_>],
    ) -> Self {
        let count = |step| plan.count(step);
        let (removed, logged) = (count(PlannedStep::Removed), plan.logged());
        let fillable = plan.fillable();
        Self {
            heading: match doing {
                BulkMode::Alike => t::bulk_preview(),
                BulkMode::UsualWeek => t::bulk_preview_usual_week(),
                BulkMode::Delete => t::bulk_preview_delete(),
            },
            summary: day_changes::summarize(Tense::Planned, count),
            warnings: format_overdrafts(over, user.settings.allowance_calendar.year_start),
            button: match doing {
                BulkMode::Delete if removed > 0 => Some(t::bulk_delete_days(removed)),
                _ if logged > HalfDays(0) => Some(t::bulk_log_days(logged)),
                _ => None,
            },
            deletes: doing == BulkMode::Delete,
            by_usual_week: doing == BulkMode::UsualWeek,
            path: doing.path(),
            seen: plan.fingerprint(),
            id: PreviewId::new(),
            fillable: (fillable > 0).then(|| t::bulk_fillable(fillable)),
            months: day_changes::from_plan(&user.settings.types, plan),
            none: messages::text(match doing {
                BulkMode::Delete => "bulk.no_entries",
                BulkMode::UsualWeek => "bulk.no_usual_week",
                BulkMode::Alike => "bulk.no_days",
            }),
        }
    }
}
