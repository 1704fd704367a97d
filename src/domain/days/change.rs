//! The history of changes to days.

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::entry::Entry;
use crate::domain::Timestamp;
use crate::domain::values::id::UserId;

pub use crate::domain::values::id::{ChangeId, PreviewId};

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// One day was logged or changed.
    Save,
    /// Entries were deleted.
    Delete,
    /// The days of a range were logged with the same content.
    Range,
    /// Days were logged according to the usual week.
    #[serde(rename = "pattern")]
    UsualWeek,
    /// Days were imported from a file.
    Import,
    /// One type was merged into another.
    Merge,
    /// An earlier change was undone.
    Undo,
}

/// A change with all the days it affected. It is written once and never modified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The change's ID.
    pub id: ChangeId,
    /// The user whose days changed.
    pub user_id: UserId,
    /// When the change was made.
    pub at: Timestamp,
    /// The user who made it.
    pub actor: UserId,
    /// The kind of the change.
    #[serde(rename = "act")]
    pub kind: ChangeKind,
    /// The days that changed.
    pub items: Vec<ChangeItem>,
}

/// One day of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeItem {
    /// The day.
    pub date: Day,
    /// The entry before the change, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Entry>,
    /// The entry after the change, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Entry>,
}

impl Change {
    /// Returns the first of the changed days.
    pub(crate) fn first_day(&self) -> Option<Day> {
        self.items.iter().map(|item| item.date).min()
    }

    /// Removes the days outside of a range, inclusive.
    pub(crate) fn limit_to(&mut self, from: Day, to: Day) {
        self.items.retain(|item| (from..=to).contains(&item.date));
        self.items.shrink_to_fit();
    }
}
