//! Storage of calendar feeds and uploads.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::feed::{Feed, FeedId};
use crate::domain::secret_hash::SecretHash;
use crate::domain::upload::{Upload, UploadId};
use crate::domain::user::{User, UserId};

metered! {
/// Calendar feeds.
#[async_trait]
pub trait Feeds {
    /// Adds a feed. Returns `false` if the user already has `most` feeds.
    async fn add_feed(&self, feed: &Feed, most: usize) -> Result<bool, StoreError>;

    /// Returns a user's feeds, oldest first.
    async fn feeds(&self, user: UserId) -> Result<Vec<Feed>, StoreError>;

    /// Returns the feed with this secret and its user, unless the user is disabled. Takes one round
    /// trip.
    async fn feed_with_user(&self, token: &SecretHash) -> Result<Option<(Feed, User)>, StoreError>;

    /// Records when a feed was read.
    async fn touch_feed(&self, user: UserId, feed: FeedId, at: Timestamp)
    -> Result<(), StoreError>;

    /// Deletes a feed. Returns `false` if the user has no such feed.
    async fn remove_feed(&self, user: UserId, feed: FeedId) -> Result<bool, StoreError>;
}
}

metered! {
/// Uploads that wait for confirmation, shared by all servers.
#[async_trait]
pub trait Uploads {
    /// Adds an upload, and deletes all but the user's most recent ones
    /// ([`MAX_KEPT`](crate::domain::upload::MAX_KEPT)).
    async fn add_upload(&self, user: UserId, upload: &Upload) -> Result<(), StoreError>;

    /// Returns a user's upload, unless it expired by `now`.
    async fn upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<Upload>, StoreError>;

    /// Deletes a user's upload, if it exists.
    async fn end_upload(&self, user: UserId, id: UploadId) -> Result<(), StoreError>;
}
}
