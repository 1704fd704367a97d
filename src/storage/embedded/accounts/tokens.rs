//! API tokens in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use crate::domain::Timestamp;
use crate::domain::accounts::token::{Token, TokenId};
use crate::domain::accounts::user::{User, UserId};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::embedded::Embedded;
use crate::storage::embedded::accounts::sessions::check_login;
use crate::storage::embedded::document::{execute, find_all, find_with_user, millis, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::{StoreError, Tokens};

#[async_trait]
impl Tokens for Embedded {
    async fn add_token(
        &self,
        token: &Token,
        login: &SecretHash,
        limit: usize,
    ) -> Result<(), StoreError> {
        let (token, login) = (token.clone(), login.clone());
        self.write(move |connection| {
            check_login(connection, token.user_id, &login)?;
            add(connection, &token, limit)
        })
        .await
    }

    async fn tokens(&self, user: UserId) -> Result<Vec<Token>, StoreError> {
        self.read(|connection| of_user(connection, user))
    }

    async fn token_user(
        &self,
        hash: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Token, User)>, StoreError> {
        self.read(|connection| with_user(connection, hash, now))
    }

    async fn touch_token(
        &self,
        user: UserId,
        token: &Token,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE tokens SET doc = ?4 WHERE token_hash = ?1 AND user_id = ?2
             AND json_extract(doc, '$.last_used_at') IS json_extract(?3, '$.last_used_at')";
        let touched = Token { last_used_at: Some(at), ..token.clone() };
        let (token, user) = (token.clone(), user.to_string());
        self.write(move |connection| {
            let hash = token.token_hash.to_string();
            execute(connection, SQL, params![hash, user, text(&token)?, text(&touched)?])?;
            Ok(())
        })
        .await
    }

    async fn revoke_token(&self, user: UserId, token: TokenId) -> Result<bool, StoreError> {
        const SQL: &str =
            "DELETE FROM tokens WHERE user_id = ?1 AND json_extract(doc, '$.id') = ?2";
        let key = [user.to_string(), token.to_string()];
        self.write(move |connection| Ok(execute(connection, SQL, key)? > 0)).await
    }
}

/// Deletes all tokens of a user.
pub(in crate::storage::embedded) fn revoke_all(
    connection: &Connection,
    user: UserId,
) -> Result<(), EmbeddedError> {
    execute(connection, "DELETE FROM tokens WHERE user_id = ?1", [user.to_string()])?;
    Ok(())
}

fn of_user(connection: &Connection, user: UserId) -> Result<Vec<Token>, EmbeddedError> {
    const SQL: &str =
        "SELECT doc FROM tokens WHERE user_id = ?1 ORDER BY json_extract(doc, '$.id') DESC";
    find_all(connection, SQL, [user.to_string()])
}

fn add(connection: &Connection, token: &Token, limit: usize) -> Result<(), EmbeddedError> {
    let others = of_user(connection, token.user_id)?;
    token.fits_beside(&others, limit).map_err(StoreError::Token)?;
    insert(connection, token)
}

/// Inserts a new token's document.
pub(in crate::storage::embedded) fn insert(
    connection: &Connection,
    token: &Token,
) -> Result<(), EmbeddedError> {
    const SQL: &str =
        "INSERT INTO tokens (token_hash, user_id, forgotten_at, doc) VALUES (?1, ?2, ?3, ?4)";
    let (hash, user) = (token.token_hash.to_string(), token.user_id.to_string());
    let values = params![hash, user, token.forgotten_at().map(millis), text(token)?];
    execute(connection, SQL, values)?;
    Ok(())
}

fn with_user(
    connection: &Connection,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<(Token, User)>, EmbeddedError> {
    const SQL: &str = "SELECT tokens.doc, users.doc
         FROM tokens JOIN users ON users.id = tokens.user_id WHERE tokens.token_hash = ?1";
    find_with_user(connection, SQL, [hash.to_string()], |token: &Token| token.has_expired(now))
}
