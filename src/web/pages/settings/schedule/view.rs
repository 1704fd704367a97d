//! The work schedule page: a form, and the list of schedules.

use askama::Template;
use chrono::Weekday;

use super::fields::{ScheduleForm, UsualFields, UsualInput, WeekLetter};
use super::form::ScheduleTarget;
use crate::domain::accounts::user::User;
use crate::domain::days::calendar::weekdays;
use crate::domain::days::day::Day;
use crate::domain::days::schedule::Schedule;
use crate::domain::days::week::{WEEKDAYS, weekday_slug};
use crate::domain::settings::{KnownLocation, Settings, SettingsScope};
use crate::domain::types::DayTypes;
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::choices::{SelectOption, type_options, weekday_options};
use crate::web::views::format::{format_long_date, weekday_name, weekday_short};
use crate::web::views::settings_conflict::SettingsConflict;
use crate::web::views::{Layout, Section};

/// The data of the page.
pub(crate) struct ScheduleInput<'a> {
    /// The user.
    pub(crate) user: &'a User,
    /// The schedule as stored or typed.
    pub(crate) form: &'a ScheduleForm,
    /// Today, in the user's time zone.
    pub(crate) today: Day,
    /// Whether the page shows the form, or only the schedules.
    pub(crate) has_form: bool,
    /// The errors of the form.
    pub(crate) errors: FieldErrors,
    /// Set if the schedules were changed in another tab.
    pub(crate) conflict: Option<SettingsConflict>,
    /// The message after a change.
    pub(crate) notice: Option<&'static str>,
    /// A message that something wasn't done.
    pub(crate) warning: Option<&'static str>,
}

impl<'a> ScheduleInput<'a> {
    /// Creates the data of a page without messages and errors.
    pub(crate) fn new(user: &'a User, form: &'a ScheduleForm, today: Day) -> Self {
        let errors = FieldErrors::default();
        let (has_form, conflict, notice, warning) = (true, None, None, None);
        Self { user, form, today, has_form, errors, conflict, notice, warning }
    }
}

/// The work schedule page.
#[derive(Template)]
#[template(path = "settings/schedule.html")]
pub(crate) struct SchedulePage<'a> {
    layout: Layout<'a>,
    current: SettingsPart,
    form: &'a ScheduleForm,
    has_form: bool,
    /// Whether the month page shows the checklist of new users.
    has_checklist: bool,
    heading: String,
    is_first: bool,
    /// Whether the form can add a schedule instead of changing this one.
    offers_new: bool,
    working_days: [SelectOption<'static>; 7],
    week_modes: [SelectOption<'static>; 2],
    weeks: [UsualWeekRows<'a>; 2],
    schedules: Vec<ScheduleRow>,
    /// The version of the saved schedules.
    saved_version: String,
    locations: &'a [KnownLocation],
    errors: FieldErrors,
    conflict: Option<SettingsConflict>,
    notice: Option<&'static str>,
    warning: Option<&'static str>,
}

/// The fields of one usual week.
struct UsualWeekRows<'a> {
    letter: WeekLetter,
    rows: [UsualRow<'a>; 7],
}

/// The fields of a weekday.
struct UsualRow<'a> {
    name: &'static str,
    names: UsualFields,
    input: UsualInput<'a>,
    types: Vec<SelectOption<'a>>,
    pm_types: Vec<SelectOption<'a>>,
    /// Whether a button copies it to the other working days.
    is_copied: bool,
}

/// A schedule in the list.
struct ScheduleRow {
    /// When it starts, such as `From 11 January 2027`.
    start: String,
    is_current: bool,
    working_days: String,
    /// The usual weeks, each with its name and its days.
    weeks: Vec<(&'static str, String)>,
    /// The value of the field `edit`.
    edit: String,
    /// The first day. Empty for the first schedule, which can't be deleted.
    from: String,
}

impl<'a> SchedulePage<'a> {
    /// Formats the page for display.
    pub(crate) fn new(layout: Layout<'a>, input: ScheduleInput<'a>) -> Self {
        let ScheduleInput { user, form, today, has_form, errors, conflict, notice, warning } =
            input;
        let settings = &user.settings;
        let target = ScheduleTarget::parse(&form.edit, &settings.schedules);
        let rows = |letter| UsualWeekRows {
            letter,
            rows: weekdays(settings.week_start)
                .map(|day| UsualRow::new(settings, form, letter, day)),
        };
        let schedules = settings.schedules.iter().rev();
        Self {
            layout,
            current: SettingsPart::Schedule,
            form,
            has_form,
            has_checklist: !settings.setup_steps().is_empty(),
            heading: match target {
                ScheduleTarget::New => t::schedule_new().to_owned(),
                ScheduleTarget::First if settings.schedules.iter().len() == 1 => {
                    t::schedule_title().to_owned()
                }
                ScheduleTarget::First => t::schedule_first_heading().to_owned(),
                ScheduleTarget::Later(day) => t::schedule_heading(format_long_date(day)),
            },
            is_first: target == ScheduleTarget::First,
            offers_new: !has_form || target != ScheduleTarget::New,
            working_days: weekday_options(settings.week_start, &form.working_days),
            week_modes: [
                SelectOption::new("every", t::schedule_weeks_same(), !form.alternates()),
                SelectOption::new("ab", t::schedule_weeks_alternate(), form.alternates()),
            ],
            weeks: [rows(WeekLetter::A), rows(WeekLetter::B)],
            schedules: schedules.map(|it| ScheduleRow::new(settings, it, today)).collect(),
            saved_version: settings.version(&SettingsScope::Schedules),
            locations: &settings.locations,
            errors,
            conflict,
            notice,
            warning,
        }
    }
}

impl<'a> UsualRow<'a> {
    fn new(
        settings: &'a Settings,
        form: &'a ScheduleForm,
        letter: WeekLetter,
        day: Weekday,
    ) -> Self {
        let input = form.usual(letter, day);
        let first = weekdays(settings.week_start).into_iter().find(|day| form.works_on(*day));
        Self {
            name: weekday_name(day),
            names: ScheduleForm::names(letter, day),
            input,
            types: type_list(&settings.types, input.day_type),
            pm_types: type_list(&settings.types, input.pm_type),
            is_copied: first == Some(day),
        }
    }
}

fn type_list<'a>(types: &'a DayTypes, chosen: &str) -> Vec<SelectOption<'a>> {
    let nothing =
        SelectOption { rule: "none", ..SelectOption::new("", t::schedule_not_set(), false) };
    let types = type_options(types, chosen).into_iter();
    let types = types.map(|known| SelectOption {
        rule: known.rule,
        ..SelectOption::new(known.slug, known.badge.label, known.chosen)
    });
    std::iter::once(nothing).chain(types).collect()
}

impl ScheduleRow {
    fn new(settings: &Settings, schedule: &Schedule, today: Day) -> Self {
        let target = schedule.from.map_or(ScheduleTarget::First, ScheduleTarget::Later);
        let form = ScheduleForm::for_target(target, settings, today);
        let letters = if form.alternates() {
            vec![(t::schedule_week_a(), WeekLetter::A), (t::schedule_week_b(), WeekLetter::B)]
        } else {
            vec![(t::schedule_usual_week(), WeekLetter::A)]
        };
        let days = |letter| {
            let day = |day: &Weekday| {
                let words = describe(&settings.types, form.usual(letter, *day));
                (!words.is_empty()).then(|| t::schedule_day(words, weekday_short(*day)))
            };
            WEEKDAYS.iter().filter_map(day).collect::<Vec<_>>().join(" · ")
        };
        let weeks = letters.into_iter().map(|(name, letter)| (name, days(letter)));
        Self {
            start: match schedule.from {
                Some(from) => t::schedule_from_date(format_long_date(from)),
                None => t::schedule_from_beginning().to_owned(),
            },
            is_current: settings.schedules.in_force(today).from == schedule.from,
            working_days: list_weekdays(&form.working_days),
            weeks: weeks.filter(|(_, days)| !days.is_empty()).collect(),
            edit: target.text(),
            from: schedule.from.map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

/// Compares the saved schedule that a form is about with the form. For a new one, that is the
/// schedule in force on its first day.
pub(crate) fn conflict(settings: &Settings, form: &ScheduleForm, today: Day) -> SettingsConflict {
    let target = match ScheduleTarget::parse(&form.edit, &settings.schedules) {
        ScheduleTarget::New => {
            let from = form.from.trim().parse().unwrap_or(today);
            let in_force = settings.schedules.in_force(from).from;
            in_force.map_or(ScheduleTarget::First, ScheduleTarget::Later)
        }
        target => target,
    };
    let saved = ScheduleForm::for_target(target, settings, today);
    let start = |form: &ScheduleForm| match form.from.as_str() {
        "" => t::schedule_start_beginning().to_owned(),
        from => from.to_owned(),
    };
    let weeks = |form: &ScheduleForm| {
        if form.alternates() {
            t::schedule_usual_weeks_two()
        } else {
            t::schedule_usual_weeks_one()
        }
    };
    let mut rows = vec![
        (t::schedule_start().to_owned(), start(&saved), start(form)),
        (
            t::schedule_working_days().to_owned(),
            list_weekdays(&saved.working_days),
            list_weekdays(&form.working_days),
        ),
        (t::schedule_usual_weeks().to_owned(), weeks(&saved).to_owned(), weeks(form).to_owned()),
    ];
    for letter in [WeekLetter::A, WeekLetter::B] {
        for day in weekdays(settings.week_start) {
            let words = |form: &ScheduleForm| describe(&settings.types, form.usual(letter, day));
            let label = match letter {
                WeekLetter::A => weekday_name(day).to_owned(),
                WeekLetter::B => t::schedule_weekday_b(weekday_name(day)),
            };
            rows.push((label, words(&saved), words(form)));
        }
    }
    SettingsConflict::new(super::PATH, rows)
}

fn list_weekdays(slugs: &[String]) -> String {
    let is_listed = |day: &&Weekday| slugs.iter().any(|slug| slug == weekday_slug(**day));
    let names: Vec<_> = WEEKDAYS.iter().filter(is_listed).map(|day| weekday_short(*day)).collect();
    if names.is_empty() { t::schedule_no_working_days().to_owned() } else { names.join(", ") }
}

/// Describes what is usual on a weekday, such as `Office, HQ` or `Office / Remote, Home`. Empty if
/// nothing is.
fn describe(types: &DayTypes, input: UsualInput<'_>) -> String {
    let words = |slug: &str, location: &str| {
        let known = slug.parse().ok();
        let known = known.as_ref().and_then(|slug| types.get(slug));
        let label = known.map_or(slug, |known| known.label.as_str());
        match (label, location) {
            (only, "") | ("", only) => only.to_owned(),
            (label, location) => t::usual_at(label, location),
        }
    };
    let first = words(input.day_type, input.location);
    if !input.half {
        return first;
    }
    let second = words(input.pm_type, input.pm_location);
    match (first.is_empty(), second.is_empty()) {
        (_, true) if first.is_empty() => first,
        (_, true) => t::usual_morning(first),
        (true, false) => t::usual_afternoon(second),
        (false, false) => t::usual_halves(second, first),
    }
}
