//! Reading and replacing the whole content of a store, for backups, restores, and copies.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::backup::records::{Record, RecordKind};

/// The reason a store or backup couldn't be read, or a store couldn't be filled.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The store contains users, or the remains of an incomplete restore.
    #[error("The database is not empty. Nothing was changed; --replace removes everything in it.")]
    NotEmpty,
    /// The database no longer keeps the snapshot that is being read.
    #[error(
        "Reading took longer than MongoDB keeps an old state. Let it keep one for longer, such as an hour with db.adminCommand({{setParameter: 1, minSnapshotHistoryWindowInSeconds: 3600}}), and try again."
    )]
    TooOld,
    /// Another process wrote to the store or started to fill it.
    #[error(
        "Something else wrote to the database meanwhile. Stop every server on it, and repeat this with --replace."
    )]
    Disturbed,
    /// The documents differ from what was written.
    #[error("{0}")]
    Damaged(String),
    /// The store failed.
    #[error("The database failed: {}.", chain(.0))]
    Store(#[from] StoreError),
}

/// Returns the messages of an error and all of its causes, separated by colons.
fn chain(error: &StoreError) -> String {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}

/// Returns the name of the table or collection that contains a kind of document. The cookie key
/// shares its table with other values.
pub(super) fn collection_name(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::User => "users",
        RecordKind::Month => "months",
        RecordKind::Change => "changes",
        RecordKind::Feed => "feeds",
        RecordKind::Token => "tokens",
        RecordKind::Audit => "audit",
        RecordKind::CookieKey => "meta",
        RecordKind::Message => "outbox",
        RecordKind::Attempts => "throttles",
        RecordKind::Session => "sessions",
        RecordKind::Invitation => "invitations",
        RecordKind::EmailConfirmation => "email_confirmations",
        RecordKind::Upload => "uploads",
        RecordKind::UploadChunk => "upload_chunks",
        RecordKind::PasswordReset => "password_resets",
    }
}

metered! {
/// Reading and replacing the whole content of a store.
#[async_trait]
pub trait Archive {
    /// Returns a string that identifies the database, regardless of the address by which it was
    /// opened. For MongoDB, it changes with an election or a restart.
    async fn identity(&self) -> Result<String, StoreError>;

    /// Returns whether a server is using the store. For MongoDB, finds servers that log in as the same
    /// database user.
    async fn has_server(&self) -> Result<bool, StoreError>;

    /// Returns a consistent snapshot of the store, unaffected by later writes.
    async fn snapshot(&self) -> Result<Box<dyn SnapshotReader>, ArchiveError>;

    /// Removes everything in the store and starts to fill it. No server starts on the store before
    /// the writer has [finished](RestoreWriter::finish).
    ///
    /// Fails with [`ArchiveError::NotEmpty`] and changes nothing if the store isn't empty and
    /// `replace` is false.
    async fn begin_restore(&self, replace: bool)
        -> Result<Box<dyn RestoreWriter>, ArchiveError> in None;

    /// Returns whether a restore was started but not finished.
    async fn restore_incomplete(&self) -> Result<bool, StoreError>;
}
}

/// Reads the documents of a snapshot or a backup.
#[async_trait]
pub trait SnapshotReader: Send {
    /// Returns the next documents of a kind, about one megabyte, or an empty list after the last.
    /// Each kind must be read to the end before the next. Backups must be read in the order of
    /// [`RecordKind::ALL`].
    async fn next(&mut self, kind: RecordKind) -> Result<Vec<Record>, ArchiveError>;

    /// Verifies what was read, after the last kind. Fails with [`ArchiveError::Damaged`] if a
    /// backup differs from what was written. A store has nothing to verify.
    async fn finish(&mut self) -> Result<(), ArchiveError> {
        Ok(())
    }
}

/// Fills a store. If it is dropped before it has finished, the store is either unchanged or
/// [incomplete](Archive::restore_incomplete).
#[async_trait]
pub trait RestoreWriter: Send {
    /// Adds documents. A user must be added before the documents that belong to them.
    async fn add(&mut self, records: Vec<Record>) -> Result<(), ArchiveError>;

    /// Makes everything durable and allows servers to start on the store.
    async fn finish(self: Box<Self>) -> Result<(), ArchiveError>;
}
