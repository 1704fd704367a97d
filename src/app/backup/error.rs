//! What can keep a backup from being made or brought back.

use std::io;
use std::path::PathBuf;

use crate::domain::archive::Kind;
use crate::domain::backup::HeaderError;
use crate::storage::{ArchiveError, StoreError};

/// Why a backup was not made, restored or copied; each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is there.
    #[error("{} exists already. Choose another name, or replace it with --force.", .0.display())]
    Exists(PathBuf),
    /// Another process writes the same file.
    #[error("Another backup is writing {}. Wait for it, or choose another name.", .0.display())]
    Busy(PathBuf),
    /// The system does not let it be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The first line of the file is none to go on from.
    #[error("{} {error}.", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: HeaderError,
    },
    /// The file is not as it was written.
    #[error(
        "{} is not whole, or was altered since it was made: {what}. The database was not touched; take another backup.",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What shows it.
        what: String,
    },
    /// The file became another one between being checked and being read.
    #[error("{} was altered while it was being restored.", .0.display())]
    Altered(PathBuf),
    /// A document has no form in JSON.
    #[error("A document cannot be written: {0}.")]
    Document(#[from] serde_json::Error),
    /// What was written does not compare equal.
    #[error(
        "What was written is not what was read ({0:?} differ). Do not use the database; stop every server on it and repeat this with --replace."
    )]
    Differs(Vec<Kind>),
    /// Filling the store began and did not finish.
    #[error(
        "{0} The database now holds a part only, and no server starts on it: repeat this with --replace."
    )]
    HalfFilled(Box<BackupError>),
    /// The store was not read or filled.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Archive(error.into())
    }
}
