//! Uploads that wait for confirmation.

use std::ops::Deref;

use super::import_queue::ImportPermit;
use crate::app::{App, AppError};
use crate::domain::accounts::user::User;
use crate::domain::exchange::upload::{Upload, UploadId};

/// An upload that waits for confirmation, and the permit to have its file in memory.
pub(crate) struct PendingUpload {
    upload: Upload,
    _permit: ImportPermit,
}

impl Deref for PendingUpload {
    type Target = Upload;

    fn deref(&self) -> &Upload {
        &self.upload
    }
}

/// Returns an upload that waits for confirmation, once it may be processed.
pub(crate) async fn find(app: &App, user: &User, id: UploadId) -> Result<PendingUpload, AppError> {
    let permit = app.imports.process().await?;
    let found = app.store.upload(user.id, id, app.clock.now()).await?;
    let stored = found.ok_or(AppError::NoSuchUpload)?;
    let upload = in_background(move || Upload::from_documents(stored)).await??;
    Ok(PendingUpload { upload, _permit: permit })
}

/// Stores an upload.
pub(super) async fn add(app: &App, user: &User, upload: Upload) -> Result<(), AppError> {
    let stored = in_background(move || upload.to_documents()).await??;
    Ok(app.store.add_upload(user.id, stored).await?)
}

/// Runs work on a blocking thread instead of the threads that serve requests, because a large file
/// takes a while.
pub(super) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(AppError::ParserPanicked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_while_parsing_is_an_internal_error() {
        let failed = in_background(|| panic!("on purpose")).await;
        let message = failed.unwrap_err().to_string();
        assert_eq!(message, "reading a file failed");
    }
}
