//! A file that a person sent in, kept until they say yes to what it would change.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::id::UserId;
use super::text::moment;

pub use super::id::UploadId;

/// How long an upload is kept.
pub const KEPT_FOR: TimeDelta = TimeDelta::hours(1);

/// The most uploads of one person that are kept; the oldest give way.
pub const MAX_KEPT: usize = 4;

/// A file as text, with the name it was sent under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Unique.
    pub id: UploadId,
    /// The user who uploaded it.
    pub user_id: UserId,
    /// What the file was called; nothing where the text was pasted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What is in it.
    pub text: String,
    /// When it is forgotten.
    #[serde(deserialize_with = "moment")]
    pub expires_at: Timestamp,
}

impl Upload {
    /// A file sent in just now.
    pub fn new(user_id: UserId, name: &str, text: String, now: Timestamp) -> Self {
        let plain = |c: &char| !c.is_control();
        let name = name.chars().filter(plain).take(100).collect();
        Self { id: UploadId::new(), user_id, name, text, expires_at: now + KEPT_FOR }
    }
}
