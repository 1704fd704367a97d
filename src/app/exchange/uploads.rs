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
    let upload = app.imports.run(move || Upload::from_documents(stored)).await??;
    Ok(PendingUpload { upload, _permit: permit })
}

/// Stores an upload.
pub(super) async fn add(app: &App, user: &User, upload: Upload) -> Result<(), AppError> {
    let stored = app.imports.run(move || upload.to_documents()).await??;
    Ok(app.store.add_upload(user.id, stored).await?)
}
