//! A person's e-mail address: changing it, and confirming that it is theirs.

use std::net::IpAddr;

use super::{App, AppError, accounts, limits};
use crate::domain::outbox::{Message, Queued};
use crate::domain::password::Password;
use crate::domain::proof::{CONFIRMATION_LASTS, EmailConfirmation};
use crate::domain::secret_hash::SecretHash;
use crate::domain::user::{Email, User};
use crate::storage::StoreError;

/// Wants another address, or none, for whoever knows the current password.
pub async fn change(
    app: &App,
    user: &User,
    password: Password,
    email: Option<&Email>,
    from: IpAddr,
) -> Result<(), AppError> {
    accounts::log_in(app, user.username.as_str(), password, from).await?;
    if email.is_some() {
        limits::count_confirmation(app, user.id).await?;
    }
    let found = app.store.edit_email(user.id, email, app.clock.now()).await?;
    app.messenger.wake();
    found.then_some(()).ok_or(AppError::NoSuchUser)
}

/// Queues another link that confirms the address which waits for it, if one does.
pub async fn resend(app: &App, user: &User) -> Result<(), AppError> {
    let Some(email) = user.pending_email().cloned() else { return Ok(()) };
    limits::count_confirmation(app, user.id).await?;
    let message = Message::ConfirmEmail { email };
    app.store.queue(&Queued::new(Some(user.id), message, app.clock.now())).await?;
    app.messenger.wake();
    Ok(())
}

/// Makes a link that confirms an address; gives its token.
pub(super) async fn add_confirmation(
    app: &App,
    user: &User,
    email: &Email,
) -> Result<String, StoreError> {
    let token = super::new_token();
    let confirmation = EmailConfirmation {
        token_hash: SecretHash::of(&token),
        user_id: user.id,
        email: email.clone(),
        expires_at: app.clock.now() + CONFIRMATION_LASTS,
    };
    app.store.add_email_confirmation(&confirmation).await?;
    Ok(token)
}

/// The address that a link confirms and whose it is, if it can still be used.
pub async fn of_link(app: &App, token: &str) -> Result<Option<(Email, User)>, AppError> {
    Ok(app.store.email_confirmation(&SecretHash::of(token), app.clock.now()).await?)
}

/// Uses a link. `false` where it can no longer be used.
pub async fn confirm(app: &App, token: &str) -> Result<bool, AppError> {
    let done = app.store.confirm_email(&SecretHash::of(token), app.clock.now()).await?;
    app.messenger.wake();
    Ok(done)
}
