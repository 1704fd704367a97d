//! Admin commands, and the account data that admins see of users. It never includes what a user
//! logged.

pub mod audit;
pub mod invitation;

use super::Timestamp;
use super::accounts::one_time_links::PasswordReset;
use super::accounts::password::PasswordHash;
use super::accounts::user::{Role, User};
use super::accounts::username::Username;
use super::values::id::{AuditId, InvitationId, UserId};
use crate::domain::values::problem::{Coded, Params, params};
use audit::{Actor, AuditAction, AuditEntry};
use invitation::{Invitation, MAX_INVITATIONS};

/// The reason an admin command was rejected. A rejected command changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdminError {
    /// The actor isn't an admin, or no longer is.
    #[error("admin.no_longer")]
    NotAdmin,
    /// Admins can't disable themselves or withdraw their own role. The actor is always an active
    /// admin, so at least one remains.
    #[error("admin.oneself")]
    Oneself,
    /// The account is disabled, so a password reset link wouldn't work.
    #[error("admin.disabled")]
    Disabled,
    /// The user has no confirmed email address to send the link to.
    #[error("admin.no_address")]
    NoAddress,
    /// The admin has reached the limit of open invitations.
    #[error("invitation.too_many")]
    TooManyInvitations,
}

impl Coded for AdminError {
    fn params(&self) -> Params {
        match self {
            Self::TooManyInvitations => params([("max", &MAX_INVITATIONS)]),
            _ => Params::new(),
        }
    }
}

/// An admin command, with its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdminCommand {
    /// Create an account.
    AddUser(Box<User>),
    /// Set a user's password, with the same effects as a reset.
    SetPassword(UserId, PasswordHash),
    /// Disable an account, and end its sessions.
    Disable(UserId),
    /// Enable a disabled account.
    Enable(UserId),
    /// Grant a user the admin role.
    GrantAdmin(UserId),
    /// Withdraw the admin role from a user.
    WithdrawAdmin(UserId),
    /// Create a password reset link that is shown to the actor.
    ShowResetLink(PasswordReset),
    /// Queue an email with a password reset link.
    MailResetLink(UserId),
    /// Create an invitation. If it has an address, an email with the link is queued.
    Invite(Box<Invitation>),
    /// Revoke an invitation.
    RevokeInvitation(InvitationId),
}

/// An admin command with its actor and time. Once applied, it becomes an entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminRequest {
    /// The ID of its audit log entry.
    pub id: AuditId,
    /// Who requested it.
    pub actor: Actor,
    /// When it was requested.
    pub at: Timestamp,
    /// The command and its target.
    pub command: AdminCommand,
}

impl AdminRequest {
    /// Creates a request with a new ID.
    pub fn new(actor: Actor, command: AdminCommand, at: Timestamp) -> Self {
        Self { id: AuditId::new(), actor, at, command }
    }

    /// Returns the audit log entry that records the request.
    pub fn entry(&self) -> AuditEntry {
        let (deed, about, invitation) = match &self.command {
            AdminCommand::AddUser(user) => (AuditAction::UserAdded, Some(user.id), None),
            AdminCommand::SetPassword(user, _) => (AuditAction::PasswordSet, Some(*user), None),
            AdminCommand::Disable(user) => (AuditAction::Disabled, Some(*user), None),
            AdminCommand::Enable(user) => (AuditAction::Enabled, Some(*user), None),
            AdminCommand::GrantAdmin(user) => (AuditAction::AdminGranted, Some(*user), None),
            AdminCommand::WithdrawAdmin(user) => (AuditAction::AdminWithdrawn, Some(*user), None),
            AdminCommand::ShowResetLink(reset) => {
                (AuditAction::ResetLinkShown, Some(reset.user_id), None)
            }
            AdminCommand::MailResetLink(user) => (AuditAction::ResetLinkMailed, Some(*user), None),
            AdminCommand::Invite(invitation) => (AuditAction::Invited, None, Some(invitation.id)),
            AdminCommand::RevokeInvitation(invitation) => {
                (AuditAction::InvitationRevoked, None, Some(*invitation))
            }
        };
        AuditEntry { id: self.id, at: self.at, actor: self.actor, deed, about, invitation }
    }

    /// Checks that the actor may run the command. `actor` is their current account, or `None` for
    /// the command line, which may run every command.
    pub fn authorize(&self, actor: Option<&User>) -> Result<(), AdminError> {
        let may = match self.actor {
            Actor::CommandLine => true,
            Actor::User(id) => actor.is_some_and(|user| user.id == id && user.is_active_admin()),
        };
        if may { Ok(()) } else { Err(AdminError::NotAdmin) }
    }

    /// Applies the command to its target. Returns whether the user changed.
    pub fn apply_to(&self, user: &mut User) -> Result<bool, AdminError> {
        let is_oneself = self.actor == Actor::User(user.id);
        let before = (user.role, user.disabled_at.is_some());
        match &self.command {
            AdminCommand::Disable(_) | AdminCommand::WithdrawAdmin(_) if is_oneself => {
                return Err(AdminError::Oneself);
            }
            AdminCommand::Disable(_) if user.disabled_at.is_none() => {
                user.disabled_at = Some(self.at);
            }
            AdminCommand::Enable(_) => user.disabled_at = None,
            AdminCommand::GrantAdmin(_) => user.role = Role::Admin,
            AdminCommand::WithdrawAdmin(_) => user.role = Role::User,
            _ => {}
        }
        Ok(before != (user.role, user.disabled_at.is_some()))
    }

    /// Checks that a password reset link can be created for the user, or sent to them.
    pub fn check_reset(&self, user: &User) -> Result<(), AdminError> {
        let is_mailed = matches!(self.command, AdminCommand::MailResetLink(_));
        if user.disabled_at.is_some() {
            Err(AdminError::Disabled)
        } else if is_mailed && user.confirmed_email().is_none() {
            Err(AdminError::NoAddress)
        } else {
            Ok(())
        }
    }
}

/// The account data of a user that admins see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSummary {
    /// The user's ID.
    pub id: UserId,
    /// The username as its owner writes it.
    pub username: Username,
    /// The user's role.
    pub role: Role,
    /// When the account was created.
    pub created_at: Timestamp,
    /// When the account was disabled. `None` while it is enabled.
    pub disabled_at: Option<Timestamp>,
    /// Whether the user has a confirmed email address. Admins don't see the address itself.
    pub has_address: bool,
    /// When the user was last active, according to the sessions that still exist.
    pub last_seen_at: Option<Timestamp>,
}

impl UserSummary {
    /// Returns the summary of a user who was last seen at `last_seen_at`.
    pub fn new(user: &User, last_seen_at: Option<Timestamp>) -> Self {
        Self {
            id: user.id,
            username: user.username.clone(),
            role: user.role,
            created_at: user.created_at,
            disabled_at: user.disabled_at,
            has_address: user.confirmed_email().is_some(),
            last_seen_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Timestamp {
        "2026-11-18T12:00:00Z".parse().unwrap()
    }

    fn user(role: Role, disabled: bool) -> User {
        let hash = PasswordHash::from_phc("$argon2id$".to_owned());
        let user = User::new("ada".parse().unwrap(), None, hash, at());
        User { role, disabled_at: disabled.then(at), ..user }
    }

    #[test]
    fn only_active_admins_and_the_command_line_are_authorised() {
        for (role, disabled, may) in [
            (Role::Admin, false, true),
            (Role::Admin, true, false),
            (Role::User, false, false),
            (Role::User, true, false),
        ] {
            let user = user(role, disabled);
            let request =
                AdminRequest::new(Actor::User(user.id), AdminCommand::Enable(UserId::new()), at());
            assert_eq!(request.authorize(Some(&user)).is_ok(), may, "{role:?} {disabled}");
            let other = AdminRequest { actor: Actor::User(UserId::new()), ..request.clone() };
            assert_eq!(other.authorize(Some(&user)), Err(AdminError::NotAdmin));
            assert_eq!(request.authorize(None), Err(AdminError::NotAdmin));
            assert_eq!(
                AdminRequest { actor: Actor::CommandLine, ..request }.authorize(None),
                Ok(())
            );
        }
    }

    #[test]
    fn applying_a_command_twice_changes_the_user_once() {
        for (make, role, disabled, changes) in [
            (AdminCommand::Disable as fn(UserId) -> AdminCommand, Role::User, false, true),
            (AdminCommand::Disable, Role::User, true, false),
            (AdminCommand::Enable, Role::User, true, true),
            (AdminCommand::Enable, Role::Admin, false, false),
            (AdminCommand::GrantAdmin, Role::User, false, true),
            (AdminCommand::GrantAdmin, Role::Admin, false, false),
            (AdminCommand::WithdrawAdmin, Role::Admin, true, true),
            (AdminCommand::WithdrawAdmin, Role::User, false, false),
        ] {
            let mut user = user(role, disabled);
            let request = AdminRequest::new(Actor::User(UserId::new()), make(user.id), at());
            let before = user.clone();
            assert_eq!(request.apply_to(&mut user), Ok(changes), "{request:?}");
            assert_eq!(user != before, changes, "{request:?}");
            assert_eq!(request.apply_to(&mut user), Ok(false), "{request:?}");
        }
    }

    #[test]
    fn admins_cannot_demote_or_disable_themselves_but_the_command_line_can() {
        for make in
            [AdminCommand::Disable as fn(UserId) -> AdminCommand, AdminCommand::WithdrawAdmin]
        {
            let mut admin = user(Role::Admin, false);
            let request = AdminRequest::new(Actor::User(admin.id), make(admin.id), at());
            assert_eq!(request.apply_to(&mut admin), Err(AdminError::Oneself));
            assert_eq!(admin, User { id: admin.id, ..user(Role::Admin, false) });
            let request = AdminRequest { actor: Actor::CommandLine, ..request };
            assert_eq!(request.apply_to(&mut admin), Ok(true));
        }
    }
}
