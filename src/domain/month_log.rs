//! The entries of one user in one month, and the one way to change them.
//!
//! Both stores read a [`MonthLog`], let [`MonthLog::edit`] decide, and write what came of it, so
//! the rule against lost updates stands here once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::change::ChangeItem;
use super::day::{Day, Month};
use super::entry::{Amendment, Content, Entry, Parts};
use super::id::UserId;
use super::location::Location;
use super::text::{number, serde_as_string};
use super::types::DayTypes;

/// A day of the month as a key of the document: two digits, `01` to `31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayKey(u8);

impl DayKey {
    /// The number of the day, from 1.
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
        let day = number(text, 2).filter(|day| (1..=31).contains(day));
        let day = day.and_then(|day| u8::try_from(day).ok());
        day.map(Self).ok_or("not a day of a month")
    }
}

serde_as_string!(DayKey);

/// What an editor believes to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Nothing is logged that day.
    Nothing,
    /// Something is logged, whatever it is.
    Something,
    /// The entry has this version.
    Version(u32),
    /// Whatever is there may be overwritten.
    Anything,
}

impl Expect {
    /// The day is still as it was seen.
    pub fn seen(entry: Option<&Entry>) -> Self {
        entry.map_or(Self::Nothing, |entry| Self::Version(entry.version))
    }

    /// Whether a day with this entry is as believed.
    pub fn fits(self, stored: Option<&Entry>) -> bool {
        match self {
            Self::Nothing => stored.is_none(),
            Self::Something => stored.is_some(),
            Self::Version(version) => stored.is_some_and(|entry| entry.version == version),
            Self::Anything => true,
        }
    }
}

/// What an editor wants to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// This content replaces the day's.
    Put(Content),
    /// The day's content, with these changes.
    Amend(Amendment),
    /// What this entry says, logged when it was: an entry that was there before.
    Restore(Entry),
    /// Nothing.
    Remove,
}

impl Edit {
    /// The parts that are wanted, if anything is.
    pub fn parts(&self) -> Option<&Parts> {
        match self {
            Self::Put(content) => Some(&content.parts),
            Self::Amend(amendment) => Some(&amendment.parts),
            Self::Restore(entry) => Some(&entry.content.parts),
            Self::Remove => None,
        }
    }

    /// Returns the content that the edit results in, or `None` if it removes the entry.
    fn wanted(&self, stored: Option<&Entry>) -> Option<Cow<'_, Content>> {
        match self {
            Self::Put(content) => Some(Cow::Borrowed(content)),
            Self::Amend(amendment) => {
                Some(Cow::Owned(amendment.apply(stored.map(|entry| &entry.content))))
            }
            Self::Restore(entry) => Some(Cow::Borrowed(&entry.content)),
            Self::Remove => None,
        }
    }

    /// Whether a day with this entry is as wanted already.
    pub fn is_met_by(&self, stored: Option<&Entry>) -> bool {
        stored.map(|entry| &entry.content) == self.wanted(stored).as_deref()
    }
}

/// An edit of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEdit {
    /// The day.
    pub day: Day,
    /// What the editor believes to be there.
    pub expect: Expect,
    /// What is wanted instead.
    pub edit: Edit,
}

/// The day is not as the editor believed; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The day.
    pub day: Day,
    /// What is there.
    pub stored: Option<Entry>,
}

/// The entries of one user in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLog {
    /// The user who logged it.
    pub user_id: UserId,
    /// Which month.
    pub month: Month,
    /// The entries.
    #[serde(default)]
    pub days: BTreeMap<DayKey, Entry>,
    /// The last version of each day whose entry was removed: the next entry counts on from it, so
    /// that a version seen before the removal never fits again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<DayKey, u32>,
}

impl MonthLog {
    /// A month in which nothing was ever logged.
    pub fn empty(user_id: UserId, month: Month) -> Self {
        Self { user_id, month, days: BTreeMap::new(), removed: BTreeMap::new() }
    }

    /// The entry of a day.
    pub fn get(&self, day: Day) -> Option<&Entry> {
        (day.month() == self.month).then(|| self.days.get(&day.into()))?
    }

    /// The entries with their days, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Day, &Entry)> {
        let day_of = |key: &DayKey| self.month.day(key.number());
        self.days.iter().filter_map(move |(key, entry)| Some((day_of(key)?, entry)))
    }

    /// The locations of all entries, each as often as it occurs.
    pub fn locations(&self) -> impl Iterator<Item = &Location> {
        let parts = self.days.values().map(|entry| &entry.content.parts);
        parts.flat_map(Parts::locations).map(|(location, _)| location)
    }

    /// Gives each part the type that its own was merged into: an entry saved at the very moment of a
    /// merge may still have the old one.
    pub fn follow_merges(&mut self, types: &DayTypes) {
        if types.has_merged() {
            for entry in self.days.values_mut() {
                entry.content.parts.follow_merges(types);
            }
        }
    }

    /// Changes one day, if it is as the editor believes. `None` when it already is as wanted: doing
    /// the same edit twice is doing it once, whatever the version.
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
        if !edit.expect.fits(stored) {
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
        let entry = Entry {
            content: content.into_owned(),
            version: last_version + 1,
            created_at: logged_before.map_or(at, |entry| entry.created_at),
            updated_at: at,
        };
        self.days.insert(key, entry.clone());
        Some(entry)
    }
}

#[cfg(test)]
mod tests;
