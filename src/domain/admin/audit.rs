//! The audit log of admin actions. It is append-only, and contains identifiers but no names or
//! addresses, so that no personal data of deleted accounts remains in it.

use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::domain::values::id::{InvitationId, UserId};

pub use crate::domain::values::id::AuditId;

/// Who performed an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Anyone with access to the command line of the server.
    CommandLine,
    /// A user, usually an admin.
    User(UserId),
}

impl Actor {
    /// Returns the user, or `None` for the command line.
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::CommandLine => None,
            Self::User(user) => Some(user),
        }
    }
}

/// An action recorded in the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// A command created an account.
    UserAdded,
    /// A command set a user's password.
    PasswordSet,
    /// An account was disabled.
    Disabled,
    /// A disabled account was enabled.
    Enabled,
    /// A user received the admin role.
    AdminGranted,
    /// A user lost the admin role.
    AdminWithdrawn,
    /// A password reset link was created and shown to the actor.
    ResetLinkShown,
    /// A password reset link was sent to the user's confirmed address.
    ResetLinkMailed,
    /// An invitation was created.
    Invited,
    /// An invitation was revoked.
    InvitationRevoked,
    /// The actor signed up with an invitation.
    InvitationUsed,
}

/// One entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// The entry's ID.
    pub id: AuditId,
    /// When the action was performed.
    pub at: Timestamp,
    /// Who performed it.
    pub actor: Actor,
    /// The action.
    pub deed: AuditAction,
    /// The user affected. For [`AuditAction::InvitationUsed`], the user who created the invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<UserId>,
    /// The invitation affected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_serialize_as_plain_values() {
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
