//! Invitations: one-time links with which a person can sign up. Only the hash of a link's token is
//! stored.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::audit::{Actor, AuditAction, AuditEntry};
use crate::domain::Timestamp;
use crate::domain::accounts::email::Email;
use crate::domain::values::id::{AuditId, UserId};
use crate::domain::values::secret_hash::SecretHash;
use crate::domain::values::short_text::{TextRules, short_text};

pub use crate::domain::values::id::InvitationId;

/// How long an invitation can be used.
pub const INVITATION_LIFETIME: TimeDelta = TimeDelta::days(7);

/// The maximum number of open invitations per admin.
pub const MAX_INVITATIONS: usize = 100;

impl InvitationId {
    /// Returns the last 6 characters, which people can use to tell invitations apart.
    pub fn short(self) -> String {
        let text = self.to_string();
        text[text.len() - 6..].to_owned()
    }
}

short_text!(
    /// An admin's note about an invitation, such as who it is for: up to 200 characters.
    #[derive(Default)]
    InvitationNote,
    TextRules { subject: "note", max: 200, may_be_empty: true }
);

impl InvitationNote {
    /// Returns whether the note is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A one-time link with which a person can sign up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The invitation's ID.
    pub id: InvitationId,
    /// The hash of the link's token, by which stores find the invitation. `None` until an email
    /// with the link is first attempted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_hash: Option<SecretHash>,
    /// The admin who created it. `None` if the command line did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The address that the link is sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The admin's note.
    #[serde(default, skip_serializing_if = "InvitationNote::is_empty")]
    pub note: InvitationNote,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// Returns whether it has expired by `now`.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }

    /// Returns the audit log entry for a sign-up with this invitation.
    pub fn used_by(&self, user: UserId, at: Timestamp) -> AuditEntry {
        AuditEntry {
            id: AuditId::new(),
            at,
            actor: Actor::User(user),
            deed: AuditAction::InvitationUsed,
            about: self.user_id,
            invitation: Some(self.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::values::short_text::assert_read;

    #[test]
    fn parses_notes() {
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
    fn the_short_id_is_its_random_end() {
        let id: InvitationId = "01950000-0000-7000-8000-0123456789ab".parse().unwrap();
        assert_eq!(id.short(), "6789ab");
    }
}
