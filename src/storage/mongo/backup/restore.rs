//! Filling the database, marked as incomplete until it is done.
//!
//! Each batch has a time limit. Deleting or counting everything has none, because it takes long in a
//! large database. If the server stops responding, the driver ends it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use mongodb::Database;
use mongodb::bson::{Document, doc, serialize_to_document};
use uuid::Uuid;

use crate::domain::backup::records::{Record, RecordKind};
use crate::storage::backup::collection_name;
use crate::storage::mongo::accounts::auth_events;
use crate::storage::mongo::admin::invitations;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::exchange::uploads::chunk_key;
use crate::storage::mongo::{COOKIE_KEY, Mongo, date, keyed, notifications};
use crate::storage::time_limit::{TIMEOUT, within};
use crate::storage::{ArchiveError, RestoreWriter, StoreError};

/// The `_id` of the marker in `meta` while the database is incomplete.
const MARKER: &str = "filling";

/// An unfinished restore.
pub(super) struct MongoRestore {
    database: Database,
    /// Identifies this restore in the marker, so that it notices if another one replaces it.
    holder: String,
    added: BTreeMap<RecordKind, u64>,
}

/// Returns whether the database is marked as incomplete.
pub(in crate::storage::mongo) async fn is_marked(database: &Database) -> Result<bool, MongoError> {
    let meta = database.collection::<Document>("meta");
    Ok(meta.find_one(doc! { "_id": MARKER }).await?.is_some())
}

impl MongoRestore {
    /// Sets the marker and deletes everything in the database.
    pub(super) async fn begin(store: &Mongo, replace: bool) -> Result<Self, ArchiveError> {
        let session = within(TIMEOUT, Self::mark(store, replace)).await?;
        for kind in kinds() {
            session.of(kind).delete_many(doc! {}).await.map_err(failed)?;
        }
        Ok(session)
    }

    /// Sets the marker.
    async fn mark(store: &Mongo, replace: bool) -> Result<Self, ArchiveError> {
        let users = store.users.clone_with_type::<Document>();
        let any = users.find_one(doc! {}).projection(doc! { "_id": 1 }).await;
        let any = any.map_err(failed)?.is_some();
        if !replace && (any || is_marked(&store.database).await.map_err(StoreError::from)?) {
            return Err(ArchiveError::NotEmpty);
        }
        let holder = Uuid::new_v4().to_string();
        let session = Self { database: store.database.clone(), holder, added: BTreeMap::new() };
        let update = doc! { "$set": { "holder": &session.holder } };
        let marked = session.meta().update_one(doc! { "_id": MARKER }, update).upsert(true).await;
        marked.map_err(failed)?;
        Ok(session)
    }

    fn meta(&self) -> mongodb::Collection<Document> {
        self.of(RecordKind::CookieKey)
    }

    fn of(&self, kind: RecordKind) -> mongodb::Collection<Document> {
        self.database.collection(collection_name(kind))
    }

    fn marker(&self) -> Document {
        doc! { "_id": MARKER, "holder": &self.holder }
    }

    /// Inserts documents, unless another process has taken over the database.
    async fn insert_all(
        &mut self,
        documents: BTreeMap<RecordKind, Vec<Document>>,
    ) -> Result<(), ArchiveError> {
        if self.meta().find_one(self.marker()).await.map_err(failed)?.is_none() {
            return Err(ArchiveError::Disturbed);
        }
        for (kind, documents) in documents {
            self.insert(kind, documents).await?;
        }
        Ok(())
    }

    async fn insert(
        &mut self,
        kind: RecordKind,
        documents: Vec<Document>,
    ) -> Result<(), ArchiveError> {
        let count = documents.len() as u64;
        if kind == RecordKind::CookieKey {
            let of = self.meta();
            for document in documents {
                let one = doc! { "_id": COOKIE_KEY };
                of.replace_one(one, document).upsert(true).await.map_err(failed)?;
            }
        } else {
            let inserted = self.of(kind).insert_many(documents).ordered(false).await;
            inserted.map_err(failed)?;
        }
        *self.added.entry(kind).or_default() += count;
        Ok(())
    }
}

/// Returns all kinds that have a collection.
fn kinds() -> impl Iterator<Item = RecordKind> {
    RecordKind::ALL.iter().copied().filter(|kind| *kind != RecordKind::CookieKey)
}

/// Converts an error. A duplicate key means that another process writes to the database.
fn failed(error: mongodb::error::Error) -> ArchiveError {
    let error = MongoError::from(error);
    if error.is_duplicate() { ArchiveError::Disturbed } else { ArchiveError::Store(error.into()) }
}

/// Converts a record to the document that the store contains.
pub(super) fn stored(record: &Record) -> Result<Document, MongoError> {
    let mut document = match record {
        Record::User(user) => keyed(user.id.to_string(), user)?,
        Record::Month(log) => serialize_to_document(log)?,
        Record::Change(change) => keyed(change.id.to_string(), change)?,
        Record::Feed(feed) => keyed(feed.token_hash.to_string(), feed)?,
        Record::Token(token) => keyed(token.token_hash.to_string(), token)?,
        Record::Audit(entry) => keyed(entry.id.to_string(), entry)?,
        Record::CookieKey(key) => doc! { "_id": COOKIE_KEY, "value": &key.0 },
        Record::Message(message) => notifications::stored(message)?,
        Record::Attempts(attempts) => keyed(attempts.key.clone(), &attempts.count)?,
        Record::AuthEvent(event) => auth_events::stored(event)?,
        Record::Session(session) => keyed(session.key_hash.to_string(), session)?,
        Record::Invitation(invitation) => invitations::stored(invitation)?,
        Record::EmailConfirmation(link) => keyed(link.token_hash.to_string(), link)?,
        Record::Upload(upload) => keyed(upload.id.to_string(), upload)?,
        Record::UploadChunk(chunk) => keyed(chunk_key(chunk), &**chunk)?,
        Record::PasswordReset(link) => keyed(link.token_hash.to_string(), link)?,
    };
    if let Some(end) = record.ends_at() {
        document.insert("ends", date(end));
    }
    Ok(document)
}

#[async_trait]
impl RestoreWriter for MongoRestore {
    async fn add(&mut self, records: Vec<Record>) -> Result<(), ArchiveError> {
        let mut of_kinds: BTreeMap<RecordKind, Vec<Document>> = BTreeMap::new();
        for record in &records {
            let document = stored(record).map_err(StoreError::from)?;
            of_kinds.entry(record.kind()).or_default().push(document);
        }
        within(TIMEOUT, self.insert_all(of_kinds)).await
    }

    /// Verifies that the database contains nothing but the added documents, and removes the marker.
    async fn finish(self: Box<Self>) -> Result<(), ArchiveError> {
        for kind in kinds() {
            let count = self.of(kind).count_documents(doc! {}).await.map_err(failed)?;
            // There may be fewer, since some may have expired in the meantime.
            if count > self.added.get(&kind).copied().unwrap_or_default() {
                return Err(ArchiveError::Disturbed);
            }
        }
        let unmarked = self.meta().delete_one(self.marker()).await.map_err(failed)?;
        if unmarked.deleted_count == 0 { Err(ArchiveError::Disturbed) } else { Ok(()) }
    }
}
