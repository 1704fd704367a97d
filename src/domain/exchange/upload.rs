//! An uploaded file, stored until the user confirms its import.

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The upload's ID.
    pub id: UploadId,
    /// The user who uploaded it.
    pub user_id: UserId,
    /// The file name. Empty if the text was pasted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The parsed file.
    #[serde(default)]
    pub source: SourceFile,
    /// When the upload expires.
    #[serde(deserialize_with = "deserialize_timestamp")]
    pub expires_at: Timestamp,
}

impl Upload {
    /// Creates an upload. Removes control characters from the name and truncates it to 100
    /// characters.
    pub fn new(user_id: UserId, name: &str, source: SourceFile, now: Timestamp) -> Self {
        let is_printable = |c: &char| !c.is_control();
        let name = name.chars().filter(is_printable).take(100).collect();
        Self { id: UploadId::new(), user_id, name, source, expires_at: now + UPLOAD_RETENTION }
    }
}
