//! Replacing the content of the embedded store in one transaction.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::Connection;

use crate::domain::backup::records::{Record, RecordKind};
use crate::storage::backup::collection_name;
use crate::storage::embedded::accounts::{
    self, auth_events, one_time_links, sessions, throttles, tokens,
};
use crate::storage::embedded::admin::{audit, invitations};
use crate::storage::embedded::days::{self, erasure};
use crate::storage::embedded::document::{execute, find_text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::embedded::exchange::{feeds, uploads};
use crate::storage::embedded::open_files::OpenFiles;
use crate::storage::embedded::{file, meta, notifications};
use crate::storage::{ArchiveError, OpenError, RestoreWriter, StoreError};

/// An open transaction. Dropping it closes its connection, which rolls it back.
pub(in crate::storage::embedded) struct EmbeddedRestore {
    pub(in crate::storage::embedded) connection: Connection,
    /// The files of the open store that is restored into. `None` for a new backup.
    pub(in crate::storage::embedded) files: Option<Arc<OpenFiles>>,
}

impl EmbeddedRestore {
    /// Starts the transaction and removes everything in the file.
    pub(in crate::storage::embedded) fn begin(
        path: &Path,
        files: Arc<OpenFiles>,
        replace: bool,
    ) -> Result<Self, ArchiveError> {
        files.check()?;
        let connection = file::open_for_writing(path).map_err(|error| match error {
            OpenError::Store(error) => error,
            OpenError::Unavailable(cause) => StoreError::Unavailable(cause),
            other => StoreError::Failed(Box::new(other)),
        })?;
        // Rows are added to the indexes in random order. With a small cache, the same pages would
        // be written to the write-ahead log again and again.
        let result = connection.execute_batch("PRAGMA cache_size = -32768; BEGIN IMMEDIATE");
        result.map_err(|error| StoreError::from(EmbeddedError::from(error)))?;
        let any = find_text(&connection, "SELECT id FROM users LIMIT 1", []);
        if any.map_err(StoreError::from)?.is_some() && !replace {
            return Err(ArchiveError::NotEmpty);
        }
        clear(&connection).map_err(StoreError::from)?;
        Ok(Self { connection, files: Some(files) })
    }
}

/// The key in `meta` that allows deleting from the audit log, which a trigger otherwise prevents.
const REPLACING: &str = "replacing_everything";

/// Removes everything except the store's metadata. Dependent rows in other tables are removed by
/// cascade.
fn clear(connection: &Connection) -> Result<(), EmbeddedError> {
    meta::set(connection, REPLACING, "")?;
    let mut removed = execute(connection, "DELETE FROM change_days", [])?;
    for kind in RecordKind::ALL.iter().rev().filter(|kind| **kind != RecordKind::CookieKey) {
        removed += execute(connection, &format!("DELETE FROM {}", collection_name(*kind)), [])?;
    }
    execute(connection, "DELETE FROM meta WHERE key = ?1", [REPLACING])?;
    if removed > 0 { erasure::remember(connection) } else { Ok(()) }
}

fn insert(connection: &Connection, record: &Record) -> Result<(), EmbeddedError> {
    match record {
        Record::User(user) => accounts::insert(connection, user),
        Record::Month(log) => days::save(connection, log),
        Record::Change(change) => days::append(connection, change),
        Record::Feed(feed) => feeds::insert(connection, feed),
        Record::Token(token) => tokens::insert(connection, token),
        Record::Audit(entry) => audit::append(connection, entry),
        Record::CookieKey(key) => meta::set(connection, meta::COOKIE_KEY, &key.0),
        Record::Message(message) => notifications::add(connection, message),
        Record::Attempts(attempts) => throttles::set(connection, &attempts.key, &attempts.count),
        Record::AuthEvent(event) => auth_events::set(connection, event),
        Record::Session(session) => sessions::add(connection, session),
        Record::Invitation(invitation) => invitations::insert(connection, invitation),
        Record::EmailConfirmation(link) => one_time_links::insert_confirmation(connection, link),
        Record::Upload(upload) => uploads::insert(connection, upload),
        Record::UploadChunk(chunk) => uploads::insert_chunk(connection, chunk),
        Record::PasswordReset(link) => one_time_links::insert_reset(connection, link),
    }
}

#[async_trait]
impl RestoreWriter for EmbeddedRestore {
    async fn add(&mut self, records: Vec<Record>) -> Result<(), ArchiveError> {
        for record in &records {
            insert(&self.connection, record).map_err(StoreError::from)?;
        }
        Ok(())
    }

    /// Removes all traces of the replaced data from the files.
    async fn finish(self: Box<Self>) -> Result<(), ArchiveError> {
        let check = || self.files.as_ref().map_or(Ok(()), |files| files.check());
        check()?;
        let committed = self.connection.execute_batch("COMMIT; PRAGMA cache_size = -512");
        committed.map_err(|error| StoreError::from(EmbeddedError::from(error)))?;
        check()?;
        erasure::finish(&self.connection);
        Ok(())
    }
}
