//! A login: what is kept while a person stays signed in.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::id::UserId;

/// SHA-256 of a session key, in hex. The key itself is only in the person's cookie.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyHash(String);

impl KeyHash {
    /// Takes the 64 hex digits.
    pub fn from_hex(hex: String) -> Self {
        Self(hex)
    }
}

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One login of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginSession {
    /// Finds it.
    pub key_hash: KeyHash,
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
