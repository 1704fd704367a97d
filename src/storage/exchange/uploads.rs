//! The trait for uploaded files.

use async_trait::async_trait;

use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::exchange::upload::{StoredUpload, UploadId};
use crate::storage::{StoreError, time_limit};

metered! {
/// Uploads that wait for confirmation, shared by all servers.
#[async_trait]
pub trait Uploads {
    /// Adds an upload in one transaction, and deletes all but the user's most recent ones
    /// ([`MAX_UPLOADS`](crate::domain::exchange::upload::MAX_UPLOADS)).
    async fn add_upload(&self, user: UserId, upload: StoredUpload) -> Result<(), StoreError>
        in Some(time_limit::for_batches(upload.chunks.len()));

    /// Returns a user's upload, unless it expired by `now` or is incomplete.
    async fn upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<StoredUpload>, StoreError>;

    /// Deletes a user's upload, if it exists.
    async fn end_upload(&self, user: UserId, id: UploadId) -> Result<(), StoreError>;
}
}
