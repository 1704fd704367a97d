//! Internal errors of the MongoDB store, and their conversion to [`StoreError`].

use mongodb::error::{ErrorKind, TRANSIENT_TRANSACTION_ERROR, WriteFailure};

use crate::storage::{OpenError, StoreError};

/// The server's error code for a duplicate key in a unique index.
const DUPLICATE_KEY: i32 = 11000;

/// Error codes of a server that is stepping down, shutting down, or not the primary.
const NOT_PRIMARY: [i32; 9] = [91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];

/// Error codes for rejected credentials and missing permissions: `Unauthorized`,
/// `AuthenticationFailed`, `RoleNotFound`, and Atlas's own.
const DENIED: [i32; 4] = [13, 18, 31, 8000];

/// The error code of a full disk: `OutOfDiskSpace`.
const OUT_OF_DISK_SPACE: i32 = 14031;

/// What messages about a full disk contain that have no code of their own: the system's error, which the
/// storage engine passes on, and that of an Atlas cluster which exceeds its quota.
const FULL: [&str; 2] = ["No space left on device", "over your space quota"];

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
    /// Returns the codes and messages that the server sent.
    fn replies(&self) -> Vec<(i32, &str)> {
        let error = match self {
            Self::Driver(error) => error,
            Self::Statement { code, message } => return vec![(*code, message.as_str())],
            _ => return Vec::new(),
        };
        match error.kind.as_ref() {
            ErrorKind::Command(error) => vec![(error.code, error.message.as_str())],
            ErrorKind::Write(WriteFailure::WriteError(error)) => {
                vec![(error.code, error.message.as_str())]
            }
            ErrorKind::Write(WriteFailure::WriteConcernError(error)) => {
                vec![(error.code, error.message.as_str())]
            }
            ErrorKind::InsertMany(error) => {
                let writes = error.write_errors.iter().flatten();
                let writes = writes.map(|error| (error.code, error.message.as_str()));
                let concern = error.write_concern_error.iter();
                writes.chain(concern.map(|error| (error.code, error.message.as_str()))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns whether the error is a duplicate key in a unique index.
    pub(super) fn is_duplicate(&self) -> bool {
        self.replies().iter().any(|(code, _)| *code == DUPLICATE_KEY)
    }

    /// Returns whether the server's disk is full. It may still be able to read.
    pub(super) fn is_full(&self) -> bool {
        self.replies().iter().any(|(code, message)| {
            *code == OUT_OF_DISK_SPACE || FULL.iter().any(|text| message.contains(text))
        })
    }

    /// Returns whether the same transaction may succeed later: after a write conflict, after two
    /// concurrent inserts with the same key, or after an election.
    pub(super) fn is_passing(&self) -> bool {
        let passes = self.has_label(TRANSIENT_TRANSACTION_ERROR) || self.is_duplicate();
        passes && !self.is_full()
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
            // Atlas reports an exceeded quota with the code of rejected credentials.
            error if error.is_full() => Self::Full(Box::new(error)),
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

#[cfg(test)]
mod tests {
    use mongodb::bson::{Document, deserialize_from_document, doc};

    use super::*;

    fn command(reply: Document) -> MongoError {
        let error = deserialize_from_document(reply).unwrap();
        MongoError::Driver(ErrorKind::Command(error).into())
    }

    fn write(reply: Document) -> MongoError {
        let error = deserialize_from_document(reply).unwrap();
        MongoError::Driver(ErrorKind::Write(WriteFailure::WriteError(error)).into())
    }

    fn concern(reply: Document) -> MongoError {
        let error = deserialize_from_document(reply).unwrap();
        MongoError::Driver(ErrorKind::Write(WriteFailure::WriteConcernError(error)).into())
    }

    fn inserts(reply: Document) -> MongoError {
        let error = deserialize_from_document(reply).unwrap();
        MongoError::Driver(ErrorKind::InsertMany(error).into())
    }

    #[test]
    fn a_full_disk_is_recognized_in_each_reply() {
        let full = || doc! { "code": 14031, "codeName": "OutOfDiskSpace", "errmsg": "none left" };
        let engine = || doc! { "code": 8, "errmsg": "28: No space left on device" };
        let quota = doc! { "code": 8000, "errmsg": "you are over your space quota, using 513 MB" };
        let indexed = doc! { "index": 0, "code": 14031, "errmsg": "none left" };
        let labelled = doc! {
            "code": 14031, "errmsg": "none left", "errorLabels": [TRANSIENT_TRANSACTION_ERROR],
        };
        for error in [
            command(full()),
            command(engine()),
            command(quota),
            write(full()),
            write(engine()),
            concern(full()),
            concern(engine()),
            concern(labelled),
            inserts(doc! { "writeErrors": [indexed] }),
            inserts(doc! { "writeConcernError": full() }),
            MongoError::Statement { code: 14031, message: "none left".to_owned() },
        ] {
            let text = format!("{error:?}");
            assert!(!error.is_passing(), "repeated: {text}");
            assert!(matches!(StoreError::from(error), StoreError::Full(_)), "{text}");
        }
    }

    #[test]
    fn other_replies_are_told_apart() {
        let denied = StoreError::from(command(doc! { "code": 8000, "errmsg": "bad auth" }));
        assert!(matches!(denied, StoreError::Denied(_)), "{denied:?}");
        let away = StoreError::from(command(doc! { "code": 10107, "errmsg": "not primary" }));
        assert!(matches!(away, StoreError::Unavailable(_)), "{away:?}");
        let failed = StoreError::from(write(doc! { "code": 8, "errmsg": "unknown" }));
        assert!(matches!(failed, StoreError::Failed(_)), "{failed:?}");
        let twice = doc! { "index": 0, "code": 11000, "errmsg": "twice" };
        for error in [
            write(doc! { "code": 11000, "errmsg": "twice" }),
            inserts(doc! { "writeErrors": [twice] }),
        ] {
            assert!(error.is_duplicate() && error.is_passing(), "{error:?}");
        }
    }
}
