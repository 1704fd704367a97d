//! Why a backup can't be made, restored or copied.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::archive::Kind;
use crate::domain::backup::HeaderError;
use crate::storage::{ArchiveError, OpenError, StoreError};

/// Why a backup was not made, restored or copied; each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file exists.
    #[error("{} exists already. Choose another name, or replace it with --force.", .0.display())]
    Exists(PathBuf),
    /// Something other than a file has this name.
    #[error("{} is not a regular file. Choose another name; - is standard output.", .0.display())]
    NotAFile(PathBuf),
    /// Another process writes the same file.
    #[error("Another backup is writing {}. Wait for it, or choose another name.", .0.display())]
    Busy(PathBuf),
    /// The file is open as a database, or was when its program was killed.
    #[error("{} is in use as a database. Choose another name.", .0.display())]
    InUse(PathBuf),
    /// Something has to be written to a file first, and it isn't known where.
    #[error(
        "Choose a directory for temporary files with --temp-dir; it needs as much space as the backup."
    )]
    NoTempDir,
    /// A store would be copied onto itself.
    #[error("--from and --to are the same database.")]
    SameDatabase,
    /// The file can't be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The header of the file can't be accepted.
    #[error("{} {error}.", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: HeaderError,
    },
    /// The file is a database without the mark of a finished backup.
    #[error(
        "{} is a Worklog database and not a backup: either its backup never finished, or it was used as a database since. Copy it with worklog copy --from.",
        .0.display()
    )]
    NotFinished(PathBuf),
    /// The file is not as it was written.
    #[error(
        "{} is damaged or was altered since it was made: {what}. The database was not touched; use another backup.",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What shows it.
        what: String,
    },
    /// The file changed between being checked and being read.
    #[error("{} was altered while it was being restored.", .0.display())]
    Altered(PathBuf),
    /// A copy of an older backup was not brought up to date.
    #[error("A copy of the backup can't be migrated: {0}")]
    Migration(OpenError),
    /// A document can't be written as JSON.
    #[error("A document can't be written: {0}.")]
    Document(#[from] serde_json::Error),
    /// What was written is not what was read.
    #[error(
        "What was written is not what was read ({0:?} differ). Don't use it: stop every server on the database and repeat this; a restore or copy needs --replace."
    )]
    Differs(Vec<Kind>),
    /// Filling the store started and did not finish.
    #[error(
        "{0} The database now contains only a part, and no server starts on it: repeat this with --replace."
    )]
    Incomplete(Box<BackupError>),
    /// The source was not read, or the store not filled.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The destination was not written.
    #[error(transparent)]
    Write(ArchiveError),
}

impl BackupError {
    /// Returns the error of a file that can't be read or written.
    pub(super) fn file(path: &Path, cause: io::Error) -> Self {
        Self::File { path: path.to_owned(), cause }
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Archive(error.into())
    }
}
