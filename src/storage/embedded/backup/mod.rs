//! Backup files: databases with the embedded schema and a checksum.
//!
//! SQLite doesn't detect altered documents. The table `backup`, written last, contains a header and
//! a SHA-256 of that header and of all documents, in the order of [`RecordKind::ALL`] and of
//! primary keys, each followed by a newline. A file without this table isn't a completed backup.

pub(super) mod restore;
mod snapshot;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use async_trait::async_trait;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::error::EmbeddedError;
use super::{file, meta};
use crate::domain::backup::records::{Record, RecordKind};
use crate::storage::{ArchiveError, RestoreWriter, SnapshotReader, StoreError};
use restore::EmbeddedRestore;
use snapshot::EmbeddedSnapshot;

/// The reason a file can't be read as a backup.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupFileError {
    /// The file isn't a Worklog database.
    #[error("it is not a Worklog database")]
    NotADatabase,
    /// The file is a database, but not a completed backup, or it was used as a database since.
    #[error("it is not a finished backup")]
    NotFinished,
    /// The content differs from what was written.
    #[error("{0}")]
    Damaged(String),
    /// The file can't be read.
    #[error(transparent)]
    File(#[from] io::Error),
}

impl From<EmbeddedError> for BackupFileError {
    fn from(error: EmbeddedError) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Starts a backup in an empty file.
pub(crate) fn start_backup(path: &Path) -> Result<Box<dyn RestoreWriter>, ArchiveError> {
    let started = file::start_backup(path).map_err(EmbeddedError::from);
    let connection = started.map_err(StoreError::from)?;
    meta::apply_all(&connection).map_err(StoreError::from)?;
    let file = File::open(path).map_err(not_synced)?;
    Ok(Box::new(BackupWriter {
        session: EmbeddedRestore { connection, files: None },
        file,
        synced: 0,
    }))
}

/// The number of bytes after which a backup is synced to disk. Syncing more at once would delay the
/// commits of a server whose database is on the same disk.
const SYNC_BYTES: u64 = 8 << 20;

/// A backup that is being written.
struct BackupWriter {
    session: EmbeddedRestore,
    file: File,
    /// The length of the file when it was last synced.
    synced: u64,
}

#[async_trait]
impl RestoreWriter for BackupWriter {
    async fn add(&mut self, records: Vec<Record>) -> Result<(), ArchiveError> {
        self.session.add(records).await?;
        let length = self.file.metadata().map_err(not_synced)?.len();
        if length >= self.synced + SYNC_BYTES {
            self.file.sync_data().map_err(not_synced)?;
            self.synced = length;
        }
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<(), ArchiveError> {
        Box::new(self.session).finish().await
    }
}

fn not_synced(cause: io::Error) -> ArchiveError {
    StoreError::Unavailable(Box::new(cause)).into()
}

/// Marks a backup as completed. `sha256` is the hash of the header and the documents as read back.
pub(crate) fn finish_backup(path: &Path, header: &str, sha256: &str) -> Result<(), StoreError> {
    let write = || {
        let connection = file::open_backup(path)?;
        connection.execute_batch(
            "BEGIN; CREATE TABLE backup (header TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;",
        )?;
        connection.execute("INSERT INTO backup VALUES (?1, ?2)", [header, sha256])?;
        connection.execute_batch("COMMIT")
    };
    Ok(write().map_err(EmbeddedError::from)?)
}

/// Returns whether a file is a finished backup, even a damaged one. Doesn't change it.
pub(crate) fn is_backup(path: &Path) -> bool {
    matches!(BackupReader::open(path), Ok(_) | Err(BackupFileError::Damaged(_)))
}

/// Reads a backup without writing anything, not even files next to it.
pub(crate) struct BackupReader {
    snapshot: EmbeddedSnapshot,
    expected: Option<String>,
}

impl BackupReader {
    /// Opens a completed backup and returns its header as well.
    pub(crate) fn open(path: &Path) -> Result<(Self, String), BackupFileError> {
        check_start(path)?;
        let connection = file::open_immutable(path).map_err(EmbeddedError::from)?;
        let has_mark = connection.table_exists(None, "backup").map_err(EmbeddedError::from)?;
        if !has_mark {
            return Err(BackupFileError::NotFinished);
        }
        let read = connection.query_one("SELECT header, sha256 FROM backup", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        });
        let (header, expected) = read.map_err(EmbeddedError::from)?;
        Ok((Self::read(connection, &header, Some(expected))?, header))
    }

    /// Opens a backup that is written but not yet [finished](finish_backup) with this header.
    pub(crate) fn open_unfinished(path: &Path, header: &str) -> Result<Self, BackupFileError> {
        Self::read(file::open_immutable(path).map_err(EmbeddedError::from)?, header, None)
    }

    fn read(
        connection: Connection,
        header: &str,
        expected: Option<String>,
    ) -> Result<Self, BackupFileError> {
        let mut snapshot = EmbeddedSnapshot::begin(connection)?;
        snapshot.digest = Some(Sha256::new_with_prefix(header).chain_update("\n"));
        Ok(Self { snapshot, expected })
    }

    /// Returns the schema version of the database.
    pub(crate) fn schema_version(&self) -> Result<u32, BackupFileError> {
        Ok(meta::schema_version(&self.snapshot.connection)?)
    }

    /// Returns the SHA-256 of the header and of all documents read so far.
    pub(crate) fn sha256(&self) -> String {
        hex::encode(self.snapshot.digest.clone().unwrap_or_default().finalize())
    }
}

/// Checks the header of the SQLite file (<https://sqlite.org/fileformat.html#the_database_header>),
/// since SQLite itself accepts a truncated last page and ignores trailing data.
fn check_start(path: &Path) -> Result<(), BackupFileError> {
    let mut file = File::open(path)?;
    let mut start = [0; 100];
    match file.read_exact(&mut start) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(BackupFileError::NotADatabase);
        }
        read => read?,
    }
    if !start.starts_with(b"SQLite format 3\0")
        || start[68..72] != file::APPLICATION_ID.to_be_bytes()
    {
        return Err(BackupFileError::NotADatabase);
    }
    // 1 means a rollback journal. Opening a backup as a database changes it to 2, a write-ahead
    // log.
    if start[18..20] != [1, 1] {
        return Err(BackupFileError::NotFinished);
    }
    let page = match u16::from_be_bytes([start[16], start[17]]) {
        1 => 1 << 16,
        bytes => u64::from(bytes),
    };
    let pages = u32::from_be_bytes([start[28], start[29], start[30], start[31]]);
    if file.metadata()?.len() != page * u64::from(pages) {
        return Err(BackupFileError::Damaged("it is not as long as it says".to_owned()));
    }
    Ok(())
}

#[async_trait]
impl SnapshotReader for BackupReader {
    async fn next(&mut self, kind: RecordKind) -> Result<Vec<Record>, ArchiveError> {
        self.snapshot.read(kind).map_err(|error| ArchiveError::Damaged(error.to_string()))
    }

    async fn finish(&mut self) -> Result<(), ArchiveError> {
        if self.expected.as_ref().is_some_and(|expected| *expected != self.sha256()) {
            return Err(ArchiveError::Damaged("its checksum doesn't match".to_owned()));
        }
        Ok(())
    }
}
