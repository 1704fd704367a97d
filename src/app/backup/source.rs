//! A backup to restore, read and checked completely before it is used.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::temporary::TemporaryDirectory;
use super::{BackupError, PROGRAM, transfer, version_1};
use crate::app::Clock;
use crate::domain::backup::records::RecordKind;
use crate::domain::backup::{self, BackupHeader, RecordCounts};
use crate::storage::migrate::{self, KNOWN_SCHEMA};
use crate::storage::{
    self, Access, ArchiveError, BackupFileError, BackupReader, DatabaseUrl, OpenError,
    SnapshotReader, Store,
};

/// A backup that was read to the end and found intact.
pub struct Backup {
    path: PathBuf,
    /// The header of the backup.
    pub header: BackupHeader,
    /// The number of documents of each kind.
    pub counts: RecordCounts,
    migrated: Option<MigratedCopy>,
}

/// A copy of an older backup, migrated to the schema of this program.
struct MigratedCopy {
    // Declared before its directory, so that it is dropped first.
    store: Arc<dyn Store>,
    _directory: TemporaryDirectory,
}

impl Backup {
    /// Opens a backup and reads it to the end. A backup with an older schema is copied to
    /// `temp_dir` and migrated there.
    ///
    /// # Errors
    /// Fails if the file isn't a backup, is damaged, or was created by a newer version of Worklog.
    pub async fn open(
        path: &Path,
        temp_dir: Option<&Path>,
        clock: &Clock,
    ) -> Result<Self, BackupError> {
        let (reader, header) = open(path)?;
        if header.version == 1 || header.schema == KNOWN_SCHEMA {
            let counts = check(path, reader, &header).await?;
            return Ok(Self { path: path.to_owned(), header, counts, migrated: None });
        }
        drop(reader);
        let directory = TemporaryDirectory::create(temp_dir)?;
        let copy = directory.path().join("worklog.db");
        let failed = |cause| BackupError::file(path, cause);
        // Created with new permissions: the backup itself may be read-only.
        let mut file = super::owner_only_options().open(&copy).map_err(failed)?;
        io::copy(&mut File::open(path).map_err(failed)?, &mut file).map_err(failed)?;
        drop(file);
        let (reader, header) = open(&copy)?;
        let counts = check(path, reader, &header).await?;
        let store = migrate_copy(copy, clock).await.map_err(BackupError::Migration)?;
        let migrated = Some(MigratedCopy { store, _directory: directory });
        Ok(Self { path: path.to_owned(), header, counts, migrated })
    }

    /// Returns a reader of the documents to restore.
    pub(super) async fn reader(&self) -> Result<Box<dyn SnapshotReader>, BackupError> {
        match &self.migrated {
            Some(MigratedCopy { store, .. }) => Ok(store.snapshot().await?),
            None => Ok(open(&self.path).map_err(|error| self.altered(error))?.0),
        }
    }

    /// Replaces errors that mean the backup changed after it was checked with
    /// [`BackupError::Altered`]. Returns all others unchanged.
    pub(super) fn altered(&self, error: BackupError) -> BackupError {
        match error {
            BackupError::Archive(ArchiveError::Damaged(_))
            | BackupError::Damaged { .. }
            | BackupError::NotFinished(_)
            | BackupError::Header { .. } => BackupError::Altered(self.path.clone()),
            other => other,
        }
    }
}

/// Opens a backup of any format version.
fn open(path: &Path) -> Result<(Box<dyn SnapshotReader>, BackupHeader), BackupError> {
    let failed = |cause| BackupError::file(path, cause);
    let parse = |text: &[u8]| {
        let refused = |error| BackupError::Header { path: path.to_owned(), error };
        BackupHeader::parse(text, PROGRAM, KNOWN_SCHEMA).map_err(refused)
    };
    match BackupReader::open(path) {
        Ok((reader, header)) => {
            let header = parse(header.as_bytes())?;
            if header.version != backup::VERSION {
                return Err(damaged(path, "its version is not that of a database"));
            }
            if reader.schema_version().ok() != Some(header.schema) {
                return Err(damaged(path, "its schema is not the one that it says"));
            }
            Ok((Box::new(reader), header))
        }
        Err(BackupFileError::NotADatabase) => {
            let (reader, header) = version_1::Version1Reader::open(path).map_err(failed)?;
            let header = parse(&header)?;
            if header.version != 1 {
                return Err(damaged(path, "its version is not that of a compressed backup"));
            }
            Ok((Box::new(reader), header))
        }
        Err(BackupFileError::NotFinished) => Err(BackupError::NotFinished(path.to_owned())),
        Err(BackupFileError::Damaged(what)) => Err(damaged(path, &what)),
        Err(BackupFileError::File(cause)) => Err(failed(cause)),
    }
}

/// Reads a backup to the end and counts its documents.
async fn check(
    path: &Path,
    mut reader: Box<dyn SnapshotReader>,
    header: &BackupHeader,
) -> Result<RecordCounts, BackupError> {
    let mut counts = RecordCounts::default();
    let mut read = async || {
        for kind in RecordKind::ALL {
            while let Some(records) = transfer::next(&mut *reader, *kind).await? {
                if !RecordKind::PERMANENT.contains(kind) {
                    return Err(ArchiveError::Damaged(format!(
                        "it contains {}",
                        kind.count(records.len() as u64)
                    )));
                }
                for record in &records {
                    counts.add(record.kind());
                }
            }
        }
        reader.finish().await
    };
    match read().await {
        Ok(()) if header.version > 1 && counts != header.counts => {
            Err(damaged(path, "it doesn't contain as many documents as it says"))
        }
        Ok(()) => Ok(counts),
        Err(ArchiveError::Damaged(what)) => Err(damaged(path, &what)),
        Err(other) => Err(other.into()),
    }
}

fn damaged(path: &Path, what: &str) -> BackupError {
    BackupError::Damaged { path: path.to_owned(), what: what.to_owned() }
}

async fn migrate_copy(copy: PathBuf, clock: &Clock) -> Result<Arc<dyn Store>, OpenError> {
    let store = storage::open(&DatabaseUrl::Embedded(copy), Access::Server).await?;
    migrate::migrate(&*store, || clock.now()).await?;
    Ok(store)
}
