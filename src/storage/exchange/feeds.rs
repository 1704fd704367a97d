//! The trait for calendar feeds.

use async_trait::async_trait;

use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::exchange::feed::{Feed, FeedId};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;

metered! {
/// Calendar feeds.
#[async_trait]
pub trait Feeds {
    /// Adds a feed. Returns `false` if the user already has `limit` feeds. Fails with
    /// [`StoreError::NoSuchUser`] if the owner doesn't exist, or the session with the key `login` has
    /// ended by now.
    async fn add_feed(
        &self,
        feed: &Feed,
        login: &SecretHash,
        limit: usize,
    ) -> Result<bool, StoreError>;

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
