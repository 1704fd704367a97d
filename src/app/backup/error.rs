//! Errors from backing up, restoring, and copying.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::backup::HeaderError;
use crate::domain::backup::records::RecordKind;
use crate::storage::{ArchiveError, OpenError, StoreError};

/// The reason a backup, restore, or copy failed. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The destination already exists.
    #[error("{} exists already. Choose another name, or replace it with --force.", .0.display())]
    Exists(PathBuf),
    /// The destination is a directory, device, or pipe.
    #[error("{} is not a regular file. Choose another name; - is standard output.", .0.display())]
    NotAFile(PathBuf),
    /// Another process is writing the same file.
    #[error("Another backup is writing {}. Wait for it, or choose another name.", .0.display())]
    Busy(PathBuf),
    /// The file belongs to a database that is open, or whose process was killed.
    #[error("{} is in use as a database. Choose another name.", .0.display())]
    InUse(PathBuf),
    /// A temporary file is required, but no directory for it was specified.
    #[error(
        "Choose a directory for temporary files with --temp-dir; it needs as much space as the backup."
    )]
    NoTempDir,
    /// The source and the destination of a copy are the same database.
    #[error("--from and --to are the same database.")]
    SameDatabase,
    /// The file can't be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        cause: io::Error,
    },
    /// The header of the backup is invalid or not supported.
    #[error("{} {error}.", path.display())]
    Header {
        /// The path of the file.
        path: PathBuf,
        /// What is wrong with the header.
        error: HeaderError,
    },
    /// The file is a database that isn't marked as a completed backup.
    #[error(
        "{} is a Worklog database and not a backup: either its backup never finished, or it was used as a database since. Copy it with worklog copy --from.",
        .0.display()
    )]
    NotFinished(PathBuf),
    /// The content of the file differs from what was written.
    #[error(
        "{} is damaged or was altered since it was made: {what}. The database was not touched; use another backup.",
        path.display()
    )]
    Damaged {
        /// The path of the file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The file changed between being checked and being read.
    #[error("{} was altered while it was being restored.", .0.display())]
    Altered(PathBuf),
    /// The copy of an older backup couldn't be migrated.
    #[error("A copy of the backup can't be migrated: {0}")]
    Migration(OpenError),
    /// The store to fill couldn't be migrated.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A document can't be serialized as JSON.
    #[error("A document can't be written: {0}.")]
    Document(#[from] serde_json::Error),
    /// Documents of these kinds differ between what was written and what was read back.
    #[error(
        "What was written is not what was read ({0:?} differ). Don't use it: stop every server on the database and repeat this; a restore or copy needs --replace."
    )]
    VerificationFailed(Vec<RecordKind>),
    /// The store was only partly filled.
    #[error(
        "{0} The database now contains only a part, and no server starts on it: repeat this with --replace."
    )]
    Incomplete(Box<BackupError>),
    /// The source couldn't be read, or the store couldn't be filled.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The destination couldn't be written.
    #[error(transparent)]
    Write(ArchiveError),
}

impl BackupError {
    /// Returns the error for a file that can't be read or written.
    pub(super) fn file(path: &Path, cause: io::Error) -> Self {
        Self::File { path: path.to_owned(), cause }
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Archive(error.into())
    }
}
