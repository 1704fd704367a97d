//! Login sessions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::domain::values::id::UserId;
use crate::domain::values::secret_hash::SecretHash;

/// One login of one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginSession {
    /// The hash of the session key, by which stores find the login.
    pub key_hash: SecretHash,
    /// The user who is logged in.
    pub user_id: UserId,
    /// The values that the pages store in the session, each as JSON.
    pub data: BTreeMap<String, String>,
    /// When the user logged in.
    pub created_at: Timestamp,
    /// When the user was last seen, to the minute.
    pub last_seen_at: Timestamp,
    /// When the login expires, unless it is used again.
    pub expires_at: Timestamp,
    /// The browser's `User-Agent` header.
    pub user_agent: String,
}

impl LoginSession {
    /// The key in `data` of the form that was submitted after the session expired.
    pub const PENDING_FORM: &'static str = "kept_form";

    /// The key in `data` of the forms of previews.
    pub const PREVIEWS: &'static str = "previews";

    /// Corrects a session that was last seen while the clock was ahead: it lasts as long as if it
    /// had been seen now.
    pub fn date_back(&mut self, now: Timestamp) {
        self.expires_at = now + (self.expires_at - self.last_seen_at);
        self.last_seen_at = now;
    }
}
