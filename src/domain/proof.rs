//! Links of one use: a new password, or an address confirmed. Only the hash of their token is kept.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::email::Email;
use super::id::UserId;
use super::secret_hash::SecretHash;
use super::user::User;

/// How long a link to a new password can be used.
pub const RESET_LASTS: TimeDelta = TimeDelta::minutes(30);

/// How long a link that confirms an address can be used.
pub const CONFIRMATION_LASTS: TimeDelta = TimeDelta::hours(24);

/// A link to a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// Finds it.
    pub token_hash: SecretHash,
    /// Whose password.
    pub user_id: UserId,
    /// The admin who made it by a page, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<UserId>,
    /// When it can no longer be used.
    pub expires_at: Timestamp,
}

impl PasswordReset {
    /// Whether it can be used, given the user who made it as they are now: a link ends with the role
    /// of its admin, or whoever was shut out could come back by one.
    pub fn can_be_used(&self, now: Timestamp, maker: Option<&User>) -> bool {
        let is_trusted = |id| maker.is_some_and(|user| user.id == id && user.is_active_admin());
        self.expires_at > now && self.made_by.is_none_or(is_trusted)
    }
}

/// A link that confirms an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailConfirmation {
    /// Finds it.
    pub token_hash: SecretHash,
    /// Whose address.
    pub user_id: UserId,
    /// The address that it was sent to.
    pub email: Email,
    /// When it can no longer be used.
    pub expires_at: Timestamp,
}
