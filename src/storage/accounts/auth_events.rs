//! The trait for authentication events.

use async_trait::async_trait;

use crate::domain::accounts::auth_event::{AuthEvent, EventPosition};
use crate::storage::error::StoreError;

metered! {
/// Authentication events, which admins see for 90 days.
#[async_trait]
pub trait AuthEvents {
    /// Writes records, each of which replaces the one with its key. After an error, some may have been
    /// written; repeating the call is safe.
    async fn record_events(&self, events: &[AuthEvent]) -> Result<(), StoreError>;

    /// Returns up to `limit` records after this position, or the first ones: those that happened last.
    async fn auth_events(
        &self,
        after: Option<&EventPosition>,
        limit: usize,
    ) -> Result<Vec<AuthEvent>, StoreError>;

    /// Deletes the records with this hash of a username.
    async fn remove_auth_events(&self, name: &str) -> Result<(), StoreError>;
}
}
