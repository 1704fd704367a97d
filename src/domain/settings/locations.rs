//! The locations that a user has used.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{Settings, SettingsEdit};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Parts;
use crate::domain::days::location::Location;
use crate::domain::types::Slug;

/// The maximum number of known locations. Beyond it, the least recently used ones are dropped.
pub const MAX_LOCATIONS: usize = 100;

/// A location that the user has used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLocation {
    /// The name as first written.
    pub name: Location,
    /// The type it was last used with.
    #[serde(rename = "type")]
    pub last_type: Slug,
}

impl KnownLocation {
    /// Returns the locations of some parts, in order and without duplicates.
    pub fn from_parts<'p>(parts: impl IntoIterator<Item = &'p Parts>) -> Vec<Self> {
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

impl Settings {
    /// Removes all known locations except these.
    pub(super) fn keep_locations(&mut self, remaining: &[Location]) {
        let remaining: HashSet<String> = remaining.iter().map(Location::key).collect();
        self.locations.retain(|known| remaining.contains(&known.name.key()));
    }

    /// Moves a location to the front, keeping its original spelling.
    pub(super) fn remember(&mut self, used: &KnownLocation) {
        let name = self.canonical(used.name.clone());
        let key = name.key();
        self.locations.retain(|known| known.name.key() != key);
        self.locations.insert(0, KnownLocation { name, last_type: used.last_type.clone() });
        self.locations.truncate(MAX_LOCATIONS);
    }

    /// Returns the location with the spelling it was first used with.
    pub fn canonical(&self, location: Location) -> Location {
        let key = location.key();
        let known = self.locations.iter().find(|known| known.name.key() == key);
        known.map_or(location, |known| known.name.clone())
    }

    /// Returns the location last used with a type.
    pub fn last_location(&self, day_type: &Slug) -> Option<&Location> {
        let known = self.locations.iter().find(|known| known.last_type == *day_type);
        known.map(|known| &known.name)
    }

    /// Returns the location to fill in for a type on a day: that of the usual week or, if the type
    /// isn't usual on this day, the one last used with it.
    pub fn suggested_location(&self, day: Day, day_type: &Slug) -> Option<Location> {
        match self.schedules.usual_part(&self.types, day, day_type) {
            Some(usual) => usual.location,
            None => self.last_location(day_type).cloned(),
        }
    }

    /// Returns the edit that records the locations of these parts as used, or `None` if it would
    /// change nothing.
    pub fn locations_used<'p>(
        &self,
        parts: impl IntoIterator<Item = &'p Parts>,
    ) -> Option<SettingsEdit> {
        let edit = SettingsEdit::Locations(KnownLocation::from_parts(parts));
        self.clone().apply(&edit).is_ok_and(|changed| changed).then_some(edit)
    }
}
