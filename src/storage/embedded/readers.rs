//! The connections that read, each used by one thread at a time.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::error::Error;
use super::file;
use crate::storage::{Held, Meter, OpenError, StoreError};

/// A connection, counted while it is open.
struct Reader(Connection, #[expect(dead_code, reason = "counts")] Held);

/// Idle connections; there come to be as many as threads read at once.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Reader>>,
    meter: Meter,
}

impl Readers {
    /// Opens the first, so that a file which cannot be read is noticed now.
    pub(super) fn open(path: &Path, meter: &Meter) -> Result<Self, OpenError> {
        let first = file::open_for_reading(path).map_err(|error| file::refusal(path, error))?;
        let first = Reader(first, Held::in_gauge(&meter.connections));
        Ok(Self { path: path.to_owned(), idle: Mutex::new(vec![first]), meter: meter.clone() })
    }

    /// A connection of the caller's own.
    pub(super) fn open_another(&self) -> Result<Connection, Error> {
        Ok(file::open_for_reading(&self.path)?)
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a query. It sees all that was committed before it began.
    pub(super) fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => Reader(self.open_another()?, Held::in_gauge(&self.meter.connections)),
        };
        let _in_use = Held::in_gauge(&self.meter.in_use);
        // After an error the connection is closed: a fresh one may fare better.
        let found = query(&reader.0)?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        Ok(found)
    }
}
