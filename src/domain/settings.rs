//! How a person wants their record: zone, week, types and known locations.

mod imported;

use std::collections::{BTreeMap, HashSet};

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use imported::Imported;

use super::allowance::Allowance;
use super::day::Year;
use super::entry::Parts;
use super::location::Location;
use super::pattern::Pattern;
use super::types::{DayTypes, Slug, TypesEdit, TypesError};
use super::webhook::{Failure, Webhook};
use super::week::{WeekStart, WorkingDays};

/// The most locations that are remembered; the ones unused for longest are forgotten first.
pub const MAX_LOCATIONS: usize = 100;

/// A text is not a name of the IANA time zone database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("There is no such time zone. Choose one like Europe/Berlin.")]
pub struct UnknownTimeZone;

/// Reads a name of the IANA time zone database.
pub fn parse_time_zone(text: &str) -> Result<Tz, UnknownTimeZone> {
    text.parse().map_err(|_| UnknownTimeZone)
}

/// A location that the person has used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLocation {
    /// Its name, as first written.
    pub name: Location,
    /// The type it was last used with.
    #[serde(rename = "type")]
    pub last_type: Slug,
}

/// How a person wants their record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Decides which day is today.
    pub time_zone: Tz,
    /// First day of the week in calendars.
    pub week_start: WeekStart,
    /// The weekdays that the person works.
    pub working_days: WorkingDays,
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
            time_zone: Tz::UTC,
            week_start: WeekStart::default(),
            working_days: WorkingDays::default(),
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
        time_zone: Tz,
        /// The new first day of the week.
        week_start: WeekStart,
        /// The new working days.
        working_days: WorkingDays,
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
    /// What an import brings along.
    Import(Box<Imported>),
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
            SettingsEdit::Types(edit) => {
                self.types.apply(edit)?;
                if let TypesEdit::Merge { from, into } = edit {
                    self.follow_merge(from, into);
                }
            }
            SettingsEdit::Allowance(day_type, allowance) => {
                let slug = &self.types.get(day_type).ok_or(TypesError::NoSuchType)?.slug;
                match allowance {
                    Some(allowance) => {
                        self.allowances.insert(slug.clone(), allowance.clone());
                    }
                    None => {
                        self.allowances.remove(slug);
                    }
                }
            }
        }
        Ok(*self != before)
    }

    /// Forgets the allowance of a type that was merged into another; what is usual or known of it
    /// follows.
    fn follow_merge(&mut self, from: &Slug, into: &Slug) {
        self.allowances.remove(from);
        self.pattern.replace_type(from, into);
        for known in self.locations.iter_mut().filter(|known| known.last_type == *from) {
            known.last_type.clone_from(into);
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

    /// The edit that remembers the locations of these parts; `None` when they are in front already.
    pub fn locations_used(&self, parts: &Parts) -> Option<SettingsEdit> {
        let used = parts.locations().map(|(name, last_type)| KnownLocation {
            name: name.clone(),
            last_type: last_type.clone(),
        });
        let edit = SettingsEdit::Locations(used.collect());
        self.clone().apply(&edit).is_ok_and(|changed| changed).then_some(edit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::Part;

    fn used(name: &str, slug: &str) -> KnownLocation {
        KnownLocation { name: name.parse().unwrap(), last_type: slug.parse().unwrap() }
    }

    fn names(settings: &Settings) -> Vec<&str> {
        settings.locations.iter().map(|known| known.name.as_str()).collect()
    }

    #[test]
    fn the_last_used_location_comes_first_as_first_written() {
        let mut settings = Settings::default();
        assert!(settings.apply(&SettingsEdit::Locations(vec![used("Home", "remote")])).unwrap());
        assert!(
            settings.apply(&SettingsEdit::Locations(vec![used("Berlin HQ", "office")])).unwrap()
        );
        assert_eq!(names(&settings), ["Berlin HQ", "Home"]);
        assert!(settings.apply(&SettingsEdit::Locations(vec![used("HOME", "remote")])).unwrap());
        assert_eq!(names(&settings), ["Home", "Berlin HQ"]);
        assert!(!settings.apply(&SettingsEdit::Locations(vec![used("home", "remote")])).unwrap());
        let remote = "remote".parse().unwrap();
        assert_eq!(settings.last_location(&remote).unwrap().as_str(), "Home");
        assert_eq!(settings.canonical("hoME".parse().unwrap()).as_str(), "Home");
    }

    #[test]
    fn only_so_many_locations_are_remembered() {
        let mut settings = Settings::default();
        for number in 0..=MAX_LOCATIONS {
            let place = used(&format!("Place {number}"), "remote");
            settings.apply(&SettingsEdit::Locations(vec![place])).unwrap();
        }
        assert_eq!(settings.locations.len(), MAX_LOCATIONS);
        assert_eq!(names(&settings)[0], "Place 100");
    }

    #[test]
    fn locations_that_left_the_record_are_forgotten() {
        let mut settings = Settings::default();
        let all = [used("Home", "remote"), used("Berlin HQ", "office"), used("New York", "remote")];
        settings.apply(&SettingsEdit::Locations(all.into())).unwrap();
        let kept = vec!["HOME".parse().unwrap(), "New York".parse().unwrap()];
        assert!(settings.apply(&SettingsEdit::KeepLocations(kept.clone())).unwrap());
        assert_eq!(names(&settings), ["Home", "New York"]);
        assert!(!settings.apply(&SettingsEdit::KeepLocations(kept)).unwrap());
        assert!(settings.apply(&SettingsEdit::KeepLocations(vec![])).unwrap());
        assert_eq!(settings.locations, []);
    }

    #[test]
    fn using_the_front_locations_again_is_no_edit() {
        let mut settings = Settings::default();
        let part = |slug: &str, place: &str| Part {
            day_type: slug.parse().unwrap(),
            location: Some(place.parse().unwrap()),
        };
        let parts = Parts::Halves(part("office", "Berlin HQ"), part("remote", "Home"));
        let edit = settings.locations_used(&parts).unwrap();
        settings.apply(&edit).unwrap();
        assert_eq!(names(&settings), ["Berlin HQ", "Home"]);
        assert_eq!(settings.locations_used(&parts), None);
    }

    #[test]
    fn a_failure_is_noted_of_the_webhook_that_failed() {
        let mut settings = Settings::default();
        let webhook = |url: &str| Webhook::from_url(url.to_owned());
        let at = "2026-11-18T12:00:00Z".parse().unwrap();
        let failure = Some(Failure { at, why: "It answered 404.".to_owned() });
        let noted =
            |url: &str, failure| SettingsEdit::SlackFailure { webhook: webhook(url), failure };
        settings.apply(&SettingsEdit::SlackWebhook(Some(webhook("https://a.example/1")))).unwrap();
        assert!(!settings.apply(&noted("https://a.example/0", failure.clone())).unwrap());
        assert!(settings.apply(&noted("https://a.example/1", failure.clone())).unwrap());
        assert_eq!(settings.slack_failure, failure);
        settings.apply(&SettingsEdit::SlackWebhook(Some(webhook("https://a.example/2")))).unwrap();
        assert_eq!(settings.slack_failure, None);
    }

    #[test]
    fn what_belongs_to_a_merged_type_follows_or_goes() {
        let mut settings = Settings::default();
        let json = r#"[{"slug":"office","label":"Office","colour":"blue","kind":"work","location":"optional"},
            {"slug":"training","label":"Training","colour":"teal","kind":"work","location":"optional"}]"#;
        settings.types = serde_json::from_str(json).unwrap();
        let (training, office): (Slug, Slug) =
            ("training".parse().unwrap(), "office".parse().unwrap());
        let mut pattern = Pattern::default();
        let usual = Part { day_type: training.clone(), location: None };
        pattern.set(chrono::Weekday::Mon, Some(usual));
        let limit = Some(Allowance { days: "5".parse().ok(), ..Allowance::default() });
        for edit in [
            SettingsEdit::Locations(vec![used("Campus", "training")]),
            SettingsEdit::Allowance(training.clone(), limit.clone()),
            SettingsEdit::Pattern(Box::new(pattern)),
            SettingsEdit::Types(TypesEdit::Merge { from: training.clone(), into: office.clone() }),
        ] {
            assert_eq!(settings.apply(&edit), Ok(true), "{edit:?}");
        }
        assert_eq!(settings.last_location(&office).unwrap().as_str(), "Campus");
        assert_eq!(settings.pattern.on(chrono::Weekday::Mon).unwrap().day_type, office);
        assert!(settings.allowances.is_empty());
        let of_nobody = SettingsEdit::Allowance("gone".parse().unwrap(), limit);
        assert_eq!(settings.apply(&of_nobody), Err(TypesError::NoSuchType));
    }

    #[test]
    fn documents_without_a_setting_get_its_default() {
        let settings: Settings = serde_json::from_str(r#"{"week_start":"sun"}"#).unwrap();
        assert_eq!(settings.week_start, WeekStart::Sunday);
        assert_eq!(settings.working_days, WorkingDays::default());
        let json = serde_json::to_value(&settings).unwrap();
        assert_eq!(json["time_zone"], "UTC");
        assert_eq!(json["working_days"][4], "fri");
        assert_eq!(serde_json::from_value::<Settings>(json).unwrap(), settings);
    }
}
