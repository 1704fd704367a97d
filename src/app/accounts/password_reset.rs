//! Password resets: requesting a link and using it.

use std::net::IpAddr;

use super::password_rules::hash_new;
use super::{auth_events, throttle};
use crate::app::{App, AppError};
use crate::domain::accounts::attempts;
use crate::domain::accounts::auth_event::AuthEventKind;
use crate::domain::accounts::one_time_links::{PasswordReset, RESET_LIFETIME};
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::User;
use crate::domain::notifications::outbox::{Message, Queued};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;

/// The number of characters after which the input is truncated: the maximum length of an email
/// address.
const MAX_TYPED: usize = 254;

/// Queues a password reset link for the accounts with this username or email address. The request
/// does the same work whether or not such an account exists: the lookup happens on delivery.
pub(crate) async fn request(app: &App, typed: &str, from: IpAddr) -> Result<(), AppError> {
    let (keys, kind) =
        (attempts::reset_request_keys(typed, from), AuthEventKind::ThrottledResetRequest);
    throttle::count_recorded(app, &keys, kind, Some(typed), from).await?;
    let typed = typed.chars().take(MAX_TYPED).collect();
    let message = Message::ForgottenPassword { typed };
    app.store.queue(&Queued::new(None, message, app.clock.now())).await?;
    app.notifier.wake();
    Ok(())
}

/// Creates a password reset link and returns its token.
pub async fn add_link(app: &App, user: &User) -> Result<String, StoreError> {
    let token = crate::app::new_token();
    let expires_at = app.clock.now() + RESET_LIFETIME;
    let token_hash = SecretHash::new(&token);
    let reset = PasswordReset { token_hash, user_id: user.id, made_by: None, expires_at };
    app.store.add_password_reset(&reset).await?;
    Ok(token)
}

/// Returns the user whose password a link can reset, if the link still works.
pub(crate) async fn find_user(app: &App, token: &str) -> Result<Option<User>, AppError> {
    Ok(app.store.password_reset(&SecretHash::new(token), app.clock.now()).await?)
}

/// Resets the password of a user who has a link, ends all sessions, and revokes all API tokens.
/// Returns `false` if the link no longer works. Attempts are counted, because each one estimates
/// the strength of a password and compares it with the current one. The counts of wrong passwords are
/// deleted.
pub(crate) async fn reset(
    app: &App,
    user: &User,
    token: &str,
    password: Password,
    from: IpAddr,
) -> Result<bool, AppError> {
    let (name, kind) = (user.username.as_str(), AuthEventKind::ThrottledReset);
    throttle::count_recorded(app, &attempts::reset_keys(user), kind, Some(name), from).await?;
    let hash = hash_new(app, password, &user.username, Some(&user.password_hash)).await?;
    let done = app.store.reset_password(&SecretHash::new(token), &hash, app.clock.now()).await?;
    app.notifier.wake();
    if done {
        throttle::clear(app, user).await;
        auth_events::record(app, AuthEventKind::Reset, Some(name), from);
    }
    Ok(done)
}
