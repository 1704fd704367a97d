//! Backing up a store to a database file, restoring one, and copying one store to another. All
//! three use the same transfer code.
//!
//! A backup is a consistent snapshot, even if the store changes while it is being read. Everything
//! written is read back and compared, and a backup is read to the end before anything is restored
//! from it.

mod destination;
mod digest;
mod error;
#[cfg(test)]
mod fuzz;
mod source;
mod temporary;
mod transfer;
mod version_1;

use std::io;
use std::path::Path;

pub use error::BackupError;
pub use source::Backup;
pub use transfer::Transfer;

use super::Clock;
use crate::domain::backup::BackupHeader;
use crate::domain::backup::records::RecordKind;
use crate::storage::migrate::{self, KNOWN_SCHEMA};
use crate::storage::{self, ArchiveError, BackupFileError, BackupReader, Store};
use destination::Destination;
pub use destination::owner_only_options;

/// The version of this program, as recorded in backups.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Writes a backup of the store. For `-`, it goes to standard output after a temporary file in
/// `temp_dir` is complete. An existing file is replaced only with `force`. Returns what was
/// transferred and the length of the file in bytes.
///
/// # Errors
/// Fails if the store can't be read or the file can't be written. An existing file is then
/// unchanged, and no new one is left behind.
pub async fn back_up(
    store: &dyn Store,
    to: &Path,
    force: bool,
    temp_dir: Option<&Path>,
    clock: &Clock,
) -> Result<(Transfer, u64), BackupError> {
    let failed = |cause| BackupError::file(to, cause);
    let destination = Destination::open(to, force, temp_dir)?;
    let (path, made_at) = (destination.path(), clock.now());
    // A failed write, for example to a full disk, concerns the file and not the store.
    let not_written = |error| match error {
        BackupError::Write(error) => failed(io::Error::other(error)),
        other => other,
    };
    let mut snapshot = store.snapshot().await?;
    let writer = storage::start_backup(path).map_err(BackupError::Write).map_err(not_written)?;
    let written = Transfer::run(&mut *snapshot, RecordKind::PERMANENT, writer, clock).await;
    let written = written.map_err(not_written)?;
    drop(snapshot);
    let header = BackupHeader::new(KNOWN_SCHEMA, PROGRAM, made_at, written.counts.clone());
    let header = serde_json::to_string(&header)?;
    let unreadable = |error: BackupFileError| ArchiveError::Damaged(error.to_string());
    let mut reader = BackupReader::open_unfinished(path, &header).map_err(unreadable)?;
    written.verify(&mut reader, RecordKind::PERMANENT.iter(), clock).await?;
    let sha256 = reader.sha256();
    drop(reader);
    storage::finish_backup(path, &header, &sha256).map_err(|e| failed(io::Error::other(e)))?;
    let bytes = destination.finish()?;
    Ok((written, bytes))
}

/// Migrates a store, restores a backup to it, and verifies the result.
///
/// # Errors
/// Fails if the store isn't empty and `replace` is false, or if anything else goes wrong. The store
/// is then either unchanged or marked as incomplete, and no server starts on an incomplete store.
pub async fn restore(
    store: &dyn Store,
    backup: &Backup,
    replace: bool,
    clock: &Clock,
) -> Result<Transfer, BackupError> {
    migrate::migrate(store, || clock.now()).await?;
    let work = async {
        let mut reader = backup.reader().await?;
        let writer = store.begin_restore(replace).await?;
        let moved = Transfer::run(&mut *reader, RecordKind::PERMANENT, writer, clock).await;
        let moved = moved.map_err(|error| backup.altered(error))?;
        verify(moved, store, RecordKind::PERMANENT, clock).await
    };
    incomplete_or(store, work.await).await
}

/// Migrates a store, copies everything from another one to it, and verifies the result.
///
/// # Errors
/// Fails like [`restore`], and also if the source can't be read.
pub async fn copy(
    from: &dyn Store,
    to: &dyn Store,
    replace: bool,
    clock: &Clock,
) -> Result<Transfer, BackupError> {
    if from.identity().await? == to.identity().await? {
        return Err(BackupError::SameDatabase);
    }
    migrate::migrate(to, || clock.now()).await?;
    let work = async {
        let mut snapshot = from.snapshot().await?;
        let writer = to.begin_restore(replace).await?;
        let moved = Transfer::run(&mut *snapshot, RecordKind::ALL, writer, clock).await?;
        verify(moved, to, RecordKind::ALL, clock).await
    };
    incomplete_or(to, work.await).await
}

/// Compares the content of a store with what was transferred to it. Kinds are compared in reverse
/// order, because the last ones expire soonest.
async fn verify(
    moved: Transfer,
    store: &dyn Store,
    kinds: &[RecordKind],
    clock: &Clock,
) -> Result<Transfer, BackupError> {
    moved.verify(&mut *store.snapshot().await?, kinds.iter().rev(), clock).await?;
    Ok(moved)
}

/// Turns an error into [`BackupError::Incomplete`] if the store is left partially filled.
async fn incomplete_or(
    store: &dyn Store,
    outcome: Result<Transfer, BackupError>,
) -> Result<Transfer, BackupError> {
    match outcome {
        // Nothing was changed. If the store is incomplete, it already was before.
        Err(error @ BackupError::Archive(ArchiveError::NotEmpty)) => Err(error),
        // If the store can't be reached, the next server that starts reports that it is incomplete.
        Err(error) if store.restore_incomplete().await.unwrap_or(false) => {
            Err(BackupError::Incomplete(Box::new(error)))
        }
        outcome => outcome,
    }
}
