//! An uploaded file, stored until the user confirms its import.

mod chunks;

use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::domain::exchange::import::SourceFile;
use crate::domain::values::id::UserId;
use crate::domain::values::text::deserialize_timestamp;

pub use crate::domain::values::id::UploadId;

/// How long an upload is stored before it expires.
pub const UPLOAD_RETENTION: TimeDelta = TimeDelta::hours(1);

/// The maximum number of uploads per user. The oldest ones are removed first.
pub const MAX_UPLOADS: usize = 4;

/// An uploaded file or pasted text that waits for the user to confirm its import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The upload's ID.
    pub id: UploadId,
    /// The user who uploaded it.
    pub user_id: UserId,
    /// The file name. Empty if the text was pasted.
    pub name: String,
    /// The parsed file.
    pub source: Arc<SourceFile>,
    /// When the upload expires.
    pub expires_at: Timestamp,
}

/// The documents of an upload. The file is split, because MongoDB limits the size of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredUpload {
    /// Everything but the file.
    pub head: UploadHead,
    /// The file, in order.
    pub chunks: Vec<UploadChunk>,
}

/// The document of an upload, without its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadHead {
    /// The upload's ID.
    pub id: UploadId,
    /// The user who uploaded it.
    pub user_id: UserId,
    /// The file name. Empty if the text was pasted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The number of chunks. Uploads of 1.0.0 have none, so they count as expired.
    #[serde(default)]
    pub chunks: u32,
    /// When the upload expires.
    #[serde(deserialize_with = "deserialize_timestamp")]
    pub expires_at: Timestamp,
}

/// A part of the file of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadChunk {
    /// The upload's ID.
    pub upload_id: UploadId,
    /// The user who uploaded it.
    pub user_id: UserId,
    /// The position of the chunk, from 0.
    pub number: u32,
    /// A part of the file as JSON.
    pub text: String,
    /// When the upload expires.
    #[serde(deserialize_with = "deserialize_timestamp")]
    pub expires_at: Timestamp,
}

/// An upload can't be converted to or from its documents.
#[derive(Debug, thiserror::Error)]
#[error("the documents of an upload can't be converted")]
pub struct BrokenUpload(#[source] serde_json::Error);

impl Upload {
    /// Creates an upload. Removes control characters from the name and truncates it to 100
    /// characters.
    pub fn new(user_id: UserId, name: &str, source: SourceFile, now: Timestamp) -> Self {
        let is_printable = |c: &char| !c.is_control();
        let name = name.chars().filter(is_printable).take(100).collect();
        let (id, source) = (UploadId::new(), Arc::new(source));
        Self { id, user_id, name, source, expires_at: now + UPLOAD_RETENTION }
    }

    /// Converts the upload to its documents.
    ///
    /// # Errors
    /// Never fails in practice: the file contains only text and numbers.
    pub fn to_documents(&self) -> Result<StoredUpload, BrokenUpload> {
        let Self { id, user_id, ref name, ref source, expires_at } = *self;
        let texts = chunks::split(&**source).map_err(BrokenUpload)?;
        let chunks = (0..).zip(texts).map(|(number, text)| UploadChunk {
            upload_id: id,
            user_id,
            number,
            text,
            expires_at,
        });
        let chunks: Vec<UploadChunk> = chunks.collect();
        let count = u32::try_from(chunks.len()).unwrap_or_default();
        let head = UploadHead { id, user_id, name: name.clone(), chunks: count, expires_at };
        Ok(StoredUpload { head, chunks })
    }

    /// Converts the documents of an upload to the upload.
    ///
    /// # Errors
    /// Fails if the chunks don't contain a file that this program wrote.
    pub fn from_documents(stored: StoredUpload) -> Result<Self, BrokenUpload> {
        let StoredUpload { head, chunks } = stored;
        let texts = chunks.into_iter().map(|chunk| chunk.text);
        let source = Arc::new(chunks::join(texts.collect()).map_err(BrokenUpload)?);
        let UploadHead { id, user_id, name, chunks: _, expires_at } = head;
        Ok(Self { id, user_id, name, source, expires_at })
    }
}

impl StoredUpload {
    /// Combines documents. Returns `None` unless these are all chunks of the upload, in order: while
    /// an upload is being added or removed, a store may return only some of them.
    pub(crate) fn complete(head: UploadHead, chunks: Vec<UploadChunk>) -> Option<Self> {
        let numbers = chunks.iter().map(|chunk| chunk.number);
        (head.chunks > 0 && numbers.eq(0..head.chunks)).then_some(Self { head, chunks })
    }
}
