//! Where the record is kept: one contract, two stores.
//!
//! [`open`] chooses the store by its address, once; nothing above asks which one it is. The traits
//! are split by capability, speak in domain types, and take the user first wherever data is a
//! user's. What every store must do is written down as cases in `tests/it/contract`.

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

/// What a store can do, all together.
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

    /// Sets the password, ends every session of the user and every link to a new password, revokes
    /// their tokens at a reset, and queues the notice of it, as one act. `false` without such a user.
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
/// The logins.
#[async_trait]
pub trait Sessions {
    /// The session with its user, unless it ended by `now` or the user is disabled. One round trip.
    async fn session(
        &self,
        key: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(LoginSession, User)>, StoreError>;

    /// Keeps a new session.
    async fn add_session(&self, session: &LoginSession) -> Result<(), StoreError>;

    /// Replaces the data of a session. `false` when there is none.
    async fn set_session_data(
        &self,
        key: &SecretHash,
        data: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError>;

    /// Notes that the person was seen, and when the session ends by that.
    async fn touch_session(
        &self,
        key: &SecretHash,
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError>;

    /// Ends a session, if there is one.
    async fn end_session(&self, key: &SecretHash) -> Result<(), StoreError>;

    /// Removes what ended by `now`: sessions, links of one use, counts of attempts, uploads,
    /// and tokens that expired long enough ago.
    async fn purge(&self, now: Timestamp) -> Result<(), StoreError>;
}
}

metered! {
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
}

metered! {
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
}

/// How the threads of a server use a store together.
pub trait PerThread {
    /// The same store over connections of the calling thread's own, where an answer that another
    /// thread waits for comes later. None where threads share the store as it is.
    fn of_this_thread(&self) -> Option<Arc<dyn Store>> {
        None
    }
}

/// How a program means to use a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As a server: of an embedded file, the only one.
    Server,
    /// As a command that may work beside a running server.
    Command,
    /// As such a command that needs what is there: no file is made.
    Existing,
}

/// Opens the store at an address, without migrating it.
pub async fn open(url: &DatabaseUrl, access: Access) -> Result<Arc<dyn Store>, OpenError> {
    open_metered(url, access, &Meter::default()).await
}

/// The same, and counts what it does.
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
