//! The embedded store: one SQLite file.
//!
//! Tables contain keys and JSON documents. Writes go through one thread, which commits all queued
//! writes in one transaction ([`writer`]). Reads run on the calling thread ([`readers`]).

mod accounts;
mod admin;
pub(crate) mod backup;
mod days;
mod document;
mod error;
pub(crate) mod exchange;
mod file;
mod meta;
mod notifications;
mod open_files;
mod readers;
mod status;
mod writer;

use std::io;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::{Access, OpenError, PerThread, StoreError, StoreMetrics};
use error::EmbeddedError;
use file::ServerLock;
use open_files::OpenFiles;
use readers::Readers;
use writer::Writer;

pub(crate) use file::sibling_path;
pub(crate) use writer::WriteCounts;

/// The embedded store.
///
/// Dropping it waits until all queued writes are committed. The order of the fields matters,
/// because they are dropped in this order: when the last connection closes, SQLite copies the log
/// into the file, which a read-only connection can't do, and the lock must be released after that.
pub struct Embedded {
    readers: Readers,
    writer: Writer,
    files: Arc<OpenFiles>,
    _lock: Option<ServerLock>,
}

impl PerThread for Embedded {}

impl Embedded {
    /// Opens the file without migrating it, and creates it and its directory if missing.
    ///
    /// Fails if the file isn't a Worklog database or isn't writable, if another server uses it and
    /// this is a server too, or if `access` requires an existing file and there is none.
    pub fn open(path: &Path, access: Access) -> Result<Self, OpenError> {
        Self::open_metered(path, access, &StoreMetrics::default())
    }

    /// Opens the file like [`open`](Self::open), and reports metrics.
    pub(super) fn open_metered(
        path: &Path,
        access: Access,
        metrics: &StoreMetrics,
    ) -> Result<Self, OpenError> {
        if access == Access::Existing && !path.exists() {
            return Err(OpenError::NotFound(path.display().to_string()));
        }
        let path = file::prepare(path)?;
        let mut lock = match access {
            Access::Server => Some(ServerLock::take(&path)?),
            Access::Command | Access::Existing => None,
        };
        let taken = lock.is_none() && ServerLock::is_taken(&path).map_err(unavailable)?;
        open_files::set_log_aside(&path, taken)?;
        let connection = file::open_for_writing(&path)?;
        let files = Arc::new(OpenFiles::at(&path).map_err(unavailable)?);
        if let Some(lock) = &mut lock {
            lock.write_record(&files.to_record()).map_err(unavailable)?;
            // A server that was killed may have left a rewrite pending.
            crate::storage::embedded::days::erasure::finish(&connection);
        }
        let readers = Readers::open(&path, Arc::clone(&files), metrics)?;
        let writer = Writer::start(connection, Arc::clone(&files), metrics)?;
        Ok(Self { readers, writer, files, _lock: lock })
    }

    /// Returns the number of writes and commits since the store was opened.
    pub fn write_counts(&self) -> WriteCounts {
        self.writer.counts()
    }

    /// Runs a query on the calling thread: it takes tens of microseconds, less than handing it to
    /// another thread.
    fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, EmbeddedError>,
    ) -> Result<T, StoreError> {
        self.readers.read(query)
    }

    /// Runs `work` as one transaction, which is durable when this returns.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, EmbeddedError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(work).await
    }

    /// Runs `work` as one transaction that deletes data permanently. When this returns, the files
    /// no longer contain the deleted data.
    async fn erase<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, EmbeddedError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.erase(work).await
    }
}

fn unavailable(cause: io::Error) -> OpenError {
    OpenError::Unavailable(cause.into())
}
