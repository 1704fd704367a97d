//! The status of a store, as shown to admins.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::backup::records::RecordKind;

metered! {
/// Access to the status of the store.
#[async_trait]
pub trait Status {
    /// Returns the current status, as far as the program's database user may see it.
    async fn state(&self) -> Result<StoreStatus, StoreError>;
}
}

/// The status of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreStatus {
    /// The database engine and its version.
    pub engine: String,
    /// The number of the latest applied migration.
    pub schema: u32,
    /// The size of the data in bytes, if known.
    pub data_bytes: Option<u64>,
    /// The size on disk in bytes, including indexes and logs, if known.
    pub disk_bytes: Option<u64>,
    /// The size in bytes of the write-ahead log, if there is one.
    pub log_bytes: Option<u64>,
    /// The approximate number of documents of each kind.
    pub counts: Vec<(RecordKind, u64)>,
    /// The members of the replica set. Empty for the embedded store.
    pub members: Vec<ReplicaMember>,
}

/// A member of a replica set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplicaMember {
    /// The host name and port.
    pub host: String,
    /// The replica set state, such as `PRIMARY`. `None` if the program's database user isn't
    /// allowed to see it.
    pub state: Option<String>,
}
