//! The log of what admins did. It only grows, and holds identifiers alone: neither names nor addresses,
//! so that nothing personal is left in it of somebody who deleted their account.

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::id::{InvitationId, UserId};

pub use super::id::AuditId;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Whoever can run commands on the server.
    CommandLine,
    /// A user; nearly always an admin.
    User(UserId),
}

impl Actor {
    /// The user, if it was one.
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::CommandLine => None,
            Self::User(user) => Some(user),
        }
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// An account was made by a command.
    UserAdded,
    /// A password was set by a command.
    PasswordSet,
    /// An account was closed for logins.
    Disabled,
    /// It was opened again.
    Enabled,
    /// Somebody was made an admin.
    AdminGranted,
    /// Somebody is no longer one.
    AdminWithdrawn,
    /// A link to a new password was made and shown.
    ResetLinkShown,
    /// A link to a new password was sent to the user's confirmed address.
    ResetLinkMailed,
    /// A link to sign up with was made.
    Invited,
    /// A link to sign up with was made useless.
    InvitationRevoked,
    /// The actor signed up with an invitation of somebody.
    InvitationUsed,
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Unique.
    pub id: AuditId,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done.
    pub deed: Deed,
    /// To whom; of an invitation that was used, whose it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<UserId>,
    /// With which invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_are_plain_in_documents() {
        let user = UserId::new();
        for (actor, json) in [
            (Actor::CommandLine, serde_json::json!("command_line")),
            (Actor::User(user), serde_json::json!({ "user": user.to_string() })),
        ] {
            assert_eq!(serde_json::to_value(actor).unwrap(), json);
            assert_eq!(serde_json::from_value::<Actor>(json).unwrap(), actor);
        }
    }
}
