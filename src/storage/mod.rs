//! Storage: one interface with two implementations.
//!
//! [`open`] chooses the implementation once, based on the address of the database. No other layer
//! knows which one it is. The traits are split by capability, use domain types, and take the user's
//! ID first for everything that belongs to a user. The contract tests in `tests/it/contract`
//! specify their behavior.

#[macro_use]
mod metered;

pub(crate) mod accounts;
mod admin;
mod backup;
mod database_url;
mod days;
pub(crate) mod embedded;
mod error;
mod exchange;
mod metrics;
pub(crate) mod migrate;
pub(crate) mod mongo;
mod notifications;
mod status;
mod time_limit;

use std::sync::Arc;

use async_trait::async_trait;

pub use accounts::one_time_links::OneTimeLinks;
pub use accounts::tokens::Tokens;
pub use admin::{Administration, Audit, Invitations, UserPageRequest};
pub use backup::{Archive, ArchiveError, RestoreWriter, SnapshotReader};
pub use database_url::{DatabaseUrl, DatabaseUrlError};
pub use days::{DayTransaction, Days, Erasure, HistoryPage, Origin};
pub use embedded::Embedded;
pub(crate) use embedded::backup::{
    BackupFileError, BackupReader, finish_backup, is_backup, start_backup,
};
pub(crate) use embedded::sibling_path;
pub use error::{Cause, OpenError, StoreError};
pub use exchange::feeds::Feeds;
pub use exchange::flask::FlaskDatabase;
pub use exchange::uploads::Uploads;
pub(crate) use metered::SPAN_TARGET;
pub(crate) use metrics::GaugeGuard;
pub use metrics::StoreMetrics;
pub use migrate::{KNOWN_SCHEMA, migrate};
pub use notifications::{Claim, Outbox};
pub use status::{ReplicaMember, Status, StoreStatus};

use crate::domain::Timestamp;
pub use accounts::auth_events::AuthEvents;
pub use accounts::{Accounts, Sessions, Throttles};

/// All capabilities of a store.
pub trait Store:
    Accounts
    + Administration
    + Audit
    + Invitations
    + Days
    + Sessions
    + OneTimeLinks
    + Outbox
    + Throttles
    + AuthEvents
    + Feeds
    + Tokens
    + Uploads
    + Erasure
    + Meta
    + Status
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
        + OneTimeLinks
        + Outbox
        + Throttles
        + AuthEvents
        + Feeds
        + Tokens
        + Uploads
        + Erasure
        + Meta
        + Status
        + Archive
        + PerThread
        + Send
        + Sync
{
}

metered! {
/// The metadata of the store.
#[async_trait]
pub trait Meta {
    /// Succeeds if the store is ready. Fails with [`StoreError::Full`] if data can be read, but the
    /// last write failed because the disk was full.
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

    /// Applies a migration and records its number. Migrations are idempotent. May take long, such as
    /// when it builds an index.
    async fn apply_migration(&self, version: u32) -> Result<(), StoreError> in None;
}
}

/// Per-thread handles to a store.
pub trait PerThread {
    /// Returns a handle whose connections belong to the calling thread, because responses on
    /// connections of another thread arrive later. Returns `None` if threads share the store
    /// without a penalty.
    fn thread_local_handle(&self) -> Option<Arc<dyn Store>> {
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
    open_metered(url, access, &StoreMetrics::default()).await
}

/// Opens a store like [`open`], and reports to this [`StoreMetrics`].
pub(crate) async fn open_metered(
    url: &DatabaseUrl,
    access: Access,
    metrics: &StoreMetrics,
) -> Result<Arc<dyn Store>, OpenError> {
    Ok(match url {
        DatabaseUrl::Embedded(path) => {
            let store = embedded::Embedded::open_metered(path, access, metrics)?;
            Arc::new(metered::MeteredStore::embedded(store, metrics.clone()))
        }
        DatabaseUrl::Mongo(url) => {
            let store = mongo::Mongo::open_metered(url, access, metrics).await?;
            Arc::new(metered::MeteredStore::mongo(store, metrics.clone()))
        }
    })
}
