//! Reading everything a store contains and filling a store: the parts of backups, restores and copies.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::archive::{Kind, Record};

/// Why a store or a backup was not read to its end, or a store not filled.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There are users already, or a restore that did not finish.
    #[error("The database is not empty. Nothing was changed; --replace removes everything in it.")]
    NotEmpty,
    /// The database no longer keeps the state that is being read.
    #[error(
        "Reading took longer than MongoDB keeps an old state. Let it keep one for longer, such as an hour with db.adminCommand({{setParameter: 1, minSnapshotHistoryWindowInSeconds: 3600}}), and try again."
    )]
    TooOld,
    /// Another process started to fill the store, or wrote to it.
    #[error(
        "Something else wrote to the database meanwhile. Stop every server on it, and repeat this with --replace."
    )]
    Disturbed,
    /// The documents that were read are not as they were written.
    #[error("{0}")]
    Damaged(String),
    /// The store failed.
    #[error("The database failed: {}.", chain(.0))]
    Store(#[from] StoreError),
}

/// An error with what caused it.
fn chain(error: &StoreError) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

/// The name of the table or collection in which a store keeps a kind. The cookie key is one of several
/// values in its own.
pub(super) fn collection_name(kind: Kind) -> &'static str {
    match kind {
        Kind::User => "users",
        Kind::Month => "months",
        Kind::Change => "changes",
        Kind::Feed => "feeds",
        Kind::Token => "tokens",
        Kind::Audit => "audit",
        Kind::CookieKey => "meta",
        Kind::Message => "outbox",
        Kind::Attempts => "throttles",
        Kind::Session => "sessions",
        Kind::Invitation => "invitations",
        Kind::EmailConfirmation => "email_confirmations",
        Kind::Upload => "uploads",
        Kind::PasswordReset => "password_resets",
    }
}

metered! {
/// Reading everything out and filling a store with it.
#[async_trait]
pub trait Archive {
    /// Returns a text that differs for every database, and is the same by whatever address one is opened: for
    /// MongoDB until another member becomes primary or it restarts.
    async fn identity(&self) -> Result<String, StoreError>;

    /// The store as it is at this moment, whatever is written to it afterwards.
    async fn snapshot(&self) -> Result<Box<dyn SnapshotReader>, ArchiveError>;

    /// Starts to fill the store and removes everything in it, with `replace` also users. No server
    /// starts on the store before the writer has [finished](RestoreWriter::finish).
    /// [`ArchiveError::NotEmpty`] where something is there and `replace` is not given: then nothing is
    /// changed.
    async fn begin_restore(&self, replace: bool) -> Result<Box<dyn RestoreWriter>, ArchiveError>;

    /// Whether a restore started and never finished.
    async fn restore_incomplete(&self) -> Result<bool, StoreError>;
}
}

/// The documents of a store at one moment, or of a backup.
#[async_trait]
pub trait SnapshotReader: Send {
    /// The next documents of a kind, about a megabyte of them; empty after the last. Each kind is read to
    /// its end before the next, in the order of [`Kind::ALL`] where it is a backup.
    async fn next(&mut self, kind: Kind) -> Result<Vec<Record>, ArchiveError>;

    /// Checks what was read, after the last kind. [`ArchiveError::Damaged`] where a backup is not as it
    /// was written; a store has nothing to check.
    async fn finish(&mut self) -> Result<(), ArchiveError> {
        Ok(())
    }
}

/// Fills a store. Dropped unfinished, the store is either as before or
/// [incomplete](Archive::restore_incomplete).
#[async_trait]
pub trait RestoreWriter: Send {
    /// Adds documents. Users come before what is theirs.
    async fn add(&mut self, records: Vec<Record>) -> Result<(), ArchiveError>;

    /// Makes everything durable, and the store one that can be served.
    async fn finish(self: Box<Self>) -> Result<(), ArchiveError>;
}
