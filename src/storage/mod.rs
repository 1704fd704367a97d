//! Where the record is kept: one contract, two stores.
//!
//! [`open`] chooses the store by its address, once; nothing above asks which one it is. The traits
//! are split by capability, speak in domain types, and take the user first wherever data is a
//! user's. What every store must do is written down as cases in `tests/it/contract`.

pub mod embedded;
mod error;
pub mod migrate;
pub mod mongo;
mod outbox;
mod proofs;
mod url;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

pub use error::{Cause, OpenError, StoreError};
pub use outbox::{Claim, Outbox};
pub use proofs::Proofs;
pub use url::{DatabaseUrl, DatabaseUrlError};

use crate::domain::Timestamp;
use crate::domain::brief::Brief;
use crate::domain::change::{Act, Change, ChangeId, ChangeItem};
use crate::domain::day::{Day, Month};
use crate::domain::feed::{Feed, FeedId, TokenHash};
use crate::domain::month_log::{DayEdit, MonthLog};
use crate::domain::outbox::Message;
use crate::domain::password::PasswordHash;
use crate::domain::session::{KeyHash, LoginSession};
use crate::domain::settings::SettingsEdit;
use crate::domain::throttle::{Policy, TooEarly};
use crate::domain::upload::{Upload, UploadId};
use crate::domain::user::{Email, EmailKey, User, UserId, UsernameKey};

/// What a store can do, all together.
pub trait Store:
    Accounts
    + Days
    + Sessions
    + Proofs
    + Outbox
    + Throttles
    + Uploads
    + Feeds
    + Erasure
    + Meta
    + Send
    + Sync
{
}

impl<T> Store for T where
    T: Accounts
        + Days
        + Sessions
        + Proofs
        + Outbox
        + Throttles
        + Uploads
        + Feeds
        + Erasure
        + Meta
        + Send
        + Sync
{
}

/// The users.
#[async_trait]
pub trait Accounts {
    /// Adds a user, and queues the message that confirms their address, if they gave one.
    /// [`StoreError::UsernameTaken`] when the key is another's.
    async fn add_user(&self, user: &User) -> Result<(), StoreError>;

    /// The user with this name.
    async fn user_by_name(&self, name: &UsernameKey) -> Result<Option<User>, StoreError>;

    /// The user with this identifier.
    async fn user(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// The users with this address, confirmed; those who joined first come first.
    async fn users_by_email(&self, email: &EmailKey) -> Result<Vec<User>, StoreError>;

    /// Wants another address, or none ([`User::want_email`]), and queues what is to be told of it.
    /// `false` without such a user.
    async fn edit_email(
        &self,
        user: UserId,
        email: Option<&Email>,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Applies an edit to the settings as they are at that moment. `false` without such a user;
    /// [`StoreError::Types`] when the edit does not fit what is there: then nothing is changed.
    async fn edit_settings(&self, user: UserId, edit: &SettingsEdit) -> Result<bool, StoreError>;

    /// Sets the password, ends every session of the user and every link to a new password, and
    /// queues the notice of it, as one act. `false` without such a user.
    async fn set_password(
        &self,
        user: UserId,
        hash: &PasswordHash,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Closes the account since `at` and ends its sessions, as one act, or opens it with `None`.
    /// `false` without such a user.
    async fn set_disabled(&self, user: UserId, at: Option<Timestamp>) -> Result<bool, StoreError>;
}

/// One act on a user's days.
#[derive(Debug, Clone)]
pub struct DayAct {
    /// Names the change that comes of it.
    pub id: ChangeId,
    /// When.
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

/// The logins.
#[async_trait]
pub trait Sessions {
    /// The session with its user, unless it ended by `now` or the user is disabled. One round trip.
    async fn session(
        &self,
        key: &KeyHash,
        now: Timestamp,
    ) -> Result<Option<(LoginSession, User)>, StoreError>;

    /// Keeps a new session.
    async fn add_session(&self, session: &LoginSession) -> Result<(), StoreError>;

    /// Replaces the data of a session. `false` when there is none.
    async fn set_session_data(
        &self,
        key: &KeyHash,
        data: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError>;

    /// Notes that the person was seen, and when the session ends by that.
    async fn touch_session(
        &self,
        key: &KeyHash,
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError>;

    /// Ends a session, if there is one.
    async fn end_session(&self, key: &KeyHash) -> Result<(), StoreError>;

    /// Removes what ended by `now`: sessions, links of one use, counts of attempts and uploads.
    async fn purge(&self, now: Timestamp) -> Result<(), StoreError>;
}

/// Counts of attempts, shared by all servers on the store.
#[async_trait]
pub trait Throttles {
    /// Counts an attempt under a key, or refuses it; of any number at once, each is counted.
    async fn attempt(
        &self,
        key: &str,
        policy: Policy,
        now: Timestamp,
    ) -> Result<Result<(), TooEarly>, StoreError>;

    /// Forgets the attempts under a key.
    async fn clear_attempts(&self, key: &str) -> Result<(), StoreError>;
}

/// Files sent in that wait for a yes, shared by all servers on the store.
#[async_trait]
pub trait Uploads {
    /// Keeps an upload; of one user's the newest few.
    async fn add_upload(&self, user: UserId, upload: &Upload) -> Result<(), StoreError>;

    /// An upload of this user, unless it ended by `now`.
    async fn upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<Upload>, StoreError>;

    /// Forgets an upload of this user, if there is one.
    async fn end_upload(&self, user: UserId, id: UploadId) -> Result<(), StoreError>;
}

/// The calendar feeds.
#[async_trait]
pub trait Feeds {
    /// Adds a feed. `false` where the user has `most` of them already.
    async fn add_feed(&self, feed: &Feed, most: usize) -> Result<bool, StoreError>;

    /// The feeds of a user, the oldest first.
    async fn feeds(&self, user: UserId) -> Result<Vec<Feed>, StoreError>;

    /// The feed with this secret and whose it is, unless the user is disabled. One round trip.
    async fn feed_with_user(&self, token: &TokenHash) -> Result<Option<(Feed, User)>, StoreError>;

    /// Notes that a feed was read.
    async fn touch_feed(&self, user: UserId, feed: FeedId, at: Timestamp)
    -> Result<(), StoreError>;

    /// Removes a feed. `false` when the user has no such feed.
    async fn remove_feed(&self, user: UserId, feed: FeedId) -> Result<bool, StoreError>;
}

/// Forgetting for good. Each is one transaction; when it is answered, nothing of what it removed can
/// be found in the store.
#[async_trait]
pub trait Erasure {
    /// Removes the days from one month to another, both included, and their history: of a change
    /// that also touched other days, these days alone. Known locations that are nowhere in what
    /// stays are forgotten. Gives the number of entries removed.
    async fn delete_days(&self, user: UserId, from: Month, to: Month) -> Result<usize, StoreError>;

    /// Removes a user and everything of theirs, and the counts of attempts under these keys. `false`
    /// without such a user.
    async fn delete_user(&self, user: UserId, attempts: &[String]) -> Result<bool, StoreError>;
}

/// What the store knows about itself.
#[async_trait]
pub trait Meta {
    /// Answers when the store does.
    async fn ping(&self) -> Result<(), StoreError>;

    /// The key that cookies are signed with: `fresh` the first time, the same ever after.
    async fn cookie_key(&self, fresh: &[u8; 64]) -> Result<[u8; 64], StoreError>;

    /// The number of the newest migration applied; 0 in a new store.
    async fn schema_version(&self) -> Result<u32, StoreError>;

    /// Takes the migration lock until `until`, or renews it; takes it over where its lease ended
    /// by `now`. `false` while another holder has it.
    async fn lock_migrations(
        &self,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Gives the migration lock back, if this holder still has it.
    async fn unlock_migrations(&self, holder: &str) -> Result<(), StoreError>;

    /// Applies a migration and records its number. Applying one again changes nothing.
    async fn apply_migration(&self, version: u32) -> Result<(), StoreError>;
}

/// How a program means to use a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As a server: of an embedded file, the only one.
    Server,
    /// As a command that may work beside a running server.
    Command,
}

/// Opens the store at an address, without migrating it.
pub async fn open(url: &DatabaseUrl, access: Access) -> Result<Arc<dyn Store>, OpenError> {
    Ok(match url {
        DatabaseUrl::Embedded(path) => Arc::new(embedded::Embedded::open(path, access)?),
        DatabaseUrl::Mongo(url) => Arc::new(mongo::Mongo::open(url).await?),
    })
}
