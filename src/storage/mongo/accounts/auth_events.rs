//! Authentication events in MongoDB.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::bson::{Document, doc};

use crate::domain::accounts::auth_event::{AuthEvent, EventPosition};
use crate::storage::StoreError;
use crate::storage::accounts::auth_events::AuthEvents;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date, keyed};

#[async_trait]
impl AuthEvents for Mongo {
    async fn record_events(&self, events: &[AuthEvent]) -> Result<(), StoreError> {
        let records = self.auth_events.clone_with_type::<Document>();
        for event in events {
            let mut document = stored(event)?;
            document.insert("ends", date(event.expires_at));
            let one = doc! { "_id": &event.key };
            let written = records.replace_one(one, document).upsert(true).await;
            written.map_err(MongoError::from)?;
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

/// Returns a record's document without `ends`. The key is only in `_id`.
pub(in crate::storage::mongo) fn stored(event: &AuthEvent) -> Result<Document, MongoError> {
    let mut document = keyed(event.key.clone(), event)?;
    document.remove("key");
    Ok(document)
}
