//! Authentication events in MongoDB.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::bson::{Document, doc, serialize_to_bson};

use crate::domain::accounts::auth_event::{AuthEvent, EventPosition};
use crate::storage::StoreError;
use crate::storage::accounts::auth_events::AuthEvents;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date, keyed};

#[async_trait]
impl AuthEvents for Mongo {
    async fn record_events(&self, events: &[AuthEvent]) -> Result<(), StoreError> {
        for event in events {
            self.record(event).await?;
        }
        Ok(())
    }

    async fn auth_events(
        &self,
        after: Option<&EventPosition>,
        limit: usize,
    ) -> Result<Vec<AuthEvent>, StoreError> {
        let filter = after.map_or_else(Document::new, |EventPosition { expires_at, key }| {
            let ends = date(*expires_at);
            doc! { "$or": [
                { "ends": { "$lt": ends.clone() } },
                { "ends": ends, "_id": { "$lt": key } },
            ] }
        });
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let newest = doc! { "ends": -1, "_id": -1 };
        let found = self.auth_events.find(filter).sort(newest).limit(limit).await;
        Ok(found.map_err(MongoError::from)?.try_collect().await.map_err(MongoError::from)?)
    }

    async fn remove_auth_events(&self, name: &str) -> Result<(), StoreError> {
        let all = doc! { "name": name };
        self.auth_events.delete_many(all).await.map_err(MongoError::from)?;
        Ok(())
    }
}

/// Returns the document of a record, without when it ends. The key is only in `_id`.
pub(in crate::storage::mongo) fn stored(event: &AuthEvent) -> Result<Document, MongoError> {
    let mut document = keyed(event.key.clone(), event)?;
    document.remove("key");
    Ok(document)
}

impl Mongo {
    /// Adds to a record, or creates it. Two servers may both try to create it: one of them fails and
    /// then adds to it.
    async fn record(&self, event: &AuthEvent) -> Result<(), MongoError> {
        let update = doc! {
            "$inc": { "count": event.count },
            "$set": {
                "last_at": serialize_to_bson(&event.last_at)?,
                "expires_at": serialize_to_bson(&event.expires_at)?,
                "ends": date(event.expires_at),
            },
            "$setOnInsert": {
                "kind": event.kind.name(),
                "name": &event.name,
                "network": &event.network,
                "first_at": serialize_to_bson(&event.first_at)?,
            },
        };
        let one = doc! { "_id": &event.key };
        let upsert = self.auth_events.update_one(one.clone(), update.clone()).upsert(true).await;
        match upsert.map_err(MongoError::from) {
            Err(error) if error.is_duplicate() => {
                self.auth_events.update_one(one, update).await?;
                Ok(())
            }
            upserted => upserted.map(|_| ()),
        }
    }
}
