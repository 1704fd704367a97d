//! Backup files: embedded databases that contain what lasts, and that nothing has changed since.
//!
//! SQLite doesn't notice altered documents. The table `backup`, written last, contains a header and a
//! SHA-256: of the header, then of the documents of each table, in the order of [`Kind::ALL`] and of
//! primary keys, each followed by a newline. A file without that table is not a finished backup.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use async_trait::async_trait;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::archive::Snapshot;
use super::archive::restore::RestoreSession;
use super::error::Error;
use super::{file, meta};
use crate::domain::archive::{Kind, Record};
use crate::storage::{ArchiveError, RestoreWriter, SnapshotReader, StoreError};

/// Why a file can't be read as a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupFileError {
    /// It isn't a database of ours.
    #[error("it is not a Worklog database")]
    NotADatabase,
    /// It is one, and not a finished backup, or no longer.
    #[error("it is not a finished backup")]
    NotFinished,
    /// It is not as it was written.
    #[error("{0}")]
    Damaged(String),
    /// The system doesn't let it be read.
    #[error(transparent)]
    File(#[from] io::Error),
}

impl From<Error> for BackupFileError {
    fn from(error: Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Starts a backup in an empty file.
pub fn start_backup(path: &Path) -> Result<Box<dyn RestoreWriter>, ArchiveError> {
    let started = file::start_backup(path).map_err(Error::from);
    let connection = started.map_err(StoreError::from)?;
    meta::apply_all(&connection).map_err(StoreError::from)?;
    let file = File::open(path).map_err(not_synced)?;
    Ok(Box::new(BackupWriter { session: RestoreSession(connection), file, synced: 0 }))
}

/// How much of a backup may wait to be written to the disk. More at once would hold up the saves of a server
/// whose database is on the same disk.
const SYNC_EVERY: u64 = 8 << 20;

/// A backup being written.
struct BackupWriter {
    session: RestoreSession,
    file: File,
    /// The length of the file when it was last written to the disk.
    synced: u64,
}

#[async_trait]
impl RestoreWriter for BackupWriter {
    async fn add(&mut self, records: Vec<Record>) -> Result<(), ArchiveError> {
        self.session.add(records).await?;
        let length = self.file.metadata().map_err(not_synced)?.len();
        if length >= self.synced + SYNC_EVERY {
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

/// Marks a backup as finished: its documents were read again, and with the header they have this SHA-256.
pub fn finish_backup(path: &Path, header: &str, sha256: &str) -> Result<(), StoreError> {
    let write = || {
        let connection = file::open_backup(path)?;
        connection.execute_batch(
            "BEGIN; CREATE TABLE backup (header TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;",
        )?;
        connection.execute("INSERT INTO backup VALUES (?1, ?2)", [header, sha256])?;
        connection.execute_batch("COMMIT")
    };
    Ok(write().map_err(Error::from)?)
}

/// Returns whether a file is a finished backup, even a damaged one. Doesn't change it.
pub fn is_backup(path: &Path) -> bool {
    matches!(BackupReader::open(path), Ok(_) | Err(BackupFileError::Damaged(_)))
}

/// A backup being read. Nothing is written for it, not even beside the file.
pub struct BackupReader {
    snapshot: Snapshot,
    expected: Option<String>,
}

impl BackupReader {
    /// Opens a finished backup, and returns its header too.
    pub fn open(path: &Path) -> Result<(Self, String), BackupFileError> {
        check_start(path)?;
        let connection = file::open_immutable(path).map_err(Error::from)?;
        let has_mark = connection.table_exists(None, "backup").map_err(Error::from)?;
        if !has_mark {
            return Err(BackupFileError::NotFinished);
        }
        let read = connection.query_one("SELECT header, sha256 FROM backup", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        });
        let (header, expected) = read.map_err(Error::from)?;
        Ok((Self::read(connection, &header, Some(expected))?, header))
    }

    /// Opens a backup that is written and yet to be [finished](finish_backup) with this header.
    pub fn open_unfinished(path: &Path, header: &str) -> Result<Self, BackupFileError> {
        Self::read(file::open_immutable(path).map_err(Error::from)?, header, None)
    }

    fn read(
        connection: Connection,
        header: &str,
        expected: Option<String>,
    ) -> Result<Self, BackupFileError> {
        let mut snapshot = Snapshot::begin(connection)?;
        snapshot.digest = Some(Sha256::new_with_prefix(header).chain_update("\n"));
        Ok(Self { snapshot, expected })
    }

    /// The schema of the database.
    pub fn schema_version(&self) -> Result<u32, BackupFileError> {
        Ok(meta::schema_version(&self.snapshot.connection)?)
    }

    /// The SHA-256 of the header and all documents, once they were read.
    pub fn sha256(&self) -> String {
        hex::encode(self.snapshot.digest.clone().unwrap_or_default().finalize())
    }
}

/// Reads the header of the SQLite file (<https://sqlite.org/fileformat.html#the_database_header>), as
/// SQLite itself passes over a last page that is cut and over what follows it.
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
    // 1 is a rollback journal. Whoever opens a backup as a database makes it 2, a write-ahead log.
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
    async fn next(&mut self, kind: Kind) -> Result<Vec<Record>, ArchiveError> {
        self.snapshot.read(kind).map_err(|error| ArchiveError::Damaged(error.to_string()))
    }

    async fn finish(&mut self) -> Result<(), ArchiveError> {
        if self.expected.as_ref().is_some_and(|expected| *expected != self.sha256()) {
            return Err(ArchiveError::Damaged("its checksum doesn't match".to_owned()));
        }
        Ok(())
    }
}
