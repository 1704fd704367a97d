//! Reading and filling the database.
//!
//! Reading uses a snapshot session, in which all reads see the same point in time, for as long as
//! the server keeps it: five minutes by default. Each batch has a time limit. Filling doesn't fit
//! into one transaction, so a marker in `meta` shows that the database is incomplete. While it is
//! set, no server starts or is ready.

#[cfg(test)]
mod fuzz;
mod restore;

use std::time::Duration;

use async_trait::async_trait;
use mongodb::bson::{Document, RawDocumentBuf, deserialize_from_slice, doc};
use mongodb::error::ErrorKind;
use mongodb::options::ReadConcern;
use mongodb::{ClientSession, Database, SessionCursor};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::MongoError;
use super::{COOKIE_KEY, Mongo, server_name};
use crate::domain::backup::records::{CookieKey, ReadDocument, Record, RecordKind};
use crate::storage::backup::collection_name;
use crate::storage::time_limit::{TIMEOUT, within};
use crate::storage::{Archive, ArchiveError, RestoreWriter, SnapshotReader, StoreError};
use restore::MongoRestore;
pub(super) use restore::is_marked;

/// The approximate number of bytes of documents to read at a time.
const BATCH_BYTES: usize = 1 << 20;

/// The maximum number of documents to read at a time, which is also the batch size of the server.
const BATCH: u32 = 500;

/// How often, and at what interval, to look for connections of a server. Those of one that has just
/// stopped are gone after a moment.
const GONE_CHECKS: u32 = 5;
const GONE_INTERVAL: Duration = Duration::from_millis(200);

/// The server's error codes for a snapshot that is no longer available (`SnapshotTooOld`,
/// `SnapshotUnavailable`).
const SNAPSHOT_GONE: [i32; 2] = [239, 246];

#[async_trait]
impl Archive for Mongo {
    /// Identifies the database by the ID of the primary's process and the database's name. Every
    /// client may query the process, whereas the identifier of the replica set requires a privilege
    /// on the cluster.
    async fn identity(&self) -> Result<String, StoreError> {
        let hello = self.hello().await?;
        let version = hello.get_document("topologyVersion").ok();
        let process = version.and_then(|version| version.get_object_id("processId").ok());
        let process = process.ok_or(MongoError::Malformed("the server doesn't identify itself"))?;
        Ok(format!("{process} {}", self.database.name()))
    }

    async fn has_server(&self) -> Result<bool, StoreError> {
        for _ in 0..GONE_CHECKS {
            if !self.is_server_connected().await? {
                return Ok(false);
            }
            tokio::time::sleep(GONE_INTERVAL).await;
        }
        Ok(true)
    }

    async fn snapshot(&self) -> Result<Box<dyn SnapshotReader>, ArchiveError> {
        Ok(Box::new(MongoSnapshot::begin(self).await?))
    }

    async fn begin_restore(&self, replace: bool) -> Result<Box<dyn RestoreWriter>, ArchiveError> {
        Ok(Box::new(MongoRestore::begin(self, replace).await?))
    }

    async fn restore_incomplete(&self) -> Result<bool, StoreError> {
        Ok(restore::is_marked(&self.database).await?)
    }
}

impl Mongo {
    /// Returns whether a connection has the name of a server on this database. Without `allUsers`,
    /// every client may list the connections of its own database user.
    async fn is_server_connected(&self) -> Result<bool, MongoError> {
        let name = server_name(self.database.name());
        let stages = [
            doc! { "$currentOp": { "idleConnections": true } },
            doc! { "$match": { "$expr": { "$gte": [{ "$indexOfBytes": ["$appName", name] }, 0] } } },
            doc! { "$limit": 1 },
        ];
        let admin = self.client.database("admin");
        let mut found = admin.aggregate(stages).read_concern(ReadConcern::local()).await?;
        Ok(found.advance().await?)
    }
}

/// The state of the database at the start of the session.
struct MongoSnapshot {
    session: ClientSession,
    database: Database,
    reading: Option<(RecordKind, SessionCursor<RawDocumentBuf>)>,
}

impl MongoSnapshot {
    /// Begins a session. Its first read determines the point in time for all others.
    async fn begin(store: &Mongo) -> Result<Self, ArchiveError> {
        let session = store.client.start_session().snapshot(true).await;
        let mut session = session.map_err(read_failed)?;
        let users = store.database.collection::<Document>("users");
        let first = users.find_one(doc! {}).projection(doc! { "_id": 1 });
        // Set explicitly: even in a snapshot session, the driver keeps the client's read concern.
        let first = first.read_concern(ReadConcern::snapshot());
        first.session(&mut session).await.map_err(read_failed)?;
        Ok(Self { session, database: store.database.clone(), reading: None })
    }

    /// Returns a cursor for all documents of a kind. Changes are sorted in the order of the
    /// history.
    async fn find(
        &mut self,
        kind: RecordKind,
    ) -> Result<SessionCursor<RawDocumentBuf>, ArchiveError> {
        let filter = match kind {
            RecordKind::CookieKey => doc! { "_id": COOKIE_KEY },
            _ => Document::new(),
        };
        let collection = self.database.collection::<RawDocumentBuf>(collection_name(kind));
        let mut find = collection.find(filter).batch_size(BATCH);
        find = find.read_concern(ReadConcern::snapshot());
        if kind == RecordKind::Change {
            find = find.sort(doc! { "_id": 1 });
        }
        find.session(&mut self.session).await.map_err(read_failed)
    }
}

#[async_trait]
impl SnapshotReader for MongoSnapshot {
    async fn next(&mut self, kind: RecordKind) -> Result<Vec<Record>, ArchiveError> {
        within(TIMEOUT, self.read_batch(kind)).await
    }
}

impl MongoSnapshot {
    async fn read_batch(&mut self, kind: RecordKind) -> Result<Vec<Record>, ArchiveError> {
        let mut cursor = match self.reading.take() {
            Some((of, cursor)) if of == kind => cursor,
            _ => self.find(kind).await?,
        };
        let (mut found, mut bytes) = (Vec::new(), 0);
        while bytes < BATCH_BYTES && found.len() < BATCH as usize {
            if !cursor.advance(&mut self.session).await.map_err(read_failed)? {
                break;
            }
            let document = cursor.current().as_bytes();
            bytes += document.len();
            found.push(read(kind, document).map_err(StoreError::from)?);
        }
        self.reading = Some((kind, cursor));
        Ok(found)
    }
}

fn read(kind: RecordKind, document: &[u8]) -> Result<Record, MongoError> {
    #[derive(Deserialize)]
    struct StoredCookieKey {
        value: String,
    }
    if kind == RecordKind::CookieKey {
        let StoredCookieKey { value } = deserialize_from_slice(document)?;
        return Ok(Record::CookieKey(Box::new(CookieKey(value))));
    }
    Ok(kind.read(BsonDocument(document))?)
}

fn read_failed(error: mongodb::error::Error) -> ArchiveError {
    match error.kind.as_ref() {
        ErrorKind::Command(command) if SNAPSHOT_GONE.contains(&command.code) => {
            ArchiveError::TooOld
        }
        _ => ArchiveError::Store(MongoError::from(error).into()),
    }
}

/// A BSON document from the server. Fields unknown to the domain type are ignored.
struct BsonDocument<'a>(&'a [u8]);

impl ReadDocument for BsonDocument<'_> {
    type Error = mongodb::bson::error::Error;

    fn read<D: DeserializeOwned>(self) -> Result<D, Self::Error> {
        deserialize_from_slice(self.0)
    }
}
