//! A login: what is kept while a person stays signed in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::id::UserId;
use super::secret_hash::SecretHash;

/// One login of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginSession {
    /// Finds it.
    pub key_hash: SecretHash,
    /// Who is signed in.
    pub user_id: UserId,
    /// What the pages keep there, each value as JSON.
    pub data: BTreeMap<String, String>,
    /// When the person logged in.
    pub created_at: Timestamp,
    /// When they were last seen, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends unless they are seen again.
    pub expires_at: Timestamp,
    /// What the browser calls itself.
    pub user_agent: String,
}
