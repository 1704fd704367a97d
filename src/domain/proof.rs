//! Links of one use: a new password, or an address confirmed. Only the hash of their token is kept.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::session::KeyHash;
use super::user::{Email, UserId};

/// How long a link to a new password can be used.
pub const RESET_LASTS: TimeDelta = TimeDelta::minutes(30);

/// How long a link that confirms an address can be used.
pub const CONFIRMATION_LASTS: TimeDelta = TimeDelta::hours(24);

/// A link to a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// Finds it.
    pub token_hash: KeyHash,
    /// Whose password.
    pub user_id: UserId,
    /// When it can no longer be used.
    pub expires_at: Timestamp,
}

/// A link that confirms an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailConfirmation {
    /// Finds it.
    pub token_hash: KeyHash,
    /// Whose address.
    pub user_id: UserId,
    /// The address that it was sent to.
    pub email: Email,
    /// When it can no longer be used.
    pub expires_at: Timestamp,
}
