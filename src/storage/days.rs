//! What a store can do with a user's days.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::brief::Brief;
use crate::domain::change::{Act, Change, ChangeId, ChangeItem};
use crate::domain::day::{Day, Month};
use crate::domain::month_log::{DayEdit, MonthLog};
use crate::domain::outbox::Message;
use crate::domain::settings::SettingsEdit;
use crate::domain::user::UserId;

/// One act on a user's days.
#[derive(Debug, Clone)]
pub struct DayAct {
    /// Names the change that comes of it.
    pub id: ChangeId,
    /// When it happened.
    pub at: Timestamp,
    /// Who acts.
    pub actor: UserId,
    /// What they do.
    pub act: Act,
    /// The days, each at most once.
    pub edits: Vec<DayEdit>,
    /// What the act changes about the user's settings, such as the locations used last.
    pub settings: Option<SettingsEdit>,
    /// What is told of it, if it changes anything.
    pub messages: Vec<Message>,
}

impl DayAct {
    /// An act of a user on their own days that leaves the settings alone.
    pub fn new(user: UserId, act: Act, at: Timestamp, edits: Vec<DayEdit>) -> Self {
        Self {
            id: ChangeId::new(),
            at,
            actor: user,
            act,
            edits,
            settings: None,
            messages: Vec::new(),
        }
    }
}

metered! {
/// The days of a user and their history.
#[async_trait]
pub trait Days {
    /// The entries of a month; an empty log when there are none.
    async fn month(&self, user: UserId, month: Month) -> Result<MonthLog, StoreError>;

    /// The months of a range, both ends included, in which something was ever logged, in order.
    async fn months(
        &self,
        user: UserId,
        from: Month,
        to: Month,
    ) -> Result<Vec<MonthLog>, StoreError>;

    /// The days from one month to another in brief, both ends included, and whether anything is
    /// logged before them. One round trip.
    async fn brief(&self, user: UserId, from: Month, to: Month) -> Result<Brief, StoreError>;

    /// Carries out an act: all its edits, the settings edit, its messages and one [`Change`] in one
    /// transaction, durable once answered. Gives what changed; edits that change nothing are left
    /// out, and an act that changes nothing leaves no trace. [`StoreError::Conflict`] when a day is
    /// not as expected, [`StoreError::Types`] when the settings edit does not fit: then nothing is
    /// changed.
    async fn edit_days(&self, user: UserId, act: &DayAct) -> Result<Vec<ChangeItem>, StoreError>;

    /// The changes that touched a day, oldest first.
    async fn day_history(&self, user: UserId, day: Day) -> Result<Vec<Change>, StoreError>;

    /// One change of a user.
    async fn change(&self, user: UserId, id: ChangeId) -> Result<Option<Change>, StoreError>;
}
}

metered! {
/// Forgetting for good. Each is one transaction; when it is answered, nothing of what it removed can
/// be found in the store.
#[async_trait]
pub trait Erasure {
    /// Removes the days from one month to another, both included, and their history: of a change
    /// that also touched other days, these days alone. Files that wait for a yes go too, as they may
    /// hold such days. Known locations that are nowhere in what
    /// stays are forgotten. Gives the number of entries removed.
    async fn delete_days(&self, user: UserId, from: Month, to: Month) -> Result<usize, StoreError>;

    /// Removes a user and everything of theirs, also what waits to be sent to whoever was typed where
    /// that [names](crate::domain::outbox::Message::names) them, and the counts of attempts under
    /// these keys. `false` without such a user.
    async fn delete_user(&self, user: UserId, attempts: &[String]) -> Result<bool, StoreError>;
}
}
