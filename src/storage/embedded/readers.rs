//! A pool of read-only connections.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::error::EmbeddedError;
use super::file;
use super::open_files::OpenFiles;
use crate::storage::{GaugeGuard, OpenError, StoreError, StoreMetrics};

/// A connection that is counted in the metrics while it is open.
struct ReadConnection(Connection, #[expect(dead_code, reason = "decrements on drop")] GaugeGuard);

/// The pool of idle connections. It grows to the number of concurrent readers.
pub(super) struct Readers {
    path: PathBuf,
    files: Arc<OpenFiles>,
    idle: Mutex<Vec<ReadConnection>>,
    metrics: StoreMetrics,
}

impl Readers {
    /// Opens the first connection, so that an unreadable file is detected at startup.
    pub(super) fn open(
        path: &Path,
        files: Arc<OpenFiles>,
        metrics: &StoreMetrics,
    ) -> Result<Self, OpenError> {
        let first = file::open_for_reading(path).map_err(|error| file::refusal(path, error))?;
        let first = ReadConnection(first, GaugeGuard::new(&metrics.connections));
        let idle = Mutex::new(vec![first]);
        Ok(Self { path: path.to_owned(), files, idle, metrics: metrics.clone() })
    }

    /// Opens a connection outside of the pool. Fails if the file was replaced, because the
    /// connection would apply the log of the former file to the new one.
    pub(super) fn open_another(&self) -> Result<Connection, EmbeddedError> {
        self.files.check()?;
        Ok(file::open_for_reading(&self.path)?)
    }

    /// Returns the path of the database file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a query, which sees everything committed before it started.
    pub(super) fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, EmbeddedError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => {
                ReadConnection(self.open_another()?, GaugeGuard::new(&self.metrics.connections))
            }
        };
        let _in_use = GaugeGuard::new(&self.metrics.in_use);
        // A connection with an error isn't returned to the pool; a new one may work.
        let found = query(&reader.0)?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        Ok(found)
    }
}
