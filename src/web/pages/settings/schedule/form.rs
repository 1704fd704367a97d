//! The conversion between the schedule form and schedules.

use chrono::Weekday;

use super::fields::{ScheduleForm, UsualInput, WeekLetter};
use crate::domain::days::day::Day;
use crate::domain::days::entry::{ArchivedType, Part, Parts};
use crate::domain::days::location::Location;
use crate::domain::days::schedule::{Schedule, ScheduleEdit, Schedules};
use crate::domain::days::usual_week::UsualWeek;
use crate::domain::days::week::{WEEKDAYS, Weekdays, weekday_slug};
use crate::domain::settings::{Settings, SettingsScope};
use crate::web::day_form::parse_part;
use crate::web::form::FieldErrors;

/// The schedule that a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScheduleTarget {
    /// A new schedule.
    New,
    /// The first schedule, which applies from the beginning.
    First,
    /// The schedule from this day.
    Later(Day),
}

impl ScheduleTarget {
    /// Parses the field `edit`. A schedule that no longer exists is a new one.
    pub(crate) fn parse(text: &str, schedules: &Schedules) -> Self {
        let is_known = |day: &Day| schedules.iter().any(|known| known.from == Some(*day));
        match text {
            "first" => Self::First,
            text => text.parse().ok().filter(is_known).map_or(Self::New, Self::Later),
        }
    }

    /// Returns the value of the field `edit`.
    pub(crate) fn text(self) -> String {
        match self {
            Self::New => String::new(),
            Self::First => "first".to_owned(),
            Self::Later(day) => day.to_string(),
        }
    }
}

/// Returns the day on which a change of schedule applies unless the user chooses another: the next
/// Monday.
pub(crate) fn default_start(today: Day) -> Day {
    let wait = 7 - today.weekday().num_days_from_monday();
    Day::from_date(today.date() + chrono::Days::new(wait.into())).unwrap_or(today)
}

/// Returns whether another schedule than the edited one applies from this day.
fn is_taken(from: Day, target: ScheduleTarget, schedules: &Schedules) -> bool {
    target != ScheduleTarget::Later(from) && schedules.iter().any(|known| known.from == Some(from))
}

impl ScheduleForm {
    /// Creates the form that shows a schedule. A new one starts as the schedule in force then.
    pub(crate) fn for_target(target: ScheduleTarget, settings: &Settings, today: Day) -> Self {
        let (from, schedule) = match target {
            ScheduleTarget::New => {
                let from = default_start(today);
                (Some(from), settings.schedules.in_force(from))
            }
            ScheduleTarget::First => (None, settings.schedules.first()),
            ScheduleTarget::Later(day) => (Some(day), settings.schedules.in_force(day)),
        };
        let mut form = Self {
            edit: target.text(),
            from: from.map(|day| day.to_string()).unwrap_or_default(),
            working_days: schedule.working_days.into(),
            weeks: if schedule.week_b.is_some() { "ab" } else { "every" }.to_owned(),
            anchor: schedule.anchor.unwrap_or(today).to_string(),
            version: settings.version(&SettingsScope::Schedules),
            ..Self::default()
        };
        for (letter, week) in [WeekLetter::A, WeekLetter::B].into_iter().zip(schedule.weeks()) {
            for day in WEEKDAYS {
                let Some(mut parts) = week.on(day).cloned() else { continue };
                parts.follow_merges(&settings.types);
                form.set_usual(letter, day, usual_input(&parts));
            }
        }
        form
    }

    /// Copies what is usual on a weekday to all working days of the same week. `copy` is the field of
    /// the weekday's type.
    pub(crate) fn copy_to_working_days(&mut self) {
        let typed = self.clone();
        let weeks = [WeekLetter::A, WeekLetter::B];
        let mut all = weeks.into_iter().flat_map(|letter| WEEKDAYS.map(|day| (letter, day)));
        let is_source = |(letter, day)| Self::names(letter, day).day_type == typed.copy;
        let Some((letter, source)) = all.find(|field| is_source(*field)) else { return };
        for day in WEEKDAYS.into_iter().filter(|day| typed.works_on(*day)) {
            self.set_usual(letter, day, typed.usual(letter, source));
        }
    }

    /// Returns whether a weekday is a working day.
    pub(crate) fn works_on(&self, day: Weekday) -> bool {
        self.working_days.iter().any(|slug| slug == weekday_slug(day))
    }

    /// Returns whether two weeks alternate.
    pub(crate) fn alternates(&self) -> bool {
        self.weeks == "ab"
    }

    /// Converts the form to an edit, with the user's types and locations. `errors` contains the
    /// errors of fields that were invalid on their own; all errors are returned together.
    pub(crate) fn read(
        &self,
        settings: &Settings,
        today: Day,
        mut errors: FieldErrors,
    ) -> Result<ScheduleEdit, FieldErrors> {
        let target = ScheduleTarget::parse(&self.edit, &settings.schedules);
        let from = match self.from.trim() {
            _ if target == ScheduleTarget::First => None,
            "" => {
                errors.add("from", "schedule.from_missing");
                None
            }
            text => errors.ok_or_record("from", text.parse()),
        };
        if from.is_some_and(|from| is_taken(from, target, &settings.schedules)) {
            errors.add("from", "schedule.exists");
        }
        if !matches!(self.weeks.as_str(), "" | "every" | "ab") {
            errors.add("weeks", "schedule.weeks");
        }
        let week = self.week(WeekLetter::A, settings, &mut errors);
        let week_b = self.alternates().then(|| self.week(WeekLetter::B, settings, &mut errors));
        let anchor = match self.anchor.trim() {
            _ if week_b.is_none() || target != ScheduleTarget::First => None,
            "" => Some(today),
            text => errors.ok_or_record("anchor", text.parse()),
        };
        let Ok(working_days) = Weekdays::parse(&self.working_days) else { return Err(errors) };
        if !errors.is_empty() {
            return Err(errors);
        }
        let replaced = match target {
            ScheduleTarget::Later(day) => Some(day),
            ScheduleTarget::New | ScheduleTarget::First => None,
        };
        let schedule = Box::new(Schedule { from, working_days, week, week_b, anchor });
        Ok(ScheduleEdit::Put { replaced, schedule })
    }

    fn week(&self, letter: WeekLetter, settings: &Settings, errors: &mut FieldErrors) -> UsualWeek {
        let mut week = UsualWeek::default();
        for day in WEEKDAYS {
            let (names, input) = (Self::names(letter, day), self.usual(letter, day));
            let mut part = |fields, day_type, location| {
                parse_usual_part(errors, settings, day, fields, (day_type, location))
            };
            let fields = (names.day_type, names.location);
            let first = part(fields, input.day_type, input.location);
            let parts = if input.half {
                let fields = (names.pm_type, names.pm_location);
                Parts::halves(first, part(fields, input.pm_type, input.pm_location))
            } else {
                first.map(Parts::Whole)
            };
            week.set(day, parts);
        }
        week
    }
}

/// Returns the fields that show the usual parts of a weekday.
fn usual_input(parts: &Parts) -> UsualInput<'_> {
    let (half, first, second) = match parts {
        Parts::Whole(part) => (false, Some(part), None),
        Parts::Morning(am) => (true, Some(am), None),
        Parts::Afternoon(pm) => (true, None, Some(pm)),
        Parts::Halves(am, pm) => (true, Some(am), Some(pm)),
    };
    let [(day_type, location), (pm_type, pm_location)] = [first, second].map(|part| {
        part.map_or(("", ""), |part| {
            (part.day_type.as_str(), part.location.as_ref().map_or("", Location::as_str))
        })
    });
    UsualInput { day_type, location, half, pm_type, pm_location }
}

/// Parses a part of a weekday. An archived type is only allowed if a schedule already has it on
/// that weekday.
fn parse_usual_part(
    errors: &mut FieldErrors,
    settings: &Settings,
    day: Weekday,
    fields: (&'static str, &'static str),
    (day_type, location): (&str, &str),
) -> Option<Part> {
    if day_type.is_empty() && !location.trim().is_empty() {
        errors.add(fields.0, "schedule.type_missing");
    }
    let part = parse_part(errors, settings, fields, day_type, location)?;
    let whole = Parts::Whole(part.clone());
    let is_archived = |before: Option<&Parts>| whole.archived(&settings.types, before).is_some();
    let mut before = settings.schedules.iter().flat_map(Schedule::weeks).filter_map(|week| {
        let mut parts = week.on(day)?.clone();
        parts.follow_merges(&settings.types);
        Some(parts)
    });
    if is_archived(None) && before.all(|before| is_archived(Some(&before))) {
        errors.add_error(fields.0, ArchivedType);
    }
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::form::{Form, parse_form};

    fn read(body: &str) -> Result<ScheduleEdit, FieldErrors> {
        let form = Form::new(parse_form::<ScheduleForm>(body.as_bytes()).unwrap());
        form.values.read(&Settings::default(), "2026-11-18".parse().unwrap(), form.errors)
    }

    #[test]
    fn errors_belong_to_their_fields() {
        for (body, field) in [
            ("", "from"),
            ("from=2026-11-31", "from"),
            ("from=2027-01-11&working_days=monday", "working_days"),
            ("from=2027-01-11&weeks=abc", "weeks"),
            ("edit=first&weeks=ab&anchor=x", "anchor"),
            ("edit=first&mon_type=remote", "mon_location"),
            ("edit=first&mon_type=jury", "mon_type"),
            ("edit=first&mon_location=Home", "mon_type"),
            ("edit=first&mon_half=on&mon_type=office&mon_pm_type=remote", "mon_pm_location"),
            ("edit=first&weeks=ab&b_sun_type=remote", "b_sun_location"),
        ] {
            let errors = read(body).unwrap_err();
            assert!(errors.get(field).is_some(), "{body}: {errors:?}");
        }
    }

    #[test]
    fn hidden_fields_are_ignored() {
        for body in ["edit=first&b_mon_type=jury", "edit=first&mon_pm_type=jury"] {
            let ScheduleEdit::Put { schedule, replaced: None } = read(body).unwrap() else {
                panic!("{body}")
            };
            let expected =
                Schedule { working_days: Weekdays::parse([""; 0]).unwrap(), ..Schedule::default() };
            assert_eq!(*schedule, expected, "{body}");
        }
    }

    #[test]
    fn a_saved_schedule_fills_an_equal_form() {
        let today = "2026-11-18".parse().unwrap();
        for (body, target) in [
            ("edit=first&working_days=mon&mon_type=office", ScheduleTarget::First),
            (
                "edit=first&weeks=ab&anchor=2026-11-10&b_tue_half=on&b_tue_pm_type=sick",
                ScheduleTarget::First,
            ),
            (
                "from=2027-01-11&weeks=ab&mon_half=on&mon_type=remote&mon_location=Home&mon_pm_type=office",
                ScheduleTarget::Later("2027-01-11".parse().unwrap()),
            ),
        ] {
            let ScheduleEdit::Put { schedule, .. } = read(body).unwrap() else { panic!("{body}") };
            let mut settings = Settings::default();
            let put = ScheduleEdit::Put { replaced: None, schedule: schedule.clone() };
            settings.schedules.apply(&put).unwrap();
            let form = ScheduleForm::for_target(target, &settings, today);
            let again = form.read(&settings, today, FieldErrors::default()).unwrap();
            let ScheduleEdit::Put { schedule: same, .. } = again else { panic!("{body}") };
            assert_eq!(same, schedule, "{body}");
        }
    }

    #[test]
    fn a_change_of_schedule_starts_next_monday_by_default() {
        for (today, expected) in [
            ("2026-11-18", "2026-11-23"),
            ("2026-11-22", "2026-11-23"),
            ("2026-11-23", "2026-11-30"),
            ("2100-12-31", "2100-12-31"),
        ] {
            assert_eq!(default_start(today.parse().unwrap()).to_string(), expected, "{today}");
        }
    }
}
