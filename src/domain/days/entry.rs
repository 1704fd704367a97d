//! The entry of a day: its parts and notes.

use serde::{Deserialize, Serialize};

pub use super::entry_times::EntryTimes;
pub use super::half_days::HalfDays;
use super::location::Location;
use super::notes::Notes;
use crate::domain::Timestamp;
use crate::domain::types::{DayTypes, LocationRule, Slug};
use crate::domain::values::problem::Coded;
use crate::domain::values::text;

/// A type, and a location if the type allows one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Part {
    /// The slug of the type.
    #[serde(rename = "type")]
    pub day_type: Slug,
    /// Where the time was spent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// Why a type and a location can't be combined into a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// The user has no type with this slug.
    #[error("part.unknown_type")]
    UnknownType,
    /// The type requires a location.
    #[error("part.location_missing")]
    LocationMissing,
    /// The type doesn't take a location.
    #[error("part.location_not_allowed")]
    LocationNotAllowed,
}

impl Coded for PartError {}

/// An archived type can't be added to a day that doesn't already have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("day.type_archived")]
pub struct ArchivedType;

impl Coded for ArchivedType {}

impl Part {
    /// Creates a part according to the rules of its type. A merged type is replaced with the type it
    /// was merged into.
    pub fn new(
        types: &DayTypes,
        day_type: Slug,
        location: Option<Location>,
    ) -> Result<Self, PartError> {
        let known = types.get(&day_type).ok_or(PartError::UnknownType)?;
        match (known.location, &location) {
            (LocationRule::Required, None) => return Err(PartError::LocationMissing),
            (LocationRule::None, Some(_)) => return Err(PartError::LocationNotAllowed),
            _ => {}
        }
        let day_type = if known.slug == day_type { day_type } else { known.slug.clone() };
        Ok(Self { day_type, location })
    }

    /// Creates a part like [`Part::new`], but drops a location that the type doesn't take. For
    /// locations that no one entered for this type.
    pub fn without_excess_location(
        types: &DayTypes,
        day_type: Slug,
        location: Option<Location>,
    ) -> Result<Self, PartError> {
        let takes_none =
            types.get(&day_type).is_some_and(|known| known.location == LocationRule::None);
        Self::new(types, day_type, location.filter(|_| !takes_none))
    }
}

/// A whole-day part, or two half days of which at least one is filled.
///
/// Serialized as `{"day": part}`, or `{"am": part}`, `{"pm": part}`, or both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "PartsDocument", try_from = "PartsDocument")]
pub enum Parts {
    /// The whole day.
    Whole(Part),
    /// Only the morning.
    Morning(Part),
    /// Only the afternoon.
    Afternoon(Part),
    /// Morning and afternoon.
    Halves(Part, Part),
}

impl Parts {
    /// Combines two half days. Returns `None` if both are empty.
    pub fn halves(morning: Option<Part>, afternoon: Option<Part>) -> Option<Self> {
        match (morning, afternoon) {
            (Some(morning), Some(afternoon)) => Some(Self::Halves(morning, afternoon)),
            (Some(morning), None) => Some(Self::Morning(morning)),
            (None, Some(afternoon)) => Some(Self::Afternoon(afternoon)),
            (None, None) => None,
        }
    }

    /// Returns the filled parts in the order of the day, each with its length.
    pub fn iter(&self) -> impl Iterator<Item = (&Part, HalfDays)> {
        let (first, second, worth) = match self {
            Self::Whole(part) => (Some(part), None, HalfDays(2)),
            Self::Morning(part) | Self::Afternoon(part) => (Some(part), None, HalfDays(1)),
            Self::Halves(morning, afternoon) => (Some(morning), Some(afternoon), HalfDays(1)),
        };
        first.into_iter().chain(second).map(move |part| (part, worth))
    }

    /// Returns the length of all parts together.
    pub(crate) fn worth(&self) -> HalfDays {
        self.iter().map(|(_, worth)| worth).sum()
    }

    /// Applies a function to each part. Returns the first error.
    pub fn map<E>(&self, mut change: impl FnMut(&Part) -> Result<Part, E>) -> Result<Self, E> {
        Ok(match self {
            Self::Whole(part) => Self::Whole(change(part)?),
            Self::Morning(am) => Self::Morning(change(am)?),
            Self::Afternoon(pm) => Self::Afternoon(change(pm)?),
            Self::Halves(am, pm) => Self::Halves(change(am)?, change(pm)?),
        })
    }

    /// Replaces each merged type with the type it was merged into.
    pub fn follow_merges(&mut self, types: &DayTypes) {
        let (first, second) = match self {
            Self::Whole(part) | Self::Morning(part) | Self::Afternoon(part) => (part, None),
            Self::Halves(morning, afternoon) => (morning, Some(afternoon)),
        };
        for part in std::iter::once(first).chain(second) {
            if let Some(known) = types.get(&part.day_type) {
                part.day_type.clone_from(&known.slug);
            }
        }
    }

    /// Returns the first archived type among the parts, except types that the day already had in
    /// `before`.
    pub fn archived(&self, types: &DayTypes, before: Option<&Self>) -> Option<&Slug> {
        let is_archived = |slug: &Slug| types.get(slug).is_some_and(|known| !known.is_offered());
        let had = |slug: &Slug| {
            before.is_some_and(|before| before.iter().any(|(part, _)| part.day_type == *slug))
        };
        let mut slugs = self.iter().map(|(part, _)| &part.day_type);
        slugs.find(|slug| is_archived(slug) && !had(slug))
    }

    /// Returns each part's location, if it has one, with the part's type.
    pub fn locations(&self) -> impl Iterator<Item = (&Location, &Slug)> {
        self.iter().filter_map(|(part, _)| Some((part.location.as_ref()?, &part.day_type)))
    }
}

#[derive(Serialize, Deserialize)]
struct PartsDocument {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day: Option<Part>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    am: Option<Part>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pm: Option<Part>,
}

impl From<Parts> for PartsDocument {
    fn from(parts: Parts) -> Self {
        let (day, am, pm) = match parts {
            Parts::Whole(part) => (Some(part), None, None),
            Parts::Morning(am) => (None, Some(am), None),
            Parts::Afternoon(pm) => (None, None, Some(pm)),
            Parts::Halves(am, pm) => (None, Some(am), Some(pm)),
        };
        Self { day, am, pm }
    }
}

impl TryFrom<PartsDocument> for Parts {
    type Error = &'static str;

    fn try_from(document: PartsDocument) -> Result<Self, Self::Error> {
        match document {
            PartsDocument { day: Some(part), am: None, pm: None } => Ok(Self::Whole(part)),
            PartsDocument { day: None, am, pm } => {
                Self::halves(am, pm).ok_or("an entry without a part")
            }
            _ => Err("an entry with a whole day and a half"),
        }
    }
}

/// The content of a day. Forms, plans, imports, and edits pass it on as one value, so a new field
/// appears only where it is read or shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Content {
    /// The types and locations of the day.
    pub parts: Parts,
    /// The notes, which may be empty.
    #[serde(skip_serializing_if = "Notes::is_empty")]
    pub notes: Notes,
}

impl Content {
    /// Returns a copy with other parts.
    #[must_use]
    pub fn with_parts(&self, parts: Parts) -> Self {
        Self { parts, ..self.clone() }
    }

    /// Returns the total size of its strings, in bytes.
    pub fn size(&self) -> usize {
        let place = |part: &Part| part.location.as_ref().map_or(0, |at| at.as_str().len());
        let parts = self.parts.iter().map(|(part, _)| part.day_type.as_str().len() + place(part));
        self.notes.as_str().len() + parts.sum::<usize>()
    }
}

impl From<Parts> for Content {
    /// Returns content with only the parts set.
    fn from(parts: Parts) -> Self {
        Self { parts, notes: Notes::default() }
    }
}

/// The stored entry of a day.
///
/// In documents, the fields of the content are on the same level as the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "EntryDocument")]
pub struct Entry {
    /// The content of the day.
    #[serde(flatten)]
    pub content: Content,
    /// The number of changes to this day, starting at 1. Deleting an entry and logging the day
    /// again continues the count.
    pub version: u32,
    /// When the day was first logged.
    pub created_at: Timestamp,
    /// When the entry last changed.
    pub updated_at: Timestamp,
    /// When the entry was imported with its times from another database. Later changes keep it,
    /// because `created_at` is still from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<Timestamp>,
}

impl Entry {
    /// Returns a time that differs from that of any entry that this database had before for the same
    /// day with the same version: versions restart after a year is permanently deleted.
    pub(crate) fn added_at(&self) -> Timestamp {
        self.imported_at.unwrap_or(self.created_at)
    }

    /// Returns when the entry last changed in this database.
    pub(crate) fn stored_at(&self) -> Timestamp {
        self.imported_at.map_or(self.updated_at, |at| at.max(self.updated_at))
    }
}

/// The document of an entry. Reading it with `flatten` would make serde buffer each value first.
#[derive(Deserialize)]
struct EntryDocument {
    parts: Parts,
    #[serde(default)]
    notes: Notes,
    version: u32,
    #[serde(deserialize_with = "text::deserialize_timestamp")]
    created_at: Timestamp,
    #[serde(deserialize_with = "text::deserialize_timestamp")]
    updated_at: Timestamp,
    #[serde(default)]
    imported_at: Option<Timestamp>,
}

impl From<EntryDocument> for Entry {
    fn from(document: EntryDocument) -> Self {
        let EntryDocument { parts, notes, version, created_at, updated_at, imported_at } = document;
        Self { content: Content { parts, notes }, version, created_at, updated_at, imported_at }
    }
}

#[cfg(test)]
mod tests;
