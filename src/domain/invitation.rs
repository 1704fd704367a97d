//! Invitations: links of one use with which somebody can sign up. Only the hash of their token is kept.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::audit::{Actor, AuditEntry, Deed};
use super::email::Email;
use super::id::{AuditId, UserId};
use super::session::KeyHash;
use super::text::{serde_as_string, squeeze};
use super::unseen;

pub use super::id::InvitationId;
use crate::domain::problem::{Coded, Params, code_point};

/// How long an invitation can be used.
pub const INVITATION_LASTS: TimeDelta = TimeDelta::days(7);

/// The most open invitations of one admin.
pub const MAX_INVITATIONS: usize = 100;

/// The most characters of a note.
const MAX_CHARS: usize = 200;

impl InvitationId {
    /// Enough of it for people to tell invitations apart.
    pub fn short(self) -> String {
        let text = self.to_string();
        text[text.len() - 6..].to_owned()
    }
}

/// Why a text is no note of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationNoteError {
    /// Longer than 200 characters.
    #[error("invitation_note.too_long")]
    TooLong,
    /// Holds a control character.
    #[error("invitation_note.control")]
    ControlCharacter,
    /// Holds a character that nobody sees.
    #[error("invitation_note.invisible")]
    Invisible(char),
}

impl Coded for InvitationNoteError {
    fn params(&self) -> Params {
        match self {
            Self::TooLong => vec![("max", MAX_CHARS.to_string())],
            Self::ControlCharacter => Params::new(),
            Self::Invisible(character) => vec![("character", code_point(*character))],
        }
    }
}

/// What an admin notes about an invitation, such as whom it is for: up to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InvitationNote(String);

impl InvitationNote {
    /// The note as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for InvitationNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for InvitationNote {
    type Err = InvitationNoteError;

    fn from_str(text: &str) -> Result<Self, InvitationNoteError> {
        let note = stored(text)?;
        unseen::check(note.as_str()).map_err(InvitationNoteError::Invisible)?;
        Ok(note)
    }
}

/// Takes what is stored: invisible characters were once let in.
fn stored(text: &str) -> Result<InvitationNote, InvitationNoteError> {
    let text = squeeze(text);
    if text.chars().any(char::is_control) {
        Err(InvitationNoteError::ControlCharacter)
    } else if text.chars().count() > MAX_CHARS {
        Err(InvitationNoteError::TooLong)
    } else {
        Ok(InvitationNote(text))
    }
}

serde_as_string!(InvitationNote, stored);

/// A link with which somebody can sign up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Names it.
    pub id: InvitationId,
    /// Finds it; none until the letter with the link was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_hash: Option<KeyHash>,
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

    #[test]
    fn notes() {
        let full = "語".repeat(MAX_CHARS);
        for (typed, expected) in [
            ("", Ok("")),
            ("  Kim \n from\tsales ", Ok("Kim from sales")),
            (full.as_str(), Ok(full.as_str())),
            ("a\u{7}b", Err(InvitationNoteError::ControlCharacter)),
        ] {
            let read = typed.parse::<InvitationNote>();
            assert_eq!(read.as_ref().map(InvitationNote::as_str), expected.as_ref().map(|it| *it));
        }
        let over = format!("{full}.").parse::<InvitationNote>();
        assert_eq!(over, Err(InvitationNoteError::TooLong));
    }

    #[test]
    fn a_short_name_is_the_random_end() {
        let id: InvitationId = "01950000-0000-7000-8000-0123456789ab".parse().unwrap();
        assert_eq!(id.short(), "6789ab");
    }
}
