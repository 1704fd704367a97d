//! What admins do, and what they see of users: who they are, and never what they logged.

use super::Timestamp;
use super::audit::{Actor, AuditEntry, Deed};
use super::id::{AuditId, InvitationId, UserId};
use super::invitation::{Invitation, MAX_INVITATIONS};
use super::password::PasswordHash;
use super::proof::PasswordReset;
use super::user::{Role, User};
use super::username::Username;
use crate::domain::problem::{Coded, Params, params};

/// Why an admin's act is not carried out. Nothing was changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdminRefusal {
    /// Whoever asks is no admin, or no longer.
    #[error("admin.no_longer")]
    NotAdmin,
    /// Nobody shuts themself out: since whoever acts is an active admin, one always remains.
    #[error("admin.oneself")]
    Oneself,
    /// No link to a new password would work.
    #[error("admin.disabled")]
    Disabled,
    /// There is nowhere to send a letter to.
    #[error("admin.no_address")]
    NoAddress,
    /// The admin has as many open invitations as there can be.
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

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Make an account.
    AddUser(Box<User>),
    /// Set somebody's password, as at a reset.
    SetPassword(UserId, PasswordHash),
    /// Close an account, and end its logins.
    Disable(UserId),
    /// Open it again.
    Enable(UserId),
    /// Make somebody an admin.
    GrantAdmin(UserId),
    /// Make an admin a user as others are.
    WithdrawAdmin(UserId),
    /// Make a link to a new password, which is shown to whoever asks.
    ShowResetLink(PasswordReset),
    /// Queue a letter with such a link.
    MailResetLink(UserId),
    /// Make an invitation; with an address, a letter with the link is queued.
    Invite(Box<Invitation>),
    /// Take an invitation back.
    RevokeInvitation(InvitationId),
}

/// An act of an admin, which becomes an entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminAct {
    /// Names the entry.
    pub id: AuditId,
    /// Who acts.
    pub actor: Actor,
    /// When the admin acted.
    pub at: Timestamp,
    /// What is to be done.
    pub order: Order,
}

impl AdminAct {
    /// An act at this moment.
    pub fn new(actor: Actor, order: Order, at: Timestamp) -> Self {
        Self { id: AuditId::new(), actor, at, order }
    }

    /// What the log says of it.
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

    /// Whether whoever acts may: the user as they are at that moment, none of the command line.
    pub fn authorise(&self, actor: Option<&User>) -> Result<(), AdminRefusal> {
        let may = match self.actor {
            Actor::CommandLine => true,
            Actor::User(id) => actor.is_some_and(|user| user.id == id && user.is_active_admin()),
        };
        if may { Ok(()) } else { Err(AdminRefusal::NotAdmin) }
    }

    /// Changes a user as the act wants; tells whether that changed anything.
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

    /// Whether a link to a new password can be made for a user, or sent to them.
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

/// What an admin sees of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSummary {
    /// Names the user.
    pub id: UserId,
    /// As the person writes it.
    pub username: Username,
    /// What the user may do.
    pub role: Role,
    /// Since when the account is there.
    pub created_at: Timestamp,
    /// Set while it is closed.
    pub disabled_at: Option<Timestamp>,
    /// Whether they confirmed an address; not which.
    pub has_address: bool,
    /// When they were last seen by a login that is still kept.
    pub last_seen_at: Option<Timestamp>,
}

impl UserSummary {
    /// What an admin sees of a user who was last seen then.
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
    fn only_active_admins_and_the_command_line_act() {
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
    fn an_act_changes_a_user_once() {
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
    fn nobody_shuts_themself_out_but_for_the_command_line() {
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
