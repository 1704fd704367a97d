//! Uploaded files in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::exchange::upload::{MAX_UPLOADS, Upload, UploadId};
use crate::storage::embedded::Embedded;
use crate::storage::embedded::document::{execute, find, millis, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::{StoreError, Uploads};

#[async_trait]
impl Uploads for Embedded {
    async fn add_upload(&self, user: UserId, upload: &Upload) -> Result<(), StoreError> {
        let upload = upload.clone();
        self.write(move |connection| add(connection, user, &upload)).await
    }

    async fn upload(
        &self,
        user: UserId,
        id: UploadId,
        now: Timestamp,
    ) -> Result<Option<Upload>, StoreError> {
        const SQL: &str =
            "SELECT doc FROM uploads WHERE user_id = ?1 AND id = ?2 AND expires_at > ?3";
        let key = (user.to_string(), id.to_string(), millis(now));
        self.read(|connection| find(connection, SQL, key))
    }

    async fn end_upload(&self, user: UserId, id: UploadId) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM uploads WHERE user_id = ?1 AND id = ?2";
        self.write(move |connection| {
            execute(connection, SQL, [user.to_string(), id.to_string()])?;
            Ok(())
        })
        .await
    }
}

fn add(connection: &Connection, user: UserId, upload: &Upload) -> Result<(), EmbeddedError> {
    const KEEP: &str = "DELETE FROM uploads WHERE user_id = ?1 AND id NOT IN
        (SELECT id FROM uploads WHERE user_id = ?1 ORDER BY expires_at DESC, id DESC LIMIT ?2)";
    insert(connection, upload)?;
    execute(connection, KEEP, params![user.to_string(), i64::try_from(MAX_UPLOADS).unwrap_or(1)])?;
    Ok(())
}

/// Inserts a new upload's document.
pub(in crate::storage::embedded) fn insert(
    connection: &Connection,
    upload: &Upload,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO uploads (id, user_id, expires_at, doc) VALUES (?1, ?2, ?3, ?4)";
    let (id, user) = (upload.id.to_string(), upload.user_id.to_string());
    execute(connection, SQL, params![id, user, millis(upload.expires_at), text(upload)?])?;
    Ok(())
}
