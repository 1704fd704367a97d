//! A user's settings: time zone, week, schedules, types, allowances, known locations, and
//! notifications.

mod document;
mod error;
mod imported;
mod locations;
mod mapping;
mod setup;
#[cfg(test)]
mod tests;
mod version;
pub mod webhook;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use error::SettingsError;
pub use imported::Imported;
pub use locations::{KnownLocation, MAX_LOCATIONS};
pub use mapping::{ColumnMapping, ColumnRole, DateOrder, MAX_MAPPINGS, RememberedMapping};
pub use setup::SetupStep;
pub use version::SettingsScope;

use super::allowances::{Allowance, AllowanceCalendar, AllowanceEdit};
use super::days::day::{Day, Year};
use super::days::location::Location;
use super::days::schedule::{ScheduleEdit, Schedules};
use super::days::week::WeekStart;
use super::types::{DayTypes, Slug, TypesEdit, TypesError};
use crate::domain::values::time_zone::TimeZone;
use crate::locale::Language;
use webhook::{Failure, Webhook};

/// A user's settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "document::SettingsDocument")]
pub struct Settings {
    /// The language of the pages and messages, or `None` for that of the browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The language of the browser at the last login, for messages if none is chosen. `None` if it
    /// was always the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser_language: Option<Language>,
    /// The time zone that determines the current day.
    pub time_zone: TimeZone,
    /// The first day of the week in calendars, or `None` for that of the browser's region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week_start: Option<WeekStart>,
    /// The first day of the week in the region of the browser that sent the request. It isn't stored.
    #[serde(skip)]
    pub region_week_start: WeekStart,
    /// The work schedules: working days and usual weeks.
    pub schedules: Schedules,
    /// The types of day.
    pub types: DayTypes,
    /// The allowances by type. Types without one are unlimited.
    pub allowances: BTreeMap<Slug, Allowance>,
    /// The allowance year and the employment, for all allowances.
    pub allowance_calendar: AllowanceCalendar,
    /// The first day with an entry, from before entries were permanently deleted. Balances are
    /// calculated as if that entry still existed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_start: Option<Day>,
    /// The known locations, most recently used first.
    pub locations: Vec<KnownLocation>,
    /// The columns that the user chose when importing tables, latest first; at most
    /// [`MAX_MAPPINGS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub import_mappings: Vec<RememberedMapping>,
    /// The webhook that receives messages about changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack_webhook: Option<Webhook>,
    /// The last message to the webhook that was abandoned, if no later one succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack_failure: Option<Failure>,
    /// The steps of the checklist that the user finished or skipped. `None` if there is no
    /// checklist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setup: Option<Vec<SetupStep>>,
}

/// An edit of the settings, which the store applies to their current state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsEdit {
    /// Set the language, the time zone, and the first day of the week.
    General {
        /// The new language, or `None` for that of the browser.
        language: Option<Language>,
        /// The new time zone.
        time_zone: TimeZone,
        /// The new first day of the week, or `None` for that of the browser's region.
        week_start: Option<WeekStart>,
    },
    /// Record the language of the user's browser.
    BrowserLanguage(Language),
    /// Record that these locations were just used. The first becomes the most recent one.
    Locations(Vec<KnownLocation>),
    /// Remove all known locations except these, which entries still have.
    KeepLocations(Vec<Location>),
    /// Set or remove the webhook. The last recorded failure is cleared.
    SlackWebhook(Option<Webhook>),
    /// Record that a message to this webhook was abandoned, or that one succeeded again.
    SlackFailure {
        /// The webhook that was used.
        webhook: Webhook,
        /// The failure, or `None` after a success.
        failure: Option<Failure>,
    },
    /// Edit the work schedules.
    Schedules(ScheduleEdit),
    /// Edit the types of day.
    Types(TypesEdit),
    /// Change the allowance of a type.
    Allowance(Slug, AllowanceEdit),
    /// Set the allowance year and the employment.
    AllowanceCalendar(AllowanceCalendar),
    /// Keep the balances although entries are permanently deleted in the same transaction. Contains
    /// the first day with an entry.
    KeepRecordStart(Day),
    /// Calculate the balances from the next entries only, because all were permanently deleted.
    ForgetRecord,
    /// Finish a step of the checklist, or remove the checklist.
    Setup(Option<SetupStep>),
    /// Apply the settings of an import.
    Import(Box<Imported>),
    /// Apply several edits in order: all or none.
    Batch(Vec<SettingsEdit>),
    /// Apply an edit only if the settings that it replaces still have this version.
    IfUnchanged {
        /// The settings that the edit replaces.
        scope: SettingsScope,
        /// The version that the user saw.
        version: String,
        /// The edit.
        edit: Box<SettingsEdit>,
    },
}

impl Settings {
    /// Applies an edit. Returns whether anything changed. An edit that can't be applied to the
    /// current state changes nothing.
    pub fn apply(&mut self, edit: &SettingsEdit) -> Result<bool, SettingsError> {
        let before = self.clone();
        match edit {
            SettingsEdit::General { language, time_zone, week_start } => {
                self.language = *language;
                self.time_zone = *time_zone;
                self.week_start = *week_start;
            }
            SettingsEdit::BrowserLanguage(language) => self.browser_language = Some(*language),
            SettingsEdit::Schedules(edit) => self.schedules.apply(edit)?,
            SettingsEdit::Locations(used) => {
                used.iter().rev().for_each(|location| self.remember(location));
            }
            SettingsEdit::KeepLocations(remaining) => self.keep_locations(remaining),
            SettingsEdit::SlackWebhook(webhook) => {
                self.slack_webhook.clone_from(webhook);
                self.slack_failure = None;
            }
            SettingsEdit::SlackFailure { webhook, failure } => {
                if self.slack_webhook.as_ref() == Some(webhook) {
                    self.slack_failure.clone_from(failure);
                }
            }
            SettingsEdit::Setup(step) => self.finish_setup(*step),
            SettingsEdit::Import(imported) => self.take_over(imported)?,
            SettingsEdit::Batch(edits) => self.apply_all(edits)?,
            SettingsEdit::IfUnchanged { scope, version, edit } => {
                self.apply_if_unchanged(scope, version, edit)?;
            }
            SettingsEdit::Types(edit) => {
                self.types.apply(edit)?;
                if let TypesEdit::Merge { from, into } = edit {
                    self.follow_merge(from, into);
                }
            }
            SettingsEdit::Allowance(day_type, edit) => {
                let slug = self.types.get(day_type).ok_or(TypesError::NoSuchType)?.slug.clone();
                self.edit_allowance(slug, edit);
            }
            SettingsEdit::AllowanceCalendar(calendar) => self.allowance_calendar = *calendar,
            SettingsEdit::KeepRecordStart(day) => self.record_start = Some(*day),
            SettingsEdit::ForgetRecord => {
                self.record_start = None;
                self.allowances.values_mut().for_each(Allowance::forget_deleted);
            }
        }
        Ok(*self != before)
    }

    fn apply_all(&mut self, edits: &[SettingsEdit]) -> Result<(), SettingsError> {
        let mut edited = self.clone();
        for edit in edits {
            edited.apply(edit)?;
        }
        *self = edited;
        Ok(())
    }

    fn edit_allowance(&mut self, slug: Slug, edit: &AllowanceEdit) {
        let mut allowance = self.allowances.remove(&slug).unwrap_or_default();
        if allowance.apply(edit, self.allowance_calendar.year_start) {
            self.allowances.insert(slug, allowance);
        }
    }

    /// Updates the settings after a type was merged into another. Removes its allowance; known
    /// locations and the schedules refer to the other type.
    fn follow_merge(&mut self, from: &Slug, into: &Slug) {
        self.allowances.remove(from);
        for known in self.locations.iter_mut().filter(|known| known.last_type == *from) {
            known.last_type.clone_from(into);
        }
        let mappings = self.import_mappings.iter_mut().map(|known| &mut known.mapping.all);
        mappings.filter(|all| all.as_ref() == Some(from)).for_each(|all| *all = Some(into.clone()));
        let place = self.last_location(into).cloned();
        if let Some(into) = self.types.get(into) {
            self.schedules.replace_type(from, into, place.as_ref());
        }
    }

    /// Returns the first day of the week in calendars.
    pub fn first_weekday(&self) -> WeekStart {
        self.week_start.unwrap_or(self.region_week_start)
    }

    /// Returns the days whose entries are required for the balances of an allowance year: the first
    /// and the last.
    pub fn days_needed(&self, year: Year) -> (Day, Day) {
        let firsts = self.allowances.values().map(|allowance| allowance.first_year_needed(year));
        let start = self.allowance_calendar.year_start;
        (start.first_day(firsts.min().unwrap_or(year)), start.last_day(year))
    }

    /// Returns the first and last allowance year that overlap a calendar year.
    pub fn allowance_years(&self, year: Year) -> (Year, Year) {
        let start = self.allowance_calendar.year_start;
        (start.year_of(year.first_day()), start.year_of(year.last_day()))
    }
}
