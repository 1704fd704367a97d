//! Storage of days and their history.

use std::cmp::Reverse;

use async_trait::async_trait;

use super::{StoreError, time_limit};
use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::days::change::{Change, ChangeId, ChangeItem, ChangeKind};
use crate::domain::days::day::{Day, Month};
use crate::domain::days::month_log::{DayEdit, MonthLog};
use crate::domain::exchange::upload::UploadId;
use crate::domain::notifications::outbox::Message;
use crate::domain::settings::SettingsEdit;
use crate::domain::year::digest::YearDigest;

/// How many items are enough for one read of changes.
pub(super) const ENOUGH_ITEMS: usize = 500;

/// A part of a day's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// The changes, newest first, with only that day.
    pub changes: Vec<Change>,
    /// The start of the next page, if there are older changes.
    pub older: Option<ChangeId>,
}

impl HistoryPage {
    /// Creates a page from `limit` changes in reverse order of storage, and one more if there are
    /// older ones.
    ///
    /// Stores don't order them exactly by time: those restored from a backup are in the order of their
    /// IDs, and the ID of a previewed change is as old as its preview.
    pub(super) fn new(mut changes: Vec<Change>, limit: usize) -> Self {
        let more = changes.len() > limit;
        changes.truncate(limit);
        let older = changes.last().map(|change| change.id).filter(|_| more);
        changes.sort_by_key(|change| Reverse(change.at));
        Self { changes, older }
    }
}

/// What the edits of a transaction were made from.
#[derive(Debug, Clone, Copy)]
pub enum Origin {
    /// A change, which had this number of items.
    Change(ChangeId, usize),
    /// An upload.
    Upload(UploadId),
}

impl Origin {
    /// Returns the error of a transaction whose origin was deleted.
    pub(super) fn missing(self) -> StoreError {
        match self {
            Self::Change(..) => StoreError::NoSuchChange,
            Self::Upload(_) => StoreError::NoSuchUpload,
        }
    }
}

/// A transaction on a user's days.
#[derive(Debug, Clone)]
pub struct DayTransaction {
    /// The ID of the resulting change.
    pub id: ChangeId,
    /// The time of the change.
    pub at: Timestamp,
    /// The user who makes the change.
    pub actor: UserId,
    /// The kind of change.
    pub kind: ChangeKind,
    /// What the edits were made from, if it contains days. A permanent deletion may have deleted it
    /// since, and the edits would restore what was deleted.
    pub origin: Option<Origin>,
    /// The edits, at most one per day.
    pub edits: Vec<DayEdit>,
    /// An edit of the user's settings that belongs to the change, such as the recently used
    /// locations.
    pub settings: Option<SettingsEdit>,
    /// Messages to queue if the change has any effect.
    pub messages: Vec<Message>,
}

impl DayTransaction {
    /// Returns a transaction of a user on their own days that doesn't edit their settings.
    pub fn new(user: UserId, kind: ChangeKind, at: Timestamp, edits: Vec<DayEdit>) -> Self {
        Self {
            id: ChangeId::new(),
            at,
            actor: user,
            kind,
            origin: None,
            edits,
            settings: None,
            messages: Vec::new(),
        }
    }

    /// Returns the change to record, with what the transaction changed.
    pub(super) fn to_change(&self, user: UserId, items: Vec<ChangeItem>) -> Change {
        let Self { id, at, actor, kind, .. } = *self;
        Change { id, user_id: user, at, actor, kind, items }
    }
}

metered! {
/// A user's days and their history.
#[async_trait]
pub trait Days {
    /// Returns the entries of a month. The log is empty if there are none.
    async fn month(&self, user: UserId, month: Month) -> Result<MonthLog, StoreError>;

    /// Returns the months of a range, inclusive, in which something was ever logged, in order.
    async fn months(
        &self,
        user: UserId,
        from: Month,
        to: Month,
    ) -> Result<Vec<MonthLog>, StoreError>;

    /// Returns the months in which the user ever logged something, in order, without reading them.
    async fn logged_months(&self, user: UserId) -> Result<Vec<Month>, StoreError>;

    /// Returns the types and locations of the days from one month to another, inclusive, and
    /// whether anything is logged before. Takes one round trip.
    async fn brief(&self, user: UserId, from: Month, to: Month) -> Result<YearDigest, StoreError>;

    /// Applies all edits, the settings edit, and the messages, and records one [`Change`], in one
    /// durable transaction. Returns what changed. Edits without effect are omitted, and if none has
    /// an effect, nothing is written.
    ///
    /// Fails with [`StoreError::NoSuchChange`] or [`StoreError::NoSuchUpload`] if the origin no longer
    /// exists or is incomplete, with [`StoreError::Conflict`] if a day doesn't meet its precondition,
    /// or with [`StoreError::Types`] if the settings edit is invalid. In these cases, nothing is
    /// changed.
    async fn edit_days(
            &self,
            user: UserId,
            transaction: &DayTransaction,
        ) -> Result<Vec<ChangeItem>, StoreError>
        in Some(time_limit::for_edits(transaction.edits.len()));

    /// Returns up to `limit` changes that affected a day, with only that day: the latest, or those
    /// before [`HistoryPage::older`] of another page.
    async fn day_history(
        &self,
        user: UserId,
        day: Day,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<HistoryPage, StoreError>;

    /// Returns changes that affected the days from one to another, inclusive, except those that were
    /// `read` before. Since a change can contain thousands of days, it stops after [`ENOUGH_ITEMS`] of
    /// them, so call it until it returns none. Oldest first, but MongoDB and restored backups treat a
    /// previewed change as being as old as its preview.
    async fn changes_between(
        &self,
        user: UserId,
        from: Day,
        to: Day,
        read: &[ChangeId],
    ) -> Result<Vec<Change>, StoreError>;

    /// Returns one of a user's changes.
    async fn change(&self, user: UserId, id: ChangeId) -> Result<Option<Change>, StoreError>;

    /// Returns whether a user's change exists, without reading it: it can contain megabytes.
    async fn has_change(&self, user: UserId, id: ChangeId) -> Result<bool, StoreError>;
}
}

metered! {
/// Permanent deletion. Each method is one transaction. When it returns, the deleted data can no
/// longer be found in the files of the database.
#[async_trait]
pub trait Erasure {
    /// Deletes the days from one month to another, inclusive, and their history. A change that also
    /// affected other days keeps those. Pending uploads, which may contain the deleted days, and
    /// known locations that no remaining day mentions are deleted too. The days carried over from
    /// deleted entries are recorded in the allowances, so that the balances of other years stay the
    /// same. Returns the number of deleted entries.
    async fn delete_days(&self, user: UserId, from: Month, to: Month) -> Result<usize, StoreError>;

    /// Deletes a user and everything that belongs to them, including queued messages that
    /// [name](crate::domain::notifications::outbox::Message::names) them and the attempt counters
    /// of these subjects. Returns `false` if the user doesn't exist.
    async fn delete_user(&self, user: UserId, attempts: &[String]) -> Result<bool, StoreError>;
}
}
