//! Invitations: made, listed, taken back, and used to sign up.

use std::net::IpAddr;

use super::accounts::{self, NewAccount};
use super::{App, AppError, admin};
use crate::domain::admin::Order;
use crate::domain::audit::Actor;
use crate::domain::invitation::{INVITATION_LASTS, Invitation, InvitationId, InvitationNote};
use crate::domain::secret_hash::SecretHash;
use crate::domain::user::{Email, User};
use crate::storage::StoreError;

/// What came of inviting somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invited {
    /// The token of the link, to be handed over; kept nowhere.
    Token(String),
    /// A letter with the link is queued.
    Mailed,
}

/// Makes an invitation. With an address a letter with the link is queued, which is made when the letter
/// goes out; otherwise the token is given.
pub async fn invite(
    app: &App,
    actor: Actor,
    email: Option<Email>,
    note: InvitationNote,
) -> Result<Invited, AppError> {
    let (token, now) = (super::new_token(), app.clock.now());
    let is_mailed = email.is_some();
    let invitation = Invitation {
        id: InvitationId::new(),
        token_hash: (!is_mailed).then(|| SecretHash::of(&token)),
        user_id: actor.user(),
        email,
        note,
        created_at: now,
        expires_at: now + INVITATION_LASTS,
    };
    admin::carry_out(app, actor, Order::Invite(Box::new(invitation))).await?;
    Ok(if is_mailed { Invited::Mailed } else { Invited::Token(token) })
}

/// The invitations that can be used, the newest first.
pub async fn list(app: &App) -> Result<Vec<Invitation>, AppError> {
    Ok(app.store.invitations(app.clock.now()).await?)
}

/// Takes an invitation back. `false` where it cannot be used any more.
pub async fn revoke(app: &App, actor: Actor, id: InvitationId) -> Result<bool, AppError> {
    admin::carry_out(app, actor, Order::RevokeInvitation(id)).await
}

/// The invitation that a link is of, if it can be used.
pub async fn of_link(app: &App, token: &str) -> Result<Option<Invitation>, AppError> {
    Ok(app.store.invitation(&SecretHash::of(token), app.clock.now()).await?)
}

/// Makes an account by an invitation, for a person at an address. [`AppError::InvitationEnded`] where it
/// cannot be used: of several who use it at once, one gets an account.
pub async fn sign_up(
    app: &App,
    account: NewAccount,
    token: &str,
    from: IpAddr,
) -> Result<User, AppError> {
    accounts::signing_up(app, from, add_user(app, account, token)).await
}

async fn add_user(app: &App, account: NewAccount, token: &str) -> Result<User, AppError> {
    let user = accounts::new_user(app, account).await?;
    let added = app.store.add_invited_user(&user, &SecretHash::of(token), app.clock.now()).await?;
    app.messenger.wake();
    added.then_some(user).ok_or(AppError::InvitationEnded)
}

/// Gives an invitation its link, as its letter goes out; none where it cannot be used any more.
pub(super) async fn renew(
    app: &App,
    id: InvitationId,
) -> Result<Option<(Invitation, String)>, StoreError> {
    let token = super::new_token();
    let set = app.store.set_invitation_token(id, &SecretHash::of(&token), app.clock.now()).await?;
    Ok(set.map(|invitation| (invitation, token)))
}
