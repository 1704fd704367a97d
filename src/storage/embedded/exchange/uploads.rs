//! Uploaded files in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::exchange::upload::{
    MAX_UPLOADS, StoredUpload, UploadChunk, UploadHead, UploadId,
};
use crate::storage::embedded::Embedded;
use crate::storage::embedded::document::{execute, find, find_all, millis, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::{StoreError, Uploads};

#[async_trait]
impl Uploads for Embedded {
    async fn add_upload(&self, user: UserId, upload: StoredUpload) -> Result<(), StoreError> {
        self.write(move |connection| add(connection, user, &upload)).await
    }

    async fn upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<StoredUpload>, StoreError> {
        self.read(|connection| load(connection, user, id, now))
    }

    async fn end_upload(&self, user: UserId, id: UploadId) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM uploads WHERE user_id = ?1 AND id = ?2";
        self.write(move |connection| {
            execute(connection, SQL, [user.to_string(), id.to_string()])?;
            remove_loose_chunks(connection, user)
        })
        .await
    }
}

fn load(
    connection: &Connection,
    user: UserId,
    id: UploadId,
    now: Timestamp,
) -> Result<Option<StoredUpload>, EmbeddedError> {
    const HEAD: &str = "SELECT doc FROM uploads WHERE user_id = ?1 AND id = ?2 AND expires_at > ?3";
    const CHUNKS: &str =
        "SELECT doc FROM upload_chunks WHERE user_id = ?1 AND upload_id = ?2 ORDER BY number";
    let key = (user.to_string(), id.to_string());
    let head: Option<UploadHead> = find(connection, HEAD, params![key.0, key.1, millis(now)])?;
    let Some(head) = head else { return Ok(None) };
    Ok(StoredUpload::complete(head, find_all(connection, CHUNKS, key)?))
}

fn add(connection: &Connection, user: UserId, upload: &StoredUpload) -> Result<(), EmbeddedError> {
    const KEEP: &str = "DELETE FROM uploads WHERE user_id = ?1 AND id NOT IN
        (SELECT id FROM uploads WHERE user_id = ?1 ORDER BY expires_at DESC, id DESC LIMIT ?2)";
    insert(connection, &upload.head)?;
    for chunk in &upload.chunks {
        insert_chunk(connection, chunk)?;
    }
    execute(connection, KEEP, params![user.to_string(), i64::try_from(MAX_UPLOADS).unwrap_or(1)])?;
    remove_loose_chunks(connection, user)
}

/// Deletes a user's chunks of uploads that are deleted.
fn remove_loose_chunks(connection: &Connection, user: UserId) -> Result<(), EmbeddedError> {
    const SQL: &str = "DELETE FROM upload_chunks WHERE user_id = ?1
                       AND upload_id NOT IN (SELECT id FROM uploads WHERE user_id = ?1)";
    execute(connection, SQL, [user.to_string()])?;
    Ok(())
}

/// Deletes all uploads of a user.
pub(in crate::storage::embedded) fn remove_all(
    connection: &Connection,
    user: UserId,
) -> Result<(), EmbeddedError> {
    execute(connection, "DELETE FROM uploads WHERE user_id = ?1", [user.to_string()])?;
    execute(connection, "DELETE FROM upload_chunks WHERE user_id = ?1", [user.to_string()])?;
    Ok(())
}

/// Inserts a new upload's document.
pub(in crate::storage::embedded) fn insert(
    connection: &Connection,
    upload: &UploadHead,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO uploads (id, user_id, expires_at, doc) VALUES (?1, ?2, ?3, ?4)";
    let (id, user) = (upload.id.to_string(), upload.user_id.to_string());
    execute(connection, SQL, params![id, user, millis(upload.expires_at), text(upload)?])?;
    Ok(())
}

/// Inserts the document of a new chunk.
pub(in crate::storage::embedded) fn insert_chunk(
    connection: &Connection,
    chunk: &UploadChunk,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO upload_chunks (upload_id, number, user_id, expires_at, doc)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
    let (upload, user) = (chunk.upload_id.to_string(), chunk.user_id.to_string());
    let ends = millis(chunk.expires_at);
    execute(connection, SQL, params![upload, chunk.number, user, ends, text(chunk)?])?;
    Ok(())
}
