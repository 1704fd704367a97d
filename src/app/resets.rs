//! Forgotten passwords: asking for a link, and using it.

use std::net::IpAddr;

use super::{App, AppError, limits};
use crate::domain::outbox::{Message, Queued};
use crate::domain::password::Password;
use crate::domain::proof::{PasswordReset, RESET_LASTS};
use crate::domain::secret_hash::SecretHash;
use crate::domain::user::User;
use crate::storage::StoreError;

/// The most characters kept of what was typed: an address has at most so many.
const MAX_TYPED: usize = 254;

/// Queues a link to a new password for whoever the username or address belongs to. What is done is
/// the same whether or not that is anybody.
pub async fn ask(app: &App, typed: &str, from: IpAddr) -> Result<(), AppError> {
    limits::count_forgotten(app, typed, from).await?;
    let typed = typed.chars().take(MAX_TYPED).collect();
    let message = Message::ForgottenPassword { typed };
    app.store.queue(&Queued::new(None, message, app.clock.now())).await?;
    app.messenger.wake();
    Ok(())
}

/// Makes a link to a new password; gives its token.
pub async fn add_link(app: &App, user: &User) -> Result<String, StoreError> {
    let token = super::new_token();
    let expires_at = app.clock.now() + RESET_LASTS;
    let token_hash = SecretHash::of(&token);
    let reset = PasswordReset { token_hash, user_id: user.id, made_by: None, expires_at };
    app.store.add_password_reset(&reset).await?;
    Ok(token)
}

/// Whose password a link can set, if it can still be used.
pub async fn user_of(app: &App, token: &str) -> Result<Option<User>, AppError> {
    Ok(app.store.password_reset(&SecretHash::of(token), app.clock.now()).await?)
}

/// Uses a link: sets the password, ends every login and revokes the tokens. `false` where it can no longer be used.
pub async fn reset(app: &App, token: &str, password: Password) -> Result<bool, AppError> {
    let hash = app.hasher.hash(password).await?;
    let done = app.store.reset_password(&SecretHash::of(token), &hash, app.clock.now()).await?;
    app.messenger.wake();
    Ok(done)
}
