//! How a person wants their record: zone, week, types and known locations.

mod imported;

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

pub use imported::Imported;

use super::allowance::{Allowance, Days};
use super::day::Year;
use super::entry::Parts;
use super::location::Location;
use super::pattern::Pattern;
use super::types::{DayTypes, Slug, TypesEdit, TypesError};
use super::webhook::{Failure, Webhook};
use super::week::{WeekStart, Weekdays};
use crate::domain::time_zone::TimeZone;

/// The most locations that are remembered; the ones unused for longest are forgotten first.
pub const MAX_LOCATIONS: usize = 100;

/// A location that the person has used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLocation {
    /// Its name, as first written.
    pub name: Location,
    /// The type it was last used with.
    #[serde(rename = "type")]
    pub last_type: Slug,
}

impl KnownLocation {
    /// The locations of parts in their order, each once.
    pub fn of<'p>(parts: impl IntoIterator<Item = &'p Parts>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut keys = HashSet::new();
        for (name, last_type) in parts.into_iter().flat_map(Parts::locations) {
            if keys.insert(name.key()) {
                found.push(Self { name: name.clone(), last_type: last_type.clone() });
            }
        }
        found
    }
}

/// How a person wants their record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Decides which day is today.
    pub time_zone: TimeZone,
    /// First day of the week in calendars.
    pub week_start: WeekStart,
    /// The weekdays that the person works.
    pub working_days: Weekdays,
    /// The types to choose from.
    pub types: DayTypes,
    /// How many days of a type a year may have; types without are not limited.
    pub allowances: BTreeMap<Slug, Allowance>,
    /// The locations used so far, the last used first.
    pub locations: Vec<KnownLocation>,
    /// Where lines about changes go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack_webhook: Option<Webhook>,
    /// The last line that was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack_failure: Option<Failure>,
    /// What is usual on each weekday.
    pub pattern: Pattern,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            time_zone: TimeZone::UTC,
            week_start: WeekStart::default(),
            working_days: Weekdays::MONDAY_TO_FRIDAY,
            types: DayTypes::default(),
            allowances: BTreeMap::new(),
            locations: Vec::new(),
            slack_webhook: None,
            slack_failure: None,
            pattern: Pattern::default(),
        }
    }
}

/// A change of settings, applied by the store to what is there at that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsEdit {
    /// Time zone and week.
    Week {
        /// The new zone.
        time_zone: TimeZone,
        /// The new first day of the week.
        week_start: WeekStart,
        /// The new working days.
        working_days: Weekdays,
    },
    /// These locations were used just now, the first last.
    Locations(Vec<KnownLocation>),
    /// Of the locations known, only these are still in the record.
    KeepLocations(Vec<Location>),
    /// Lines go to this webhook, or nowhere; what was noted of the last one is forgotten.
    SlackWebhook(Option<Webhook>),
    /// A line to this webhook was given up, or one got through again.
    SlackFailure {
        /// The webhook that was tried.
        webhook: Webhook,
        /// What went wrong.
        failure: Option<Failure>,
    },
    /// What is usual on each weekday.
    Pattern(Box<Pattern>),
    /// The types of day.
    Types(TypesEdit),
    /// How many days of a type a year may have; `None` takes the limit away.
    Allowance(Slug, Option<Allowance>),
    /// How many days of a type a year usually may have; what else its allowance says stays.
    AllowanceDays(Slug, Option<Days>),
    /// What an import brings along.
    Import(Box<Imported>),
    /// Several, one after another: all or none.
    Several(Vec<SettingsEdit>),
}

impl Settings {
    /// Applies an edit; tells whether anything changed. An edit that does not fit what is there, for
    /// which it may have been too late, changes nothing.
    pub fn apply(&mut self, edit: &SettingsEdit) -> Result<bool, TypesError> {
        let before = self.clone();
        match edit {
            SettingsEdit::Week { time_zone, week_start, working_days } => {
                self.time_zone = *time_zone;
                self.week_start = *week_start;
                self.working_days = *working_days;
            }
            SettingsEdit::Pattern(pattern) => self.pattern.clone_from(pattern),
            SettingsEdit::Locations(used) => {
                for location in used.iter().rev() {
                    self.remember(location);
                }
            }
            SettingsEdit::KeepLocations(kept) => {
                let kept: HashSet<String> = kept.iter().map(Location::key).collect();
                self.locations.retain(|known| kept.contains(&known.name.key()));
            }
            SettingsEdit::SlackWebhook(webhook) => {
                self.slack_webhook.clone_from(webhook);
                self.slack_failure = None;
            }
            SettingsEdit::SlackFailure { webhook, failure } => {
                if self.slack_webhook.as_ref() == Some(webhook) {
                    self.slack_failure.clone_from(failure);
                }
            }
            SettingsEdit::Import(imported) => self.take_over(imported)?,
            SettingsEdit::Several(edits) => {
                let mut edited = self.clone();
                for edit in edits {
                    edited.apply(edit)?;
                }
                *self = edited;
            }
            SettingsEdit::Types(edit) => {
                self.types.apply(edit)?;
                if let TypesEdit::Merge { from, into } = edit {
                    self.follow_merge(from, into);
                }
            }
            SettingsEdit::Allowance(day_type, allowance) => {
                let slug = self.types.get(day_type).ok_or(TypesError::NoSuchType)?.slug.clone();
                self.set_allowance(&slug, allowance.as_ref());
            }
            SettingsEdit::AllowanceDays(day_type, days) => {
                let slug = self.types.get(day_type).ok_or(TypesError::NoSuchType)?.slug.clone();
                let allowance = self.allowances.get(&slug).cloned().unwrap_or_default();
                let allowance = Allowance { days: *days, ..allowance };
                let allowance = (allowance != Allowance::default()).then_some(allowance);
                self.set_allowance(&slug, allowance.as_ref());
            }
        }
        Ok(*self != before)
    }

    fn set_allowance(&mut self, slug: &Slug, allowance: Option<&Allowance>) {
        match allowance {
            Some(allowance) => {
                self.allowances.insert(slug.clone(), allowance.clone());
            }
            None => {
                self.allowances.remove(slug);
            }
        }
    }

    /// Forgets the allowance of a type that was merged into another; what is usual or known of it
    /// follows.
    fn follow_merge(&mut self, from: &Slug, into: &Slug) {
        self.allowances.remove(from);
        for known in self.locations.iter_mut().filter(|known| known.last_type == *from) {
            known.last_type.clone_from(into);
        }
        let place = self.last_location(into).cloned();
        if let Some(into) = self.types.get(into) {
            self.pattern.replace_type(from, into, place.as_ref());
        }
    }

    /// Puts a location in front, under the name it was first written with.
    fn remember(&mut self, used: &KnownLocation) {
        let key = used.name.key();
        let known = self.locations.iter().position(|known| known.name.key() == key);
        let name = known.map_or_else(|| used.name.clone(), |at| self.locations.remove(at).name);
        self.locations.insert(0, KnownLocation { name, last_type: used.last_type.clone() });
        self.locations.truncate(MAX_LOCATIONS);
    }

    /// The location under the name it was first written with.
    pub fn canonical(&self, location: Location) -> Location {
        let key = location.key();
        let known = self.locations.iter().find(|known| known.name.key() == key);
        known.map_or(location, |known| known.name.clone())
    }

    /// The location last used with a type.
    pub fn last_location(&self, day_type: &Slug) -> Option<&Location> {
        let known = self.locations.iter().find(|known| known.last_type == *day_type);
        known.map(|known| &known.name)
    }

    /// The first year whose entries have to be known for the balances of `year`.
    pub fn first_year_needed(&self, year: Year) -> Year {
        let firsts = self.allowances.values().map(|allowance| allowance.first_year_needed(year));
        firsts.min().unwrap_or(year)
    }

    /// The edit that remembers the locations of these parts, the first last used; `None` when they
    /// are in front already.
    pub fn locations_used<'p>(
        &self,
        parts: impl IntoIterator<Item = &'p Parts>,
    ) -> Option<SettingsEdit> {
        let edit = SettingsEdit::Locations(KnownLocation::of(parts));
        self.clone().apply(&edit).is_ok_and(|changed| changed).then_some(edit)
    }
}

#[cfg(test)]
mod tests;
