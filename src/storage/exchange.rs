//! What a store can do with what goes out to other programs and comes in from them.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::feed::{Feed, FeedId};
use crate::domain::secret_hash::SecretHash;
use crate::domain::upload::{Upload, UploadId};
use crate::domain::user::{User, UserId};

metered! {
/// The calendar feeds.
#[async_trait]
pub trait Feeds {
    /// Adds a feed. `false` where the user has `most` of them already.
    async fn add_feed(&self, feed: &Feed, most: usize) -> Result<bool, StoreError>;

    /// The feeds of a user, the oldest first.
    async fn feeds(&self, user: UserId) -> Result<Vec<Feed>, StoreError>;

    /// The feed with this secret and whose it is, unless the user is disabled. One round trip.
    async fn feed_with_user(&self, token: &SecretHash) -> Result<Option<(Feed, User)>, StoreError>;

    /// Notes that a feed was read.
    async fn touch_feed(&self, user: UserId, feed: FeedId, at: Timestamp)
    -> Result<(), StoreError>;

    /// Removes a feed. `false` when the user has no such feed.
    async fn remove_feed(&self, user: UserId, feed: FeedId) -> Result<bool, StoreError>;
}
}

metered! {
/// Files sent in that wait for a yes, shared by all servers on the store.
#[async_trait]
pub trait Uploads {
    /// Keeps an upload; of one user's the newest few.
    async fn add_upload(&self, user: UserId, upload: &Upload) -> Result<(), StoreError>;

    /// An upload of this user, unless it ended by `now`.
    async fn upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<Upload>, StoreError>;

    /// Forgets an upload of this user, if there is one.
    async fn end_upload(&self, user: UserId, id: UploadId) -> Result<(), StoreError>;
}
}
