//! Attempt counters in MongoDB, shared by all servers.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::TimeDelta;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc, serialize_to_bson, serialize_to_document};

use crate::domain::Timestamp;
use crate::domain::accounts::attempts::{AttemptKey, LimitExceeded, keys_of};
use crate::domain::accounts::throttle::Throttle;
use crate::domain::backup::records::Attempts;
use crate::storage::StoreError;
use crate::storage::accounts::Throttles;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date};

/// The maximum number of tries while others count attempts with the same key.
const TRIES: usize = 64;

#[async_trait]
impl Throttles for Mongo {
    /// Checks all keys before it counts under the first. If others reach the limit of a later one
    /// meanwhile, the attempt is rejected, but remains counted under the earlier ones.
    async fn attempt(
        &self,
        keys: &[AttemptKey],
        now: Timestamp,
    ) -> Result<Result<TimeDelta, LimitExceeded>, StoreError> {
        let counters = self.counters(keys).await?;
        for key in keys {
            let counter = counters.get(&key.key).cloned().unwrap_or_default();
            if let Err(exceeded) = key.count(&counter, now) {
                return Ok(Err(exceeded));
            }
        }
        let mut delay = TimeDelta::zero();
        for key in keys {
            let counter = counters.get(&key.key).cloned();
            match self.count(key, counter, now).await? {
                Ok(next) => delay = delay.max(key.delay(&next, now)),
                Err(exceeded) => return Ok(Err(exceeded)),
            }
        }
        Ok(Ok(delay))
    }

    async fn attempt_succeeded(&self, keys: &[AttemptKey]) -> Result<(), StoreError> {
        for key in keys {
            self.uncount(key).await?;
        }
        Ok(())
    }

    async fn clear_attempts(&self, subjects: &[String]) -> Result<(), StoreError> {
        for subject in subjects {
            let all = all_of(subject);
            self.throttles.delete_many(all).await.map_err(MongoError::from)?;
        }
        Ok(())
    }
}

/// Returns the filter for the counters of a subject.
fn all_of(subject: &str) -> Document {
    let (first, end) = keys_of(subject);
    doc! { "_id": { "$gte": first, "$lt": end } }
}

impl Mongo {
    /// Deletes the counters of these subjects in a transaction.
    pub(in crate::storage::mongo) async fn remove_counters(
        &self,
        session: &mut ClientSession,
        subjects: &[String],
    ) -> Result<(), MongoError> {
        for subject in subjects {
            self.throttles.delete_many(all_of(subject)).session(&mut *session).await?;
        }
        Ok(())
    }

    /// Returns the counters of these keys that exist.
    async fn counters(&self, keys: &[AttemptKey]) -> Result<HashMap<String, Throttle>, MongoError> {
        let keys: Vec<&str> = keys.iter().map(|key| key.key.as_str()).collect();
        let found = self.throttles.clone_with_type::<Attempts>();
        let found = found.find(doc! { "_id": { "$in": keys } }).await?;
        let found: Vec<Attempts> = found.try_collect().await?;
        Ok(found.into_iter().map(|attempts| (attempts.key, attempts.count)).collect())
    }

    /// Counts an attempt under one key, whose counter was `found`.
    async fn count(
        &self,
        key: &AttemptKey,
        mut found: Option<Throttle>,
        now: Timestamp,
    ) -> Result<Result<Throttle, LimitExceeded>, MongoError> {
        for _ in 0..TRIES {
            let next = match key.count(&found.clone().unwrap_or_default(), now) {
                Ok(next) => next,
                Err(exceeded) => return Ok(Err(exceeded)),
            };
            if self.replace(&key.key, found.as_ref(), &next).await? {
                return Ok(Ok(next));
            }
            found = self.throttles.find_one(doc! { "_id": &key.key }).await?;
        }
        Err(MongoError::Contended)
    }

    /// Updates the counter of one key after a success.
    async fn uncount(&self, key: &AttemptKey) -> Result<(), MongoError> {
        for _ in 0..TRIES {
            let found = self.throttles.find_one(doc! { "_id": &key.key }).await?;
            let Some(found) = found else { return Ok(()) };
            let done = match key.after_success(&found) {
                Some(left) => self.replace(&key.key, Some(&found), &left).await?,
                None => self.remove(&key.key, &found).await?,
            };
            if done {
                return Ok(());
            }
        }
        Err(MongoError::Contended)
    }

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
        let replaced = throttles.replace_one(as_read(key, found)?, document).await?;
        Ok(replaced.matched_count > 0)
    }

    /// Deletes a counter, unless another attempt was counted since `found` was read.
    async fn remove(&self, key: &str, found: &Throttle) -> Result<bool, MongoError> {
        Ok(self.throttles.delete_one(as_read(key, found)?).await?.deleted_count > 0)
    }
}

/// Returns the filter for a counter that hasn't changed since it was read.
fn as_read(key: &str, found: &Throttle) -> Result<Document, MongoError> {
    let expires_at = serialize_to_bson(&found.expires_at)?;
    Ok(doc! { "_id": key, "attempts": found.attempts, "expires_at": expires_at })
}
