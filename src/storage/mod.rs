//! Storage: one interface with two implementations.
//!
//! [`open`] chooses the implementation once, based on the address of the database. No other layer
//! knows which one it is. The traits are split by capability, use domain types, and take the user's
//! ID first for everything that belongs to a user. The contract tests in `tests/it/contract`
//! specify their behavior.

#[macro_use]
mod metered;

mod admin;
mod archive;
mod days;
pub mod embedded;
mod error;
mod exchange;
mod flask;
mod meter;
pub mod migrate;
pub mod mongo;
mod outbox;
mod proofs;
mod state;
mod tokens;
mod url;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

pub use admin::{Administration, Audit, Invitations, UserPage};
pub use archive::{Archive, ArchiveError, RestoreWriter, SnapshotReader};
pub use days::{DayAct, Days, Erasure};
pub use embedded::backup::{BackupFileError, BackupReader, finish_backup, is_backup, start_backup};
pub use embedded::beside;
pub use error::{Cause, OpenError, StoreError};
pub use exchange::{Feeds, Uploads};
pub use flask::FlaskDatabase;
pub use meter::{Held, Meter};
pub use metered::SPAN_TARGET;
pub use outbox::{Claim, Outbox};
pub use proofs::Proofs;
pub use state::{Member, State, StoreState};
pub use tokens::Tokens;
pub use url::{DatabaseUrl, DatabaseUrlError};

use crate::domain::Timestamp;
use crate::domain::password::{PasswordHash, Renewal};
use crate::domain::secret_hash::SecretHash;
use crate::domain::session::LoginSession;
use crate::domain::settings::SettingsEdit;
use crate::domain::throttle::{Policy, TooEarly};
use crate::domain::user::{Email, EmailKey, User, UserId, UsernameKey};

/// All capabilities of a store.
pub trait Store:
    Accounts
    + Administration
    + Audit
    + Invitations
    + Days
    + Sessions
    + Proofs
    + Outbox
    + Throttles
    + Feeds
    + Tokens
    + Uploads
    + Erasure
    + Meta
    + State
    + Archive
    + PerThread
    + Send
    + Sync
{
}

impl<T> Store for T where
    T: Accounts
        + Administration
        + Audit
        + Invitations
        + Days
        + Sessions
        + Proofs
        + Outbox
        + Throttles
        + Feeds
        + Tokens
        + Uploads
        + Erasure
        + Meta
        + State
        + Archive
        + PerThread
        + Send
        + Sync
{
}

metered! {
/// Users.
#[async_trait]
pub trait Accounts {
    /// Adds a user, and queues a confirmation message if they entered an email address. Fails with
    /// [`StoreError::UsernameTaken`] if the username belongs to another user.
    async fn add_user(&self, user: &User) -> Result<(), StoreError>;

    /// Returns the user with this name.
    async fn user_by_name(&self, name: &UsernameKey) -> Result<Option<User>, StoreError>;

    /// Returns the user with this ID.
    async fn user(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Returns the users with this confirmed email address, in the order in which they signed up.
    async fn users_by_email(&self, email: &EmailKey) -> Result<Vec<User>, StoreError>;

    /// Requests a change of the email address or removes it ([`User::want_email`]), and queues the
    /// resulting messages. Returns `false` if the user doesn't exist.
    async fn edit_email(
        &self,
        user: UserId,
        email: Option<&Email>,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Applies an edit to the current settings. Returns `false` if the user doesn't exist. Fails
    /// with [`StoreError::Types`] and changes nothing if the edit isn't valid.
    async fn edit_settings(&self, user: UserId, edit: &SettingsEdit) -> Result<bool, StoreError>;

    /// Sets the password, ends all sessions and password reset links of the user, and queues a
    /// notification, in one transaction. A reset also revokes the user's API tokens. Returns
    /// `false` if the user doesn't exist.
    async fn set_password(
        &self,
        user: UserId,
        hash: &PasswordHash,
        renewal: Renewal,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}
}

metered! {
/// Login sessions.
#[async_trait]
pub trait Sessions {
    /// Returns the session and its user, unless it expired by `now` or the user is disabled. Takes
    /// one round trip.
    async fn session(
        &self,
        key: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(LoginSession, User)>, StoreError>;

    /// Adds a session.
    async fn add_session(&self, session: &LoginSession) -> Result<(), StoreError>;

    /// Replaces the data of a session. Returns `false` if it doesn't exist.
    async fn set_session_data(
        &self,
        key: &SecretHash,
        data: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError>;

    /// Records when a session was last used and when it now expires.
    async fn touch_session(
        &self,
        key: &SecretHash,
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError>;

    /// Ends a session, if it exists.
    async fn end_session(&self, key: &SecretHash) -> Result<(), StoreError>;

    /// Deletes everything that expired by `now`: sessions, one-time links, invitations, attempt
    /// counters, uploads, and tokens that expired long enough ago.
    async fn purge(&self, now: Timestamp) -> Result<(), StoreError>;
}
}

metered! {
/// Attempt counters, shared by all servers.
#[async_trait]
pub trait Throttles {
    /// Counts an attempt, or refuses it if it comes too early. Concurrent attempts are all counted.
    async fn attempt(
        &self,
        key: &str,
        policy: Policy,
        now: Timestamp,
    ) -> Result<Result<(), TooEarly>, StoreError>;

    /// Resets the counter with this key.
    async fn clear_attempts(&self, key: &str) -> Result<(), StoreError>;
}
}

metered! {
/// The metadata of the store.
#[async_trait]
pub trait Meta {
    /// Succeeds if the store is ready.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Returns the key that signs cookies. Stores `fresh` as the key if there is none yet.
    async fn cookie_key(&self, fresh: &[u8; 64]) -> Result<[u8; 64], StoreError>;

    /// Returns the number of the latest applied migration, or 0 for a new store.
    async fn schema_version(&self) -> Result<u32, StoreError>;

    /// Acquires or renews the migration lock until `until`. Takes over a lock whose lease expired
    /// by `now`. Returns `false` while another holder has the lock.
    async fn lock_migrations(
        &self,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Releases the migration lock if this holder still has it.
    async fn unlock_migrations(&self, holder: &str) -> Result<(), StoreError>;

    /// Applies a migration and records its number. Migrations are idempotent.
    async fn apply_migration(&self, version: u32) -> Result<(), StoreError>;
}
}

/// Per-thread handles to a store.
pub trait PerThread {
    /// Returns a handle whose connections belong to the calling thread, because responses on
    /// connections of another thread arrive later. Returns `None` if threads share the store
    /// without a penalty.
    fn of_this_thread(&self) -> Option<Arc<dyn Store>> {
        None
    }
}

/// How a process intends to use a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As a server. Only one server at a time can use an embedded store.
    Server,
    /// As a command, which may run at the same time as a server.
    Command,
    /// As a command that requires an existing database and doesn't create one.
    Existing,
}

/// Opens the store at this address without migrating it.
pub async fn open(url: &DatabaseUrl, access: Access) -> Result<Arc<dyn Store>, OpenError> {
    open_metered(url, access, &Meter::default()).await
}

/// Opens a store like [`open`], and reports to this [`Meter`].
pub async fn open_metered(
    url: &DatabaseUrl,
    access: Access,
    meter: &Meter,
) -> Result<Arc<dyn Store>, OpenError> {
    Ok(match url {
        DatabaseUrl::Embedded(path) => {
            let store = embedded::Embedded::open_metered(path, access, meter)?;
            Arc::new(metered::Metered::new(store, "sqlite", meter.clone()))
        }
        DatabaseUrl::Mongo(url) => {
            let store = mongo::Mongo::open_metered(url, meter).await?;
            Arc::new(metered::Metered::new(store, "mongodb", meter.clone()))
        }
    })
}
