//! How a store is: what admins see of it.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::archive::Kind;

metered! {
/// Tells how the store is.
#[async_trait]
pub trait State {
    /// How it is at this moment, as far as it tells the program's own user.
    async fn state(&self) -> Result<StoreState, StoreError>;
}
}

/// How a store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreState {
    /// What keeps the data, with its version.
    pub engine: String,
    /// The number of the newest migration applied.
    pub schema: u32,
    /// Bytes of the data itself, where known.
    pub data_bytes: Option<u64>,
    /// Bytes on the disk, with indexes and logs, where known.
    pub disk_bytes: Option<u64>,
    /// Bytes of the log of what has yet to be moved into the file, where there is one.
    pub log_bytes: Option<u64>,
    /// About how many documents there are of each kind.
    pub counts: Vec<(Kind, u64)>,
    /// The members of the replica set; none of an embedded file.
    pub members: Vec<Member>,
}

/// A member of a replica set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Host and port.
    pub host: String,
    /// What it does, such as `PRIMARY`; unknown where the server does not tell the program's user.
    pub state: Option<String>,
}
