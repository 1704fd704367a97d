//! Invitations: links of one use with which somebody can sign up. Only the hash of their token is kept.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::audit::{Actor, AuditEntry, Deed};
use super::email::Email;
use super::id::{AuditId, UserId};
use super::secret_hash::SecretHash;
use super::short_text::{Rules, short_text};

pub use super::id::InvitationId;

/// How long an invitation can be used.
pub const INVITATION_LASTS: TimeDelta = TimeDelta::days(7);

/// The most open invitations of one admin.
pub const MAX_INVITATIONS: usize = 100;

impl InvitationId {
    /// Enough of it for people to tell invitations apart.
    pub fn short(self) -> String {
        let text = self.to_string();
        text[text.len() - 6..].to_owned()
    }
}

short_text!(
    /// What an admin notes about an invitation, such as whom it is for: up to 200 characters.
    #[derive(Default)]
    InvitationNote,
    Rules { subject: "note", max: 200, may_be_empty: true }
);

impl InvitationNote {
    /// Whether nothing is noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A link with which somebody can sign up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Names it.
    pub id: InvitationId,
    /// Finds it; none until the letter with the link was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_hash: Option<SecretHash>,
    /// Which admin made it; none of the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Where the link is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// What the admin notes about it.
    #[serde(default, skip_serializing_if = "InvitationNote::is_empty")]
    pub note: InvitationNote,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it can no longer be used.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// Whether it has expired by `now`.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }

    /// What the log says once somebody signed up with it.
    pub fn used_by(&self, user: UserId, at: Timestamp) -> AuditEntry {
        AuditEntry {
            id: AuditId::new(),
            at,
            actor: Actor::User(user),
            deed: Deed::InvitationUsed,
            about: self.user_id,
            invitation: Some(self.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::short_text::assert_read;

    #[test]
    fn notes() {
        let full = "語".repeat(200);
        for (typed, expected) in [
            ("", Ok("")),
            ("  Kim \n from\tsales ", Ok("Kim from sales")),
            (full.as_str(), Ok(full.as_str())),
            ("a\u{7}b", Err("note.control")),
            (format!("{full}.").as_str(), Err("note.too_long")),
        ] {
            assert_read::<InvitationNote>(typed, expected);
        }
    }

    #[test]
    fn a_short_name_is_the_random_end() {
        let id: InvitationId = "01950000-0000-7000-8000-0123456789ab".parse().unwrap();
        assert_eq!(id.short(), "6789ab");
    }
}
