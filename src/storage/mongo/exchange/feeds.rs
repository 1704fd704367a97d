//! Calendar feeds in MongoDB.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc, serialize_to_bson};

use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::exchange::feed::{Feed, FeedId};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, keyed};
use crate::storage::{Feeds, StoreError};

#[async_trait]
impl Feeds for Mongo {
    async fn add_feed(
        &self,
        feed: &Feed,
        login: &SecretHash,
        limit: usize,
    ) -> Result<bool, StoreError> {
        let added =
            self.transaction(|t| Box::pin(self.insert_feed(&mut t.session, (feed, login), limit)));
        Ok(added.await?)
    }

    async fn feeds(&self, user: UserId) -> Result<Vec<Feed>, StoreError> {
        let theirs = doc! { "user_id": user.to_string() };
        let found = self.feeds.find(theirs).sort(doc! { "id": 1 }).await;
        Ok(found.map_err(MongoError::from)?.try_collect().await.map_err(MongoError::from)?)
    }

    async fn feed_with_user(&self, token: &SecretHash) -> Result<Option<(Feed, User)>, StoreError> {
        Ok(Self::with_user(&self.feeds, &token.to_string()).await?)
    }

    async fn touch_feed(
        &self,
        user: UserId,
        feed: FeedId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let at = serialize_to_bson(&at).map_err(MongoError::from)?;
        let update = doc! { "$set": { "fetched_at": at } };
        self.feeds.update_one(feed_filter(user, feed), update).await.map_err(MongoError::from)?;
        Ok(())
    }

    async fn remove_feed(&self, user: UserId, feed: FeedId) -> Result<bool, StoreError> {
        let outcome =
            self.feeds.delete_one(feed_filter(user, feed)).await.map_err(MongoError::from)?;
        Ok(outcome.deleted_count > 0)
    }
}

fn feed_filter(user: UserId, feed: FeedId) -> Document {
    doc! { "user_id": user.to_string(), "id": feed.to_string() }
}

impl Mongo {
    /// Adds a feed unless the user has too many. Locking the user serializes concurrent additions,
    /// so that the count is correct.
    async fn insert_feed(
        &self,
        session: &mut ClientSession,
        (feed, login): (&Feed, &SecretHash),
        limit: usize,
    ) -> Result<bool, MongoError> {
        self.lock_user_in(session, feed.user_id, login).await?;
        let theirs = doc! { "user_id": feed.user_id.to_string() };
        let count = self.feeds.count_documents(theirs).session(&mut *session).await?;
        if count >= limit as u64 {
            return Ok(false);
        }
        let feeds = self.feeds.clone_with_type::<Document>();
        feeds.insert_one(keyed(feed.token_hash.to_string(), feed)?).session(session).await?;
        Ok(true)
    }
}
