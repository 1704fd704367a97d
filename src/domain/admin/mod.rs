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
use audit::{Actor, AuditEntry, Deed};
use invitation::{Invitation, MAX_INVITATIONS};

/// Why an admin command is refused. A refused command changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdminRefusal {
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

impl Coded for AdminRefusal {
    fn params(&self) -> Params {
        match self {
            Self::TooManyInvitations => params([("max", &MAX_INVITATIONS)]),
            _ => Params::new(),
        }
    }
}

/// An admin command, with its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Create an account.
    AddUser(Box<User>),
    /// Set a user's password, with the same effects as a reset.
    SetPassword(UserId, PasswordHash),
    /// Disable an account, and end its logins.
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
pub struct AdminAct {
    /// The ID of its audit log entry.
    pub id: AuditId,
    /// Who requested it.
    pub actor: Actor,
    /// When it was requested.
    pub at: Timestamp,
    /// The command and its target.
    pub order: Order,
}

impl AdminAct {
    /// Creates a request with a new ID.
    pub fn new(actor: Actor, order: Order, at: Timestamp) -> Self {
        Self { id: AuditId::new(), actor, at, order }
    }

    /// Returns the audit log entry that records the request.
    pub fn entry(&self) -> AuditEntry {
        let (deed, about, invitation) = match &self.order {
            Order::AddUser(user) => (Deed::UserAdded, Some(user.id), None),
            Order::SetPassword(user, _) => (Deed::PasswordSet, Some(*user), None),
            Order::Disable(user) => (Deed::Disabled, Some(*user), None),
            Order::Enable(user) => (Deed::Enabled, Some(*user), None),
            Order::GrantAdmin(user) => (Deed::AdminGranted, Some(*user), None),
            Order::WithdrawAdmin(user) => (Deed::AdminWithdrawn, Some(*user), None),
            Order::ShowResetLink(reset) => (Deed::ResetLinkShown, Some(reset.user_id), None),
            Order::MailResetLink(user) => (Deed::ResetLinkMailed, Some(*user), None),
            Order::Invite(invitation) => (Deed::Invited, None, Some(invitation.id)),
            Order::RevokeInvitation(invitation) => {
                (Deed::InvitationRevoked, None, Some(*invitation))
            }
        };
        AuditEntry { id: self.id, at: self.at, actor: self.actor, deed, about, invitation }
    }

    /// Checks that the actor may run the command. `actor` is their current account, or `None` for
    /// the command line, which may run every command.
    pub fn authorise(&self, actor: Option<&User>) -> Result<(), AdminRefusal> {
        let may = match self.actor {
            Actor::CommandLine => true,
            Actor::User(id) => actor.is_some_and(|user| user.id == id && user.is_active_admin()),
        };
        if may { Ok(()) } else { Err(AdminRefusal::NotAdmin) }
    }

    /// Applies the command to its target. Returns whether the user changed.
    pub fn apply_to(&self, user: &mut User) -> Result<bool, AdminRefusal> {
        let is_oneself = self.actor == Actor::User(user.id);
        let before = (user.role, user.disabled_at.is_some());
        match &self.order {
            Order::Disable(_) | Order::WithdrawAdmin(_) if is_oneself => {
                return Err(AdminRefusal::Oneself);
            }
            Order::Disable(_) if user.disabled_at.is_none() => user.disabled_at = Some(self.at),
            Order::Enable(_) => user.disabled_at = None,
            Order::GrantAdmin(_) => user.role = Role::Admin,
            Order::WithdrawAdmin(_) => user.role = Role::User,
            _ => {}
        }
        Ok(before != (user.role, user.disabled_at.is_some()))
    }

    /// Checks that a password reset link can be created for the user, or sent to them.
    pub fn check_reset(&self, user: &User) -> Result<(), AdminRefusal> {
        let is_mailed = matches!(self.order, Order::MailResetLink(_));
        if user.disabled_at.is_some() {
            Err(AdminRefusal::Disabled)
        } else if is_mailed && user.confirmed_email().is_none() {
            Err(AdminRefusal::NoAddress)
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
    /// When the user was last active, according to the logins that still exist.
    pub last_seen_at: Option<Timestamp>,
}

impl UserSummary {
    /// Returns the summary of a user who was last seen at `last_seen_at`.
    pub fn of(user: &User, last_seen_at: Option<Timestamp>) -> Self {
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
            let act = AdminAct::new(Actor::User(user.id), Order::Enable(UserId::new()), at());
            assert_eq!(act.authorise(Some(&user)).is_ok(), may, "{role:?} {disabled}");
            let other = AdminAct { actor: Actor::User(UserId::new()), ..act.clone() };
            assert_eq!(other.authorise(Some(&user)), Err(AdminRefusal::NotAdmin));
            assert_eq!(act.authorise(None), Err(AdminRefusal::NotAdmin));
            assert_eq!(AdminAct { actor: Actor::CommandLine, ..act }.authorise(None), Ok(()));
        }
    }

    #[test]
    fn applying_a_command_twice_changes_the_user_once() {
        for (make, role, disabled, changes) in [
            (Order::Disable as fn(UserId) -> Order, Role::User, false, true),
            (Order::Disable, Role::User, true, false),
            (Order::Enable, Role::User, true, true),
            (Order::Enable, Role::Admin, false, false),
            (Order::GrantAdmin, Role::User, false, true),
            (Order::GrantAdmin, Role::Admin, false, false),
            (Order::WithdrawAdmin, Role::Admin, true, true),
            (Order::WithdrawAdmin, Role::User, false, false),
        ] {
            let mut user = user(role, disabled);
            let act = AdminAct::new(Actor::User(UserId::new()), make(user.id), at());
            let before = user.clone();
            assert_eq!(act.apply_to(&mut user), Ok(changes), "{act:?}");
            assert_eq!(user != before, changes, "{act:?}");
            assert_eq!(act.apply_to(&mut user), Ok(false), "{act:?}");
        }
    }

    #[test]
    fn admins_cannot_demote_or_disable_themselves_but_the_command_line_can() {
        for make in [Order::Disable as fn(UserId) -> Order, Order::WithdrawAdmin] {
            let mut admin = user(Role::Admin, false);
            let act = AdminAct::new(Actor::User(admin.id), make(admin.id), at());
            assert_eq!(act.apply_to(&mut admin), Err(AdminRefusal::Oneself));
            assert_eq!(admin, User { id: admin.id, ..user(Role::Admin, false) });
            let act = AdminAct { actor: Actor::CommandLine, ..act };
            assert_eq!(act.apply_to(&mut admin), Ok(true));
        }
    }
}
