//! All that a store holds, out and in: what backups, restores and moves between stores are made of.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::archive::{Kind, Record};

/// Why a store was not read to its end, or not filled.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There are users already, or what is left of an intake that never ended.
    #[error("The database is not empty. Nothing was changed; --replace removes all that it holds.")]
    NotEmpty,
    /// The state that was read is no longer kept.
    #[error(
        "Reading took longer than MongoDB keeps an old state. Let it keep one for longer, such as an hour with db.adminCommand({{setParameter: 1, minSnapshotHistoryWindowInSeconds: 3600}}), and try again."
    )]
    TooOld,
    /// Somebody else began to fill the store, or wrote to it.
    #[error(
        "Something else wrote to the database meanwhile. Stop every server on it, and repeat this with --replace."
    )]
    Disturbed,
    /// The store did not do its part.
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

/// What the table or collection is called in which a store keeps a kind. The key of cookies is one of
/// several in its own.
pub(super) fn place_of(kind: Kind) -> &'static str {
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
    /// The store as it is at this moment, whatever is written to it afterwards.
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, ArchiveError>;

    /// Begins to fill the store; whatever it holds goes first, with `replace` also users. Nothing may
    /// look whole, and nobody be served, before it has [finished](Intake::finish).
    /// [`ArchiveError::NotEmpty`] where there is something and it is not to be replaced: then nothing
    /// is changed.
    async fn intake(&self, replace: bool) -> Result<Box<dyn Intake>, ArchiveError>;

    /// Whether an intake began that never finished.
    async fn is_half_filled(&self) -> Result<bool, StoreError>;
}
}

/// The state of a store at one moment.
#[async_trait]
pub trait Snapshot: Send {
    /// The next documents of a kind, a megabyte or so of them; none where there are no more. One
    /// kind is read to its end before the next.
    async fn next(&mut self, kind: Kind) -> Result<Vec<Record>, ArchiveError>;
}

/// A store that is being filled. Dropped unfinished, the store is either as it was or one that
/// [says so](Archive::is_half_filled).
#[async_trait]
pub trait Intake: Send {
    /// Takes documents in. Users come before what is theirs.
    async fn add(&mut self, records: Vec<Record>) -> Result<(), ArchiveError>;

    /// Makes it all durable, and the store one that can be served.
    async fn finish(self: Box<Self>) -> Result<(), ArchiveError>;
}
