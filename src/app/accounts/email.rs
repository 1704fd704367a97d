//! Changing and confirming a user's email address.

use std::net::IpAddr;

use super::throttle;
use crate::app::{App, AppError, accounts};
use crate::domain::accounts::attempts;
use crate::domain::accounts::one_time_links::{CONFIRMATION_LIFETIME, EmailConfirmation};
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::{Email, User};
use crate::domain::notifications::outbox::{Message, Queued};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;

/// Requests a change of the email address, or removes it for `None`, after checking the current
/// password. A new address takes effect once it is confirmed.
pub(crate) async fn change(
    app: &App,
    (user, login): (&User, &SecretHash),
    password: Password,
    email: Option<&Email>,
    from: IpAddr,
) -> Result<(), AppError> {
    let user = accounts::check_password(app, user, password, from).await?;
    if email.is_some() {
        throttle::count(app, &attempts::confirmation_keys(user.id)).await?;
    }
    let changed = app.store.edit_email(user.id, login, email, app.clock.now()).await?;
    app.notifier.wake();
    changed.then_some(()).ok_or(AppError::SessionEnded)
}

/// Queues another confirmation link for the pending address, if there is one.
pub(crate) async fn resend(app: &App, user: &User) -> Result<(), AppError> {
    let Some(email) = user.pending_email().cloned() else { return Ok(()) };
    throttle::count(app, &attempts::confirmation_keys(user.id)).await?;
    let message = Message::ConfirmEmail { email };
    app.store.queue(&Queued::new(Some(user.id), message, app.clock.now())).await?;
    app.notifier.wake();
    Ok(())
}

/// Creates a link that confirms an address, and returns its token.
pub(crate) async fn add_confirmation(
    app: &App,
    user: &User,
    email: &Email,
) -> Result<String, StoreError> {
    let token = crate::app::new_token();
    let confirmation = EmailConfirmation {
        token_hash: SecretHash::new(&token),
        user_id: user.id,
        email: email.clone(),
        expires_at: app.clock.now() + CONFIRMATION_LIFETIME,
    };
    app.store.add_email_confirmation(&confirmation).await?;
    Ok(token)
}

/// Returns the address that a link confirms and its user, if the link still works.
pub(crate) async fn find_by_link(
    app: &App,
    token: &str,
) -> Result<Option<(Email, User)>, AppError> {
    Ok(app.store.email_confirmation(&SecretHash::new(token), app.clock.now()).await?)
}

/// Confirms an address with a link. Returns `false` if the link no longer works.
pub(crate) async fn confirm(app: &App, token: &str) -> Result<bool, AppError> {
    let done = app.store.confirm_email(&SecretHash::new(token), app.clock.now()).await?;
    app.notifier.wake();
    Ok(done)
}
