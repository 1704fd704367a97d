//! Uploaded files in MongoDB.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::bson::{Document, doc};

use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::exchange::upload::{MAX_UPLOADS, Upload, UploadId};
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date, keyed};
use crate::storage::{StoreError, Uploads};

#[async_trait]
impl Uploads for Mongo {
    async fn add_upload(&self, user: UserId, upload: &Upload) -> Result<(), StoreError> {
        let mut document = keyed(upload.id.to_string(), upload)?;
        document.insert("user_id", user.to_string());
        document.insert("ends", date(upload.expires_at));
        self.add_of_user(user, "uploads", document).await?;
        Ok(self.keep_newest(user).await?)
    }

    async fn upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<Upload>, StoreError> {
        let one = doc! { "_id": id.to_string(), "user_id": user.to_string(), "ends": { "$gt": date(now) } };
        Ok(self.uploads.find_one(one).await.map_err(MongoError::from)?)
    }

    async fn end_upload(&self, user: UserId, id: UploadId) -> Result<(), StoreError> {
        let one = doc! { "_id": id.to_string(), "user_id": user.to_string() };
        self.uploads.delete_one(one).await.map_err(MongoError::from)?;
        Ok(())
    }
}

impl Mongo {
    /// Deletes the oldest uploads of a user beyond [`MAX_UPLOADS`].
    async fn keep_newest(&self, user: UserId) -> Result<(), MongoError> {
        let theirs = doc! { "user_id": user.to_string() };
        let uploads = self.uploads.clone_with_type::<Document>();
        let oldest = uploads
            .find(theirs)
            .projection(doc! { "_id": 1 })
            .sort(doc! { "ends": -1, "_id": -1 })
            .skip(MAX_UPLOADS as u64)
            .await?;
        let oldest: Vec<Document> = oldest.try_collect().await?;
        if !oldest.is_empty() {
            let ids: Vec<&str> =
                oldest.iter().filter_map(|found| found.get_str("_id").ok()).collect();
            uploads.delete_many(doc! { "_id": { "$in": ids } }).await?;
        }
        Ok(())
    }
}
