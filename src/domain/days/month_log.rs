//! The entries of one user in one month, and the only way to change them.
//!
//! Both stores read a [`MonthLog`], let [`MonthLog::edit`] decide, and write the result. So the
//! rule against lost updates is implemented once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::amendment::Amendment;
use super::change::ChangeItem;
use super::day::{Day, Month};
use super::entry::{Content, Entry, EntryTimes, Parts};
use super::location::Location;
use crate::domain::Timestamp;
use crate::domain::types::DayTypes;
use crate::domain::values::id::UserId;
use crate::domain::values::text::{parse_digits, serde_as_string};

/// A day of the month as a key in documents: two digits, `01` to `31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayKey(u8);

impl DayKey {
    /// Returns the number of the day, from 1.
    pub fn number(self) -> u32 {
        u32::from(self.0)
    }
}

impl From<Day> for DayKey {
    fn from(day: Day) -> Self {
        Self(u8::try_from(day.number()).unwrap_or_default())
    }
}

impl fmt::Display for DayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl FromStr for DayKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let day = parse_digits(text, 2).filter(|day| (1..=31).contains(day));
        let day = day.and_then(|day| u8::try_from(day).ok());
        day.map(Self).ok_or("not a day of a month")
    }
}

serde_as_string!(DayKey);

/// A precondition of an edit: the state that a day must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precondition {
    /// The day has no entry.
    NoEntry,
    /// The day has an entry.
    AnyEntry,
    /// The day's entry has this version.
    Version(u32),
    /// Any state. The edit overwrites an existing entry.
    Any,
}

impl Precondition {
    /// Returns the precondition that a day hasn't changed since `entry` was read.
    pub fn from_entry(entry: Option<&Entry>) -> Self {
        entry.map_or(Self::NoEntry, |entry| Self::Version(entry.version))
    }

    /// Returns whether a day with this entry meets the precondition.
    pub fn fits(self, stored: Option<&Entry>) -> bool {
        match self {
            Self::NoEntry => stored.is_none(),
            Self::AnyEntry => stored.is_some(),
            Self::Version(version) => stored.is_some_and(|entry| entry.version == version),
            Self::Any => true,
        }
    }
}

/// A change to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Replaces the day's content, or creates the entry.
    Put(Content),
    /// Like [`Put`](Self::Put), with an entry of another database, which keeps its times.
    Import(Content, EntryTimes),
    /// Changes some fields of the day's content.
    Amend(Amendment),
    /// Restores an earlier entry, including the time when it was first logged.
    Restore(Entry),
    /// Deletes the entry.
    Remove,
}

impl Edit {
    /// Returns the parts after the edit, or `None` if it deletes the entry.
    pub fn parts(&self) -> Option<&Parts> {
        match self {
            Self::Put(content) | Self::Import(content, _) => Some(&content.parts),
            Self::Amend(amendment) => Some(&amendment.parts),
            Self::Restore(entry) => Some(&entry.content.parts),
            Self::Remove => None,
        }
    }

    /// Returns the content after the edit, or `None` if it deletes the entry.
    fn wanted(&self, stored: Option<&Entry>) -> Option<Cow<'_, Content>> {
        match self {
            Self::Put(content) | Self::Import(content, _) => Some(Cow::Borrowed(content)),
            Self::Amend(amendment) => {
                Some(Cow::Owned(amendment.apply(stored.map(|entry| &entry.content))))
            }
            Self::Restore(entry) => Some(Cow::Borrowed(&entry.content)),
            Self::Remove => None,
        }
    }

    /// Returns whether a day with this entry already has the desired content.
    pub fn is_met_by(&self, stored: Option<&Entry>) -> bool {
        stored.map(|entry| &entry.content) == self.wanted(stored).as_deref()
    }
}

/// An edit of one day, with its precondition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEdit {
    /// The day.
    pub day: Day,
    /// The precondition.
    pub precondition: Precondition,
    /// The change.
    pub edit: Edit,
}

/// A precondition that wasn't met. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The day.
    pub day: Day,
    /// The stored entry, if any.
    pub stored: Option<Entry>,
}

/// The entries of one user in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLog {
    /// The user who logged them.
    pub user_id: UserId,
    /// The month.
    pub month: Month,
    /// The entries.
    #[serde(default)]
    pub days: BTreeMap<DayKey, Entry>,
    /// The last version of each day whose entry was deleted. The next entry continues from it, so
    /// that a version seen before the deletion never matches a later entry.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<DayKey, u32>,
}

impl MonthLog {
    /// Returns a month without any entries.
    pub fn empty(user_id: UserId, month: Month) -> Self {
        Self { user_id, month, days: BTreeMap::new(), removed: BTreeMap::new() }
    }

    /// Returns the entry of a day.
    pub fn get(&self, day: Day) -> Option<&Entry> {
        (day.month() == self.month).then(|| self.days.get(&day.into()))?
    }

    /// Returns the entries with their days, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Day, &Entry)> {
        let day_of = |key: &DayKey| self.month.day(key.number());
        self.days.iter().filter_map(move |(key, entry)| Some((day_of(key)?, entry)))
    }

    /// Returns the locations of all entries, including duplicates.
    pub fn locations(&self) -> impl Iterator<Item = &Location> {
        let parts = self.days.values().map(|entry| &entry.content.parts);
        parts.flat_map(Parts::locations).map(|(location, _)| location)
    }

    /// Replaces each merged type with the type it was merged into. An entry saved during a merge
    /// may still have the old type.
    pub fn follow_merges(&mut self, types: &DayTypes) {
        if types.has_merged() {
            for entry in self.days.values_mut() {
                entry.content.parts.follow_merges(types);
            }
        }
    }

    /// Applies an edit if its precondition is met. Returns `None` if the day already has the
    /// desired content, regardless of the precondition: edits are idempotent.
    pub fn edit(
        &mut self,
        edit: &DayEdit,
        at: Timestamp,
    ) -> Result<Option<ChangeItem>, Box<Conflict>> {
        debug_assert_eq!(edit.day.month(), self.month);
        let key = DayKey::from(edit.day);
        let stored = self.days.get(&key);
        if edit.edit.is_met_by(stored) {
            return Ok(None);
        }
        if !edit.precondition.fits(stored) {
            return Err(Box::new(Conflict { day: edit.day, stored: stored.cloned() }));
        }
        let before = self.days.remove(&key);
        let after = self.put(key, before.as_ref(), &edit.edit, at);
        Ok(Some(ChangeItem { date: edit.day, before, after }))
    }

    fn put(
        &mut self,
        key: DayKey,
        before: Option<&Entry>,
        edit: &Edit,
        at: Timestamp,
    ) -> Option<Entry> {
        let last_version = before.map(|entry| entry.version).or_else(|| self.removed.remove(&key));
        let last_version = last_version.unwrap_or(0);
        let Some(content) = edit.wanted(before) else {
            self.removed.insert(key, last_version);
            return None;
        };
        let logged_before = match edit {
            Edit::Restore(entry) => Some(entry),
            _ => before,
        };
        let (times, imported_at) = if let Edit::Import(_, times) = edit {
            (times.until(at), Some(at))
        } else {
            let created_at = logged_before.map_or(at, |entry| entry.created_at);
            let imported_at = logged_before.and_then(|entry| entry.imported_at);
            (EntryTimes { created_at, updated_at: at }, imported_at)
        };
        let EntryTimes { created_at, updated_at } = times;
        let (content, version) = (content.into_owned(), last_version + 1);
        let entry = Entry { content, version, created_at, updated_at, imported_at };
        self.days.insert(key, entry.clone());
        Some(entry)
    }
}

#[cfg(test)]
mod tests;
