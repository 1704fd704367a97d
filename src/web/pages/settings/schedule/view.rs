//! The work schedule page: a form, and the list of schedules.

use askama::Template;
use chrono::Weekday;

use super::fields::{ScheduleForm, UsualFields, UsualInput, WeekLetter};
use super::form::ScheduleTarget;
use super::words::{describe, list_weekdays};
use crate::domain::accounts::user::User;
use crate::domain::days::calendar::weekdays;
use crate::domain::days::day::Day;
use crate::domain::days::schedule::Schedule;
use crate::domain::days::week::WEEKDAYS;
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
    /// The schedule that the form is about.
    target: ScheduleTarget,
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

impl SchedulePage<'_> {
    fn is_first(&self) -> bool {
        self.target == ScheduleTarget::First
    }

    /// Returns whether the page leads to the form of a new schedule.
    fn offers_new(&self) -> bool {
        !self.has_form || self.target != ScheduleTarget::New
    }
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
            rows: weekdays(settings.first_weekday())
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
            target,
            working_days: weekday_options(settings.first_weekday(), &form.working_days),
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
        let first = weekdays(settings.first_weekday()).into_iter().find(|day| form.works_on(*day));
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
