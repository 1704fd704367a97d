//! The history: what one act changed.

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::day::Day;
use super::entry::Entry;
use super::id::UserId;

pub use super::id::ChangeId;

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Logged or changed a day.
    Save,
    /// Removed entries.
    Delete,
    /// Logged many days alike.
    Range,
    /// Logged many days by the weekly pattern.
    Pattern,
    /// Took days in from a file.
    Import,
    /// Made one type of another.
    Merge,
    /// Took an act back.
    Undo,
}

/// One act and all it changed; written once, never altered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Unique.
    pub id: ChangeId,
    /// Whose record changed.
    pub user_id: UserId,
    /// When it changed.
    pub at: Timestamp,
    /// Who changed it.
    pub actor: UserId,
    /// What they did.
    pub act: Act,
    /// The days it changed.
    pub items: Vec<ChangeItem>,
}

/// One day's part in a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeItem {
    /// The day.
    pub date: Day,
    /// What was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Entry>,
    /// What is there since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Entry>,
}
