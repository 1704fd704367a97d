//! Invitations: creating, listing, revoking, and using them.

use std::net::IpAddr;

use crate::app::accounts::{self, NewAccount};
use crate::app::{App, AppError, admin};
use crate::domain::accounts::user::{Email, User};
use crate::domain::admin::AdminCommand;
use crate::domain::admin::audit::Actor;
use crate::domain::admin::invitation::{
    INVITATION_LIFETIME, Invitation, InvitationId, InvitationNote,
};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;

/// The result of creating an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationLink {
    /// The token of the link, which the admin passes on. Only its hash is stored.
    Token(String),
    /// An email with the link was queued.
    Mailed,
}

/// Creates an invitation. With an email address, a message is queued, and the link is generated
/// when it is sent. Without one, the token is returned.
pub async fn invite(
    app: &App,
    actor: Actor,
    email: Option<Email>,
    note: InvitationNote,
) -> Result<InvitationLink, AppError> {
    let (token, now) = (crate::app::new_token(), app.clock.now());
    let is_mailed = email.is_some();
    let invitation = Invitation {
        id: InvitationId::new(),
        token_hash: (!is_mailed).then(|| SecretHash::new(&token)),
        user_id: actor.user(),
        email,
        note,
        created_at: now,
        expires_at: now + INVITATION_LIFETIME,
    };
    admin::apply(app, actor, AdminCommand::Invite(Box::new(invitation))).await?;
    Ok(if is_mailed { InvitationLink::Mailed } else { InvitationLink::Token(token) })
}

/// Returns the invitations that can still be used, newest first.
pub(crate) async fn list(app: &App) -> Result<Vec<Invitation>, AppError> {
    Ok(app.store.invitations(app.clock.now()).await?)
}

/// Revokes an invitation. Returns `false` if it could no longer be used.
pub(crate) async fn revoke(app: &App, actor: Actor, id: InvitationId) -> Result<bool, AppError> {
    admin::apply(app, actor, AdminCommand::RevokeInvitation(id)).await
}

/// Returns the invitation of a link, if it can still be used.
pub(crate) async fn find_by_link(app: &App, token: &str) -> Result<Option<Invitation>, AppError> {
    Ok(app.store.invitation(&SecretHash::new(token), app.clock.now()).await?)
}

/// Creates an account with an invitation, for a client at this IP address. Fails with
/// [`AppError::InvalidInvitation`] if the invitation can't be used. If it is used several times
/// concurrently, only one account is created.
pub(crate) async fn sign_up(
    app: &App,
    account: NewAccount,
    token: &str,
    from: IpAddr,
) -> Result<User, AppError> {
    accounts::with_signup_limit(app, from, add_user(app, account, token)).await
}

async fn add_user(app: &App, account: NewAccount, token: &str) -> Result<User, AppError> {
    let user = accounts::build_user(app, account).await?;
    let added = app.store.add_invited_user(&user, &SecretHash::new(token), app.clock.now()).await?;
    app.notifier.wake();
    added.then_some(user).ok_or(AppError::InvalidInvitation)
}

/// Generates a new link for an invitation when its email is sent. Returns `None` if the invitation
/// can no longer be used.
pub(crate) async fn renew(
    app: &App,
    id: InvitationId,
) -> Result<Option<(Invitation, String)>, StoreError> {
    let token = crate::app::new_token();
    let set = app.store.set_invitation_token(id, &SecretHash::new(&token), app.clock.now()).await?;
    Ok(set.map(|invitation| (invitation, token)))
}
