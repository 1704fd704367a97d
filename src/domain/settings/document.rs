//! How settings are read from documents, including those of version 1.0.0.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::webhook::{Failure, Webhook};
use super::{KnownLocation, RememberedMapping, Settings, SetupStep};
use crate::domain::allowances::{Allowance, AllowanceCalendar};
use crate::domain::days::day::Day;
use crate::domain::days::entry::{Part, Parts};
use crate::domain::days::schedule::{Schedule, Schedules};
use crate::domain::days::usual_week::UsualWeek;
use crate::domain::days::week::{WeekError, WeekStart, Weekdays};
use crate::domain::types::{DayTypes, Slug};
use crate::domain::values::time_zone::TimeZone;

/// The settings as a document contains them. All fields are optional.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SettingsDocument {
    /// Languages that this version lacks are ignored.
    language: Option<String>,
    browser_language: Option<String>,
    time_zone: TimeZone,
    week_start: Option<WeekStart>,
    schedules: Option<Schedules>,
    types: DayTypes,
    allowances: BTreeMap<Slug, Allowance>,
    allowance_calendar: AllowanceCalendar,
    record_start: Option<Day>,
    locations: Vec<KnownLocation>,
    import_mappings: Vec<RememberedMapping>,
    slack_webhook: Option<Webhook>,
    slack_failure: Option<Failure>,
    setup: Option<Vec<SetupStep>>,
    /// The working days in documents of 1.0.0, which have no schedules.
    working_days: Option<Weekdays>,
    /// The usual week in documents of 1.0.0, without half days.
    pattern: BTreeMap<String, Part>,
}

impl TryFrom<SettingsDocument> for Settings {
    type Error = WeekError;

    fn try_from(document: SettingsDocument) -> Result<Self, WeekError> {
        let SettingsDocument { working_days, pattern, .. } = document;
        let schedules = match document.schedules {
            Some(schedules) => schedules,
            None => first_schedule(working_days, pattern)?.into(),
        };
        Ok(Self {
            language: document.language.and_then(|tag| tag.parse().ok()),
            browser_language: document.browser_language.and_then(|tag| tag.parse().ok()),
            time_zone: document.time_zone,
            week_start: document.week_start,
            region_week_start: WeekStart::default(),
            schedules,
            types: document.types,
            allowances: document.allowances,
            allowance_calendar: document.allowance_calendar,
            record_start: document.record_start,
            locations: document.locations,
            import_mappings: document.import_mappings,
            slack_webhook: document.slack_webhook,
            slack_failure: document.slack_failure,
            setup: document.setup,
        })
    }
}

fn first_schedule(
    working_days: Option<Weekdays>,
    pattern: BTreeMap<String, Part>,
) -> Result<Schedule, WeekError> {
    let whole_days = pattern.into_iter().map(|(day, part)| (day, Parts::Whole(part)));
    let week = UsualWeek::try_from(whole_days.collect::<BTreeMap<_, _>>())?;
    let working_days = working_days.unwrap_or(Weekdays::MONDAY_TO_FRIDAY);
    Ok(Schedule { working_days, week, ..Schedule::default() })
}
