//! Uploaded files in MongoDB.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};

use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::exchange::upload::{
    MAX_UPLOADS, StoredUpload, UploadChunk, UploadHead, UploadId,
};
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date, keyed_until};
use crate::storage::{StoreError, Uploads};

#[async_trait]
impl Uploads for Mongo {
    async fn add_upload(&self, user: UserId, upload: StoredUpload) -> Result<(), StoreError> {
        let upload = &upload;
        let add = self
            .transaction(|t| Box::pin(async move { self.add(&mut t.session, user, upload).await }));
        add.await?;
        Ok(self.keep_newest(user).await?)
    }

    async fn upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<StoredUpload>, StoreError> {
        Ok(self.load_upload(user, id, now).await?)
    }

    async fn end_upload(&self, user: UserId, id: UploadId) -> Result<(), StoreError> {
        Ok(self.remove_some(user, &[id.to_string()]).await?)
    }
}

/// Returns the `_id` of a chunk.
pub(in crate::storage::mongo) fn chunk_key(chunk: &UploadChunk) -> String {
    format!("{}/{}", chunk.upload_id, chunk.number)
}

impl Mongo {
    async fn add(
        &self,
        session: &mut ClientSession,
        user: UserId,
        upload: &StoredUpload,
    ) -> Result<(), MongoError> {
        let StoredUpload { head, chunks } = upload;
        self.lock_user(session, user).await?;
        for chunk in chunks {
            let document = keyed_until(chunk_key(chunk), chunk, chunk.expires_at)?;
            let chunks = self.upload_chunks.clone_with_type::<Document>();
            chunks.insert_one(document).session(&mut *session).await?;
        }
        let document = keyed_until(head.id.to_string(), head, head.expires_at)?;
        self.uploads.clone_with_type::<Document>().insert_one(document).session(session).await?;
        Ok(())
    }

    async fn load_upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<StoredUpload>, MongoError> {
        let (user, id) = (user.to_string(), id.to_string());
        let one = doc! { "_id": &id, "user_id": &user, "ends": { "$gt": date(now) } };
        let Some(head): Option<UploadHead> = self.uploads.find_one(one).await? else {
            return Ok(None);
        };
        let theirs = doc! { "user_id": user, "upload_id": id };
        let found = self.upload_chunks.find(theirs).sort(doc! { "number": 1 }).await?;
        Ok(StoredUpload::complete(head, found.try_collect().await?))
    }

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
        let ids = oldest.iter().filter_map(|found| found.get_str("_id").ok().map(str::to_owned));
        let ids: Vec<String> = ids.collect();
        if ids.is_empty() { Ok(()) } else { self.remove_some(user, &ids).await }
    }

    /// Deletes uploads of a user, then their chunks. If this is interrupted, the chunks expire.
    async fn remove_some(&self, user: UserId, ids: &[String]) -> Result<(), MongoError> {
        let user = user.to_string();
        let heads = doc! { "_id": { "$in": ids }, "user_id": &user };
        self.uploads.delete_many(heads).await?;
        let chunks = doc! { "user_id": user, "upload_id": { "$in": ids } };
        self.upload_chunks.delete_many(chunks).await?;
        Ok(())
    }

    /// Deletes all uploads of a user.
    pub(in crate::storage::mongo) async fn remove_uploads(
        &self,
        session: &mut ClientSession,
        user: UserId,
    ) -> Result<(), MongoError> {
        let theirs = doc! { "user_id": user.to_string() };
        self.uploads.delete_many(theirs.clone()).session(&mut *session).await?;
        self.upload_chunks.delete_many(theirs).session(session).await?;
        Ok(())
    }
}
