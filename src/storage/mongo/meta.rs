//! The metadata of the database: schema version, cookie key, and migration lock.

use std::time::Duration;

use async_trait::async_trait;
use mongodb::Collection;
use mongodb::bson::{Bson, Document, doc, serialize_to_document};
use mongodb::options::ReturnDocument;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::MongoError;
use super::{COOKIE_KEY, Mongo, backup, date};
use crate::domain::Timestamp;
use crate::domain::values::clock_error::CLOCK_TOLERANCE;
use crate::storage::{Meta, StoreError};

/// How long a full disk is reported after it last made an operation fail. Reads don't show whether there
/// is space again.
const FULL_REPORTED: Duration = Duration::from_mins(1);

const SCHEMA_VERSION: &str = "schema_version";
const MIGRATION_LOCK: &str = "migration_lock";

/// The migrations in order, each a list of commands. The first one creates the schema in an empty
/// database.
const MIGRATIONS: [&str; 9] = [
    include_str!("../../../migrations/mongo/0001_init.json"),
    include_str!("../../../migrations/mongo/0002_hand_over.json"),
    // Empty: only the embedded store requires this migration.
    include_str!("../../../migrations/mongo/0003_briefs.json"),
    include_str!("../../../migrations/mongo/0004_tokens.json"),
    include_str!("../../../migrations/mongo/0005_admin.json"),
    // Empty: documents are converted when they are read (see the embedded store's migration).
    include_str!("../../../migrations/mongo/0006_schedules.json"),
    include_str!("../../../migrations/mongo/0007_upload_chunks.json"),
    include_str!("../../../migrations/mongo/0008_auth_events.json"),
    include_str!("../../../migrations/mongo/0009_outbox_lines.json"),
];

#[async_trait]
impl Meta for Mongo {
    async fn ping(&self) -> Result<(), StoreError> {
        if backup::is_marked(&self.database).await? {
            return Err(StoreError::RestoreIncomplete);
        }
        if self.metrics.was_full_within(FULL_REPORTED) {
            return Err(StoreError::Full("a write failed within the last minute".into()));
        }
        Ok(())
    }

    async fn cookie_key(&self, fresh: &[u8; 64]) -> Result<[u8; 64], StoreError> {
        let update = doc! { "$setOnInsert": { "value": STANDARD.encode(fresh) } };
        let stored = self.upsert(doc! { "_id": COOKIE_KEY }, update).await?;
        let text = stored.as_ref().and_then(|stored| stored.get_str("value").ok());
        let bytes = text.and_then(|text| STANDARD.decode(text).ok());
        let key = bytes.and_then(|bytes| bytes.try_into().ok());
        Ok(key.ok_or(MongoError::Malformed("the cookie key is not 64 bytes"))?)
    }

    async fn schema_version(&self) -> Result<u32, StoreError> {
        let found = self.meta().find_one(doc! { "_id": SCHEMA_VERSION }).await;
        let Some(found) = found.map_err(MongoError::from)? else { return Ok(0) };
        let version = match found.get("value") {
            Some(Bson::Int32(version)) => u32::try_from(*version).ok(),
            Some(Bson::Int64(version)) => u32::try_from(*version).ok(),
            _ => None,
        };
        Ok(version.ok_or(MongoError::Malformed("the schema version is no number"))?)
    }

    async fn lock_migrations(
        &self,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        // A lease that ends later than a new one began while the clock was ahead.
        let latest = date(until + CLOCK_TOLERANCE);
        let free = doc! {
            "_id": MIGRATION_LOCK,
            "$or": [
                { "holder": holder },
                { "until": { "$lte": date(now) } },
                { "until": { "$gt": latest } },
            ],
        };
        let update = doc! { "$set": { "holder": holder, "until": date(until) } };
        let taken =
            self.meta().update_one(free, update).upsert(true).await.map_err(MongoError::from);
        match taken {
            Ok(_) => Ok(true),
            // The lock exists but didn't match the filter: another holder has it.
            Err(error) if error.is_duplicate() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn unlock_migrations(&self, holder: &str) -> Result<(), StoreError> {
        let held = doc! { "_id": MIGRATION_LOCK, "holder": holder };
        self.meta().delete_one(held).await.map_err(MongoError::from)?;
        Ok(())
    }

    async fn apply_migration(&self, version: u32) -> Result<(), StoreError> {
        let step = usize::try_from(version).ok().and_then(|version| version.checked_sub(1));
        let step = step.and_then(|step| MIGRATIONS.get(step));
        let step = step.ok_or(MongoError::Malformed("there is no such migration"))?;
        let commands: Vec<serde_json::Value> = serde_json::from_str(step)
            .map_err(|_| MongoError::Malformed("the migration is no list of commands"))?;
        for command in &commands {
            let command = serialize_to_document(command).map_err(MongoError::from)?;
            self.database.run_command(first_key_first(command)).await.map_err(MongoError::from)?;
        }
        let update = doc! { "$max": { "value": version } };
        self.upsert(doc! { "_id": SCHEMA_VERSION }, update).await?;
        Ok(())
    }
}

impl Mongo {
    fn meta(&self) -> Collection<Document> {
        self.database.collection("meta")
    }

    /// Inserts or updates a document and returns the result. If another process inserts it
    /// concurrently, tries again and updates it.
    async fn upsert(
        &self,
        one: Document,
        update: Document,
    ) -> Result<Option<Document>, MongoError> {
        loop {
            let upserted = self
                .meta()
                .find_one_and_update(one.clone(), update.clone())
                .upsert(true)
                .return_document(ReturnDocument::After)
                .await
                .map_err(MongoError::from);
            match upserted {
                Err(error) if error.is_duplicate() => {}
                outcome => return outcome,
            }
        }
    }
}

/// Moves the name of a command to the front, where MongoDB requires it. JSON objects are sorted by
/// key.
fn first_key_first(mut command: Document) -> Document {
    let name = "createIndexes";
    let mut ordered = Document::new();
    if let Some(collection) = command.remove(name) {
        ordered.insert(name, collection);
    }
    ordered.extend(command);
    ordered
}
