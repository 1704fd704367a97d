//! Attempt counters in MongoDB, shared by all servers.

use async_trait::async_trait;
use mongodb::bson::{Document, doc, serialize_to_bson, serialize_to_document};

use crate::domain::Timestamp;
use crate::domain::accounts::throttle::{Throttle, ThrottlePolicy, TooEarly};
use crate::storage::StoreError;
use crate::storage::accounts::Throttles;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date};

/// The maximum number of tries while others count attempts with the same key.
const TRIES: usize = 64;

#[async_trait]
impl Throttles for Mongo {
    async fn attempt(
        &self,
        key: &str,
        policy: ThrottlePolicy,
        now: Timestamp,
    ) -> Result<Result<(), TooEarly>, StoreError> {
        for _ in 0..TRIES {
            let found =
                self.throttles.find_one(doc! { "_id": key }).await.map_err(MongoError::from)?;
            let next = match found.clone().unwrap_or_default().attempt(now, policy) {
                Ok(next) => next,
                Err(early) => return Ok(Err(early)),
            };
            if self.replace(key, found.as_ref(), &next).await? {
                return Ok(Ok(()));
            }
        }
        Err(MongoError::Contended.into())
    }

    async fn clear_attempts(&self, key: &str) -> Result<(), StoreError> {
        self.throttles.delete_one(doc! { "_id": key }).await.map_err(MongoError::from)?;
        Ok(())
    }
}

impl Mongo {
    /// Saves the next count, unless another attempt was counted since `found` was read.
    async fn replace(
        &self,
        key: &str,
        found: Option<&Throttle>,
        next: &Throttle,
    ) -> Result<bool, MongoError> {
        let throttles = self.throttles.clone_with_type::<Document>();
        let mut document = serialize_to_document(next)?;
        document.insert("_id", key);
        document.insert("ends", date(next.expires_at));
        let Some(found) = found else {
            return match throttles.insert_one(document).await.map_err(MongoError::from) {
                Ok(_) => Ok(true),
                Err(error) if error.is_duplicate() => Ok(false),
                Err(error) => Err(error),
            };
        };
        let as_read = doc! {
            "_id": key,
            "attempts": found.attempts,
            "expires_at": serialize_to_bson(&found.expires_at)?,
        };
        Ok(throttles.replace_one(as_read, document).await?.matched_count > 0)
    }
}
