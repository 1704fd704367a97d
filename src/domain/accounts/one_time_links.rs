//! One-time links that reset a password or confirm an email address. Only the hash of a link's
//! token is stored.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::email::Email;
use super::user::User;
use crate::domain::Timestamp;
use crate::domain::values::id::UserId;
use crate::domain::values::secret_hash::SecretHash;

/// How long a password reset link can be used.
pub const RESET_LIFETIME: TimeDelta = TimeDelta::minutes(30);

/// How long a password reset link can be used at most: the links of an import from the earlier
/// service are valid for longer.
pub const MAX_RESET_LIFETIME: TimeDelta = TimeDelta::days(7);

/// How long a link that confirms an email address can be used.
pub const CONFIRMATION_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// A password reset link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// The hash of the link's token, by which stores find it.
    pub token_hash: SecretHash,
    /// The user whose password it resets.
    pub user_id: UserId,
    /// The admin who created it on the admin page. `None` if no admin did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<UserId>,
    /// When it expires.
    pub expires_at: Timestamp,
}

impl PasswordReset {
    /// Returns whether the link can be used. `maker` is the current account of the admin who
    /// created it. The link ends with that admin's role: otherwise a removed admin could regain
    /// access with a link.
    pub fn can_be_used(&self, now: Timestamp, maker: Option<&User>) -> bool {
        let is_trusted = |id| maker.is_some_and(|user| user.id == id && user.is_active_admin());
        self.expires_at > now && self.made_by.is_none_or(is_trusted)
    }
}

/// A link that confirms an email address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailConfirmation {
    /// The hash of the link's token, by which stores find it.
    pub token_hash: SecretHash,
    /// The user whose address it confirms.
    pub user_id: UserId,
    /// The address that it was sent to.
    pub email: Email,
    /// When it expires.
    pub expires_at: Timestamp,
}
