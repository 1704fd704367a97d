//! Uploads that wait for confirmation.

use std::ops::Deref;
use std::sync::Arc;

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

impl PendingUpload {
    /// Frees the memory of the file, until [`reload`](Self::reload).
    pub(super) fn release(&mut self) {
        self.upload.source = Arc::default();
    }

    /// Reads the file again.
    pub(super) async fn reload(&mut self, app: &App, user: &User) -> Result<(), AppError> {
        self.upload = load(app, user, self.upload.id).await?;
        Ok(())
    }
}

/// Returns an upload that waits for confirmation, once it may be processed.
pub(crate) async fn find(app: &App, user: &User, id: UploadId) -> Result<PendingUpload, AppError> {
    let permit = app.imports.process(user.id).await?;
    Ok(PendingUpload { upload: load(app, user, id).await?, _permit: permit })
}

async fn load(app: &App, user: &User, id: UploadId) -> Result<Upload, AppError> {
    let found = app.store.upload(user.id, id, app.clock.now()).await?;
    let stored = found.ok_or(AppError::NoSuchUpload)?;
    Ok(app.imports.run(move || Upload::from_documents(stored)).await??)
}

/// Stores an upload.
pub(super) async fn add(app: &App, user: &User, upload: Upload) -> Result<(), AppError> {
    let stored = app.imports.run(move || upload.to_documents()).await??;
    Ok(app.store.add_upload(user.id, stored).await?)
}
