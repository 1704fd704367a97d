//! Internal errors of the MongoDB store, and their conversion to [`StoreError`].

use mongodb::error::{ErrorKind, WriteFailure};

use crate::storage::{OpenError, StoreError};

/// The server's error code for a duplicate key in a unique index.
const DUPLICATE_KEY: i32 = 11000;

/// Error codes of a server that is stepping down, shutting down, or not the primary.
const NOT_PRIMARY: [i32; 9] = [91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];

/// Error codes for rejected credentials and missing permissions: `Unauthorized`,
/// `AuthenticationFailed`, `RoleNotFound`, and Atlas's own.
const DENIED: [i32; 4] = [13, 18, 31, 8000];

/// An internal error. Callers outside of this module get a [`StoreError`].
#[derive(Debug, thiserror::Error)]
pub(super) enum MongoError {
    /// The driver or the server failed.
    #[error(transparent)]
    Driver(#[from] mongodb::error::Error),
    /// A document can't be serialized or deserialized.
    #[error(transparent)]
    Document(#[from] mongodb::bson::error::Error),
    /// An expected outcome rather than a failure.
    #[error(transparent)]
    Told(#[from] StoreError),
    /// One statement of a command failed.
    #[error("{message} (code {code})")]
    Statement {
        /// The server's error code.
        code: i32,
        /// The server's error message.
        message: String,
    },
    /// All retries failed because of concurrent writes.
    #[error("other writers kept changing the same document")]
    Contended,
    /// A transaction ended before its outcome was known.
    #[error("the transaction was interrupted")]
    Interrupted,
    /// Stored data has an unexpected format.
    #[error("{0}")]
    Malformed(&'static str),
}

impl MongoError {
    /// Returns whether the error is a duplicate key in a unique index.
    pub(super) fn is_duplicate(&self) -> bool {
        let error = match self {
            Self::Driver(error) => error,
            Self::Statement { code, .. } => return *code == DUPLICATE_KEY,
            _ => return false,
        };
        match error.kind.as_ref() {
            ErrorKind::Write(WriteFailure::WriteError(error)) => error.code == DUPLICATE_KEY,
            ErrorKind::Command(error) => error.code == DUPLICATE_KEY,
            ErrorKind::InsertMany(error) => {
                let mut errors = error.write_errors.iter().flatten();
                errors.any(|error| error.code == DUPLICATE_KEY)
            }
            _ => false,
        }
    }

    /// Returns whether the driver attached this label to the error.
    pub(super) fn has_label(&self, label: &str) -> bool {
        matches!(self, Self::Driver(error) if error.contains_label(label))
    }

    /// Returns whether the server rejected the credentials. The driver authenticates only new
    /// connections, so those in its pool keep working after the password changes.
    fn is_denied(&self) -> bool {
        let error = match self {
            Self::Driver(error) => error,
            Self::Statement { code, .. } => return DENIED.contains(code),
            _ => return false,
        };
        match error.kind.as_ref() {
            ErrorKind::Authentication { .. } => true,
            ErrorKind::Command(error) => DENIED.contains(&error.code),
            _ => false,
        }
    }

    /// Returns whether the store is unreachable or overloaded.
    pub(super) fn is_away(&self) -> bool {
        let Self::Driver(error) = self else {
            return matches!(self, Self::Contended | Self::Interrupted);
        };
        match error.kind.as_ref() {
            ErrorKind::Io(_)
            | ErrorKind::ServerSelection { .. }
            | ErrorKind::ConnectionPoolCleared { .. }
            | ErrorKind::DnsResolve { .. } => true,
            ErrorKind::Command(error) => NOT_PRIMARY.contains(&error.code),
            _ => error.contains_label(mongodb::error::RETRYABLE_WRITE_ERROR),
        }
    }
}

impl From<MongoError> for StoreError {
    fn from(error: MongoError) -> Self {
        match error {
            MongoError::Told(error) => error,
            error if error.is_denied() => Self::Denied(Box::new(error)),
            error if error.is_away() => Self::Unavailable(Box::new(error)),
            error => Self::Failed(Box::new(error)),
        }
    }
}

impl From<MongoError> for OpenError {
    fn from(error: MongoError) -> Self {
        StoreError::from(error).into()
    }
}
