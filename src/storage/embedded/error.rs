//! Internal errors of the embedded store, and their conversion to [`StoreError`].

use std::sync::Arc;

use rusqlite::types::FromSqlError;
use rusqlite::{ErrorCode, ffi};

use crate::storage::{Cause, StoreError};

/// An internal error. Callers outside of this module get a [`StoreError`].
#[derive(Debug, thiserror::Error)]
pub(super) enum EmbeddedError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// The commit failed, so all writes in the same transaction were rolled back.
    #[error("the transaction failed")]
    Transaction(#[source] Arc<Self>),
    #[error("a document makes no sense")]
    Document(#[from] serde_json::Error),
    #[error("a column does not hold what it should")]
    Column(#[from] FromSqlError),
    #[error("somebody keeps reading an old state of the file")]
    LogInUse,
    #[error("a write panicked")]
    Panicked,
    #[error("the writer has ended")]
    WriterEnded,
    #[error("{0}")]
    Meta(&'static str),
    /// An expected outcome rather than a failure.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EmbeddedError {
    /// Returns whether the disk is full.
    pub(super) fn is_full(&self) -> bool {
        match self {
            Self::Sqlite(cause) => cause.sqlite_error_code() == Some(ErrorCode::DiskFull),
            Self::Transaction(cause) => cause.is_full(),
            _ => false,
        }
    }
}

impl From<EmbeddedError> for StoreError {
    fn from(error: EmbeddedError) -> Self {
        let error = match error {
            EmbeddedError::Store(error) => return error,
            EmbeddedError::Sqlite(cause) if is_orphan(&cause) => return Self::NoSuchUser,
            other => other,
        };
        if let EmbeddedError::Transaction(cause) = &error
            && let EmbeddedError::Store(Self::FileReplaced(path)) = &**cause
        {
            return Self::FileReplaced(path.clone());
        }
        let (is_full, passes) = (error.is_full(), passes(&error));
        let cause: Cause = Box::new(error);
        if is_full {
            Self::Full(cause)
        } else if passes {
            Self::Unavailable(cause)
        } else {
            Self::Failed(cause)
        }
    }
}

/// Returns whether the same call may succeed later.
fn passes(error: &EmbeddedError) -> bool {
    match error {
        EmbeddedError::Sqlite(cause) => sqlite_passes(cause),
        EmbeddedError::Transaction(cause) => passes(cause),
        EmbeddedError::WriterEnded | EmbeddedError::Store(StoreError::Unavailable(_)) => true,
        _ => false,
    }
}

/// Returns whether a write referred to a user who doesn't exist. All foreign keys that a write can
/// violate refer to users.
fn is_orphan(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

/// Returns whether the same call may succeed later: once others release the file, or the file
/// system is mounted writable.
fn sqlite_passes(error: &rusqlite::Error) -> bool {
    use ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseLocked, FileLockingProtocolFailed, OperationAborted,
        OutOfMemory, PermissionDenied, ReadOnly, SystemIoFailure,
    };
    matches!(
        error.sqlite_error_code(),
        Some(
            CannotOpen
                | DatabaseBusy
                | DatabaseLocked
                | FileLockingProtocolFailed
                | OperationAborted
                | OutOfMemory
                | PermissionDenied
                | ReadOnly
                | SystemIoFailure
        )
    )
}
