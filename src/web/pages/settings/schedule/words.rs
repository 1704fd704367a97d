//! Describes schedules in words, and compares two versions of one.

use chrono::Weekday;

use super::fields::{ScheduleForm, UsualInput, WeekLetter};
use super::form::ScheduleTarget;
use crate::domain::days::calendar::weekdays;
use crate::domain::days::day::Day;
use crate::domain::days::week::{WEEKDAYS, weekday_slug};
use crate::domain::settings::Settings;
use crate::domain::types::DayTypes;
use crate::locale::t;
use crate::web::views::format::{weekday_name, weekday_short};
use crate::web::views::settings_conflict::SettingsConflict;

/// Compares the saved schedule that a form is about with the form. For a new one, that is the
/// schedule in force on its first day.
pub(super) fn conflict(settings: &Settings, form: &ScheduleForm, today: Day) -> SettingsConflict {
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
        for day in weekdays(settings.first_weekday()) {
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

/// Lists weekdays by their short names.
pub(super) fn list_weekdays(slugs: &[String]) -> String {
    let is_listed = |day: &&Weekday| slugs.iter().any(|slug| slug == weekday_slug(**day));
    let names: Vec<_> = WEEKDAYS.iter().filter(is_listed).map(|day| weekday_short(*day)).collect();
    if names.is_empty() { t::schedule_no_working_days().to_owned() } else { names.join(", ") }
}

/// Describes what is usual on a weekday, such as `Office, HQ` or `Office / Remote, Home`. Empty if
/// nothing is.
pub(super) fn describe(types: &DayTypes, input: UsualInput<'_>) -> String {
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
