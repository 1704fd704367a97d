//! Tokens of the API: made, listed, revoked, and asked who sends one.

use chrono::TimeDelta;

use super::{App, AppError};
use crate::domain::secret_hash::SecretHash;
use crate::domain::token::{Lifetime, MAX_TOKENS, Scope, Secret, Token, TokenId, TokenName};
use crate::domain::user::User;

/// That a token was used is written at most this often.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Makes a token; gives it with its secret, which is kept nowhere. [`AppError::Token`] where the person
/// has another of this name, or as many as there can be.
pub async fn create(
    app: &App,
    user: &User,
    name: TokenName,
    scope: Scope,
    lifetime: Lifetime,
) -> Result<(Token, Secret), AppError> {
    let (secret, now) = (Secret::of(rand::random()), app.clock.now());
    let token = Token {
        id: TokenId::new(),
        user_id: user.id,
        name,
        token_hash: SecretHash::of(secret.reveal()),
        scope,
        created_at: now,
        expires_at: lifetime.end(now),
        last_used_at: None,
    };
    app.store.add_token(&token, MAX_TOKENS).await?;
    Ok((token, secret))
}

/// A person's tokens, the newest first; those that expired are among them for 30 days.
pub async fn list(app: &App, user: &User) -> Result<Vec<Token>, AppError> {
    Ok(app.store.tokens(user.id).await?)
}

/// Makes a token useless. `false` when the person has no such token.
pub async fn revoke(app: &App, user: &User, token: TokenId) -> Result<bool, AppError> {
    Ok(app.store.revoke_token(user.id, token).await?)
}

/// Who sends a text as their token, and what it lets them do. `None` where it is no token, expired,
/// was revoked, or its owner's account is closed; a text that cannot be a token costs no query. Notes
/// that it was used, writing so at most once a minute.
pub async fn authenticate(app: &App, text: &str) -> Result<Option<(User, Token)>, AppError> {
    let Ok(secret) = text.parse::<Secret>() else { return Ok(None) };
    let now = app.clock.now();
    let found = app.store.token_user(&SecretHash::of(secret.reveal()), now).await?;
    let Some((token, user)) = found else { return Ok(None) };
    if token.last_used_at.is_none_or(|used| now - used >= TOUCH_EVERY) {
        app.store.touch_token(user.id, &token, now).await?;
    }
    Ok(Some((user, token)))
}
