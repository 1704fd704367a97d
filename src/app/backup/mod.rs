//! Backups: everything that lasts in one database file, back from it, and everything from one store to
//! another. All three move documents by the same code.
//!
//! A backup is the state of one moment, whatever is written meanwhile. What was written is read again
//! and compared, and a backup is read to its end before anything is restored from it.

mod destination;
mod digest;
mod error;
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
use crate::domain::archive::Kind;
use crate::domain::backup::Header;
use crate::storage::migrate::KNOWN_SCHEMA;
use crate::storage::{self, ArchiveError, BackupFileError, BackupReader, Store};
use destination::Destination;
pub use destination::private;

/// The version of this program, as backups name it.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Writes a backup of the store. `-` is standard output, written to `temp_dir` first; a file that exists
/// is replaced with `force` only. Returns what was written and the length of the file in bytes.
///
/// # Errors
/// When the store can't be read or the file not written: then there is no such file, or the old one.
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
    // Whatever keeps the file from being written, a full disk say, isn't the database's.
    let not_written = |error| match error {
        BackupError::Write(error) => failed(io::Error::other(error)),
        other => other,
    };
    let mut snapshot = store.snapshot().await?;
    let writer = storage::start_backup(path).map_err(BackupError::Write).map_err(not_written)?;
    let written = Transfer::run(&mut *snapshot, Kind::LASTING, writer, clock).await;
    let written = written.map_err(not_written)?;
    drop(snapshot);
    let header = Header::new(KNOWN_SCHEMA, PROGRAM, made_at, written.counts.clone());
    let header = serde_json::to_string(&header)?;
    let unreadable = |error: BackupFileError| ArchiveError::Damaged(error.to_string());
    let mut reader = BackupReader::open_unfinished(path, &header).map_err(unreadable)?;
    written.verify(&mut reader, Kind::LASTING.iter(), clock).await?;
    let sha256 = reader.sha256();
    drop(reader);
    storage::finish_backup(path, &header, &sha256).map_err(|e| failed(io::Error::other(e)))?;
    let bytes = destination.finish()?;
    Ok((written, bytes))
}

/// Fills a store with a backup, and compares.
///
/// # Errors
/// When the store is not empty and `replace` not given, or when something fails; then the store is as
/// before, or one that no server starts on.
pub async fn restore(
    store: &dyn Store,
    backup: &Backup,
    replace: bool,
    clock: &Clock,
) -> Result<Transfer, BackupError> {
    let work = async {
        let mut reader = backup.reader().await?;
        let writer = store.begin_restore(replace).await?;
        let moved = Transfer::run(&mut *reader, Kind::LASTING, writer, clock).await;
        let moved = moved.map_err(|error| backup.altered(error))?;
        verify(moved, store, Kind::LASTING, clock).await
    };
    incomplete_or(store, work.await).await
}

/// Fills a store with everything that another contains, and compares.
///
/// # Errors
/// As [`restore`], and when the other store can't be read.
pub async fn copy(
    from: &dyn Store,
    to: &dyn Store,
    replace: bool,
    clock: &Clock,
) -> Result<Transfer, BackupError> {
    if from.identity().await? == to.identity().await? {
        return Err(BackupError::SameDatabase);
    }
    let work = async {
        let mut snapshot = from.snapshot().await?;
        let writer = to.begin_restore(replace).await?;
        let moved = Transfer::run(&mut *snapshot, Kind::ALL, writer, clock).await?;
        verify(moved, to, Kind::ALL, clock).await
    };
    incomplete_or(to, work.await).await
}

/// Compares what a store contains with what was moved to it; what ends soonest is compared first.
async fn verify(
    moved: Transfer,
    store: &dyn Store,
    kinds: &[Kind],
    clock: &Clock,
) -> Result<Transfer, BackupError> {
    moved.verify(&mut *store.snapshot().await?, kinds.iter().rev(), clock).await?;
    Ok(moved)
}

/// The outcome of filling a store, and whether it is left incomplete.
async fn incomplete_or(
    store: &dyn Store,
    outcome: Result<Transfer, BackupError>,
) -> Result<Transfer, BackupError> {
    match outcome {
        // It was so before, and nothing was changed.
        Err(error @ BackupError::Archive(ArchiveError::NotEmpty)) => Err(error),
        // A store that doesn't answer says so at the next start.
        Err(error) if store.restore_incomplete().await.unwrap_or(false) => {
            Err(BackupError::Incomplete(Box::new(error)))
        }
        outcome => outcome,
    }
}
