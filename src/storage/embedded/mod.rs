//! The embedded store: one SQLite file.
//!
//! Tables hold keys and documents as JSON text. Writes go through one thread, which commits what
//! has queued up as one transaction ([`writer`]); reads run where they are asked for ([`readers`]).

mod accounts;
mod admin;
mod archive;
mod audit;
pub mod backup;
mod days;
mod document;
mod erasure;
mod error;
mod feeds;
mod file;
mod invitations;
mod meta;
mod outbox;
mod proofs;
mod readers;
mod sessions;
mod state;
mod throttles;
mod tokens;
mod uploads;
mod writer;

use std::path::Path;

use rusqlite::Connection;

use super::{Access, Meter, OpenError, PerThread, StoreError};
use error::Error;
use file::ServerLock;
use readers::Readers;
use writer::Writer;

pub use file::beside;
pub use writer::WriteCounts;

/// The store in an embedded file.
///
/// Dropping it waits until everything queued is written. The fields are dropped in order: SQLite
/// tidies its log into the file when the last connection closes, which a reader cannot do, and
/// the lock has to outlast that.
pub struct Embedded {
    readers: Readers,
    writer: Writer,
    _lock: Option<ServerLock>,
}

impl PerThread for Embedded {}

impl Embedded {
    /// Opens the file, making it and its directory where missing, without migrating it.
    ///
    /// Refuses what is not a Worklog database, what cannot be written, and for a server a file
    /// that another server has. A file that has to exist is not made.
    pub fn open(path: &Path, access: Access) -> Result<Self, OpenError> {
        Self::open_metered(path, access, &Meter::default())
    }

    /// The same, and counts its readers and commits.
    pub(super) fn open_metered(
        path: &Path,
        access: Access,
        meter: &Meter,
    ) -> Result<Self, OpenError> {
        if access == Access::Existing && !path.exists() {
            return Err(OpenError::NotThere(path.display().to_string()));
        }
        let path = file::prepare(path)?;
        let lock = match access {
            Access::Server => Some(ServerLock::take(&path)?),
            Access::Command | Access::Existing => None,
        };
        let connection = file::open_for_writing(&path)?;
        if lock.is_some() {
            // A server that was killed may have left it undone.
            erasure::finish(&connection);
        }
        let readers = Readers::open(&path, meter)?;
        Ok(Self { readers, writer: Writer::start(connection, meter)?, _lock: lock })
    }

    /// How many writes went into how many commits since the store was opened.
    pub fn write_counts(&self) -> WriteCounts {
        self.writer.counts()
    }

    /// Runs a query here and now: a read takes tens of microseconds, less than handing it to
    /// another thread would.
    fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        self.readers.read(query)
    }

    /// Runs `work` as one transaction, durable once answered.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(work).await
    }

    /// Runs `work` as one transaction that removes something for good: nothing of it is left in
    /// the files once answered.
    async fn erase<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.erase(work).await
    }
}
