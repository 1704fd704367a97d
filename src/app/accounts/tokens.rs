//! API tokens: creating, listing, revoking, and authenticating with them.

use chrono::TimeDelta;

use crate::app::{App, AppError};
use crate::domain::accounts::token::{
    Lifetime, MAX_TOKENS, Scope, Secret, Token, TokenId, TokenName,
};
use crate::domain::accounts::user::User;
use crate::domain::values::secret_hash::SecretHash;

/// The minimum interval between updates of a token's `last_used_at`.
const TOUCH_INTERVAL: TimeDelta = TimeDelta::minutes(1);

/// Creates a token for a user in this session, and returns it with its secret, of which only a hash is
/// stored. Fails with [`AppError::Token`] if the user has another token with this name, or already has
/// [`MAX_TOKENS`].
pub async fn create(
    app: &App,
    (user, login): (&User, &SecretHash),
    name: TokenName,
    scope: Scope,
    lifetime: Lifetime,
) -> Result<(Token, Secret), AppError> {
    let (secret, now) = (Secret::from_bytes(rand::random()), app.clock.now());
    let token = Token {
        id: TokenId::new(),
        user_id: user.id,
        name,
        token_hash: SecretHash::new(secret.reveal()),
        scope,
        created_at: now,
        expires_at: lifetime.end(now),
        last_used_at: None,
    };
    let added = app.store.add_token(&token, login, MAX_TOKENS).await;
    added.map_err(AppError::of_login)?;
    Ok((token, secret))
}

/// Returns a user's tokens, newest first. Expired ones are included for 30 days.
pub async fn list(app: &App, user: &User) -> Result<Vec<Token>, AppError> {
    Ok(app.store.tokens(user.id).await?)
}

/// Revokes a token. Returns `false` if the user has no such token.
pub(crate) async fn revoke(app: &App, user: &User, token: TokenId) -> Result<bool, AppError> {
    Ok(app.store.revoke_token(user.id, token).await?)
}

/// Returns a token and its owner. Returns `None` if it is unknown, expired, or revoked, or if its
/// owner is disabled. A malformed token is rejected without a query. Records that the token was
/// used, with at most one write per minute.
pub async fn authenticate(app: &App, text: &str) -> Result<Option<(User, Token)>, AppError> {
    let Ok(secret) = text.parse::<Secret>() else { return Ok(None) };
    let now = app.clock.now();
    let found = app.store.token_user(&SecretHash::new(secret.reveal()), now).await?;
    let Some((token, user)) = found else { return Ok(None) };
    if token.last_used_at.is_none_or(|used| (now - used).abs() >= TOUCH_INTERVAL) {
        // The time is only shown. On a full disk, programs can still read.
        if let Err(error) = app.store.touch_token(user.id, &token, now).await {
            tracing::warn!(%error, "the use of a token was not recorded");
        }
    }
    Ok(Some((user, token)))
}
