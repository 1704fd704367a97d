//! One-time links in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use crate::domain::Timestamp;
use crate::domain::accounts::one_time_links::{EmailConfirmation, PasswordReset};
use crate::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use crate::domain::accounts::user::{Email, User};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::embedded::document::{execute, find, millis, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::embedded::{Embedded, accounts, notifications};
use crate::storage::{OneTimeLinks, StoreError};

#[async_trait]
impl OneTimeLinks for Embedded {
    async fn add_password_reset(&self, reset: &PasswordReset) -> Result<(), StoreError> {
        let reset = reset.clone();
        self.write(move |connection| insert_reset(connection, &reset)).await
    }

    async fn password_reset(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        self.read(|connection| user_of_reset(connection, token, now))
    }

    async fn reset_password(
        &self,
        token: &SecretHash,
        hash: &PasswordHash,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (token, hash) = (token.clone(), hash.clone());
        self.write(move |connection| {
            let Some(user) = user_of_reset(connection, &token, now)? else { return Ok(false) };
            let reset = PasswordChangeReason::Reset;
            accounts::replace_password(connection, user, hash, reset, now)?;
            Ok(true)
        })
        .await
    }

    async fn add_email_confirmation(
        &self,
        confirmation: &EmailConfirmation,
    ) -> Result<(), StoreError> {
        let new = confirmation.clone();
        self.write(move |connection| insert_confirmation(connection, &new)).await
    }

    async fn email_confirmation(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Email, User)>, StoreError> {
        self.read(|connection| confirmation(connection, token, now))
    }

    async fn confirm_email(&self, token: &SecretHash, now: Timestamp) -> Result<bool, StoreError> {
        let token = token.clone();
        self.write(move |connection| confirm(connection, &token, now)).await
    }
}

/// Inserts the document of a password reset link.
pub(in crate::storage::embedded) fn insert_reset(
    connection: &Connection,
    new: &PasswordReset,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO password_resets (token_hash, user_id, expires_at, doc)
                       VALUES (?1, ?2, ?3, ?4)";
    let (key, user) = (new.token_hash.to_string(), new.user_id.to_string());
    execute(connection, SQL, params![key, user, millis(new.expires_at), text(new)?])?;
    Ok(())
}

/// Inserts the document of an email confirmation link.
pub(in crate::storage::embedded) fn insert_confirmation(
    connection: &Connection,
    new: &EmailConfirmation,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO email_confirmations (token_hash, user_id, expires_at, doc)
                       VALUES (?1, ?2, ?3, ?4)";
    let (key, user) = (new.token_hash.to_string(), new.user_id.to_string());
    execute(connection, SQL, params![key, user, millis(new.expires_at), text(new)?])?;
    Ok(())
}

fn user_of_reset(
    connection: &Connection,
    token: &SecretHash,
    now: Timestamp,
) -> Result<Option<User>, EmbeddedError> {
    const SQL: &str = "SELECT doc FROM password_resets WHERE token_hash = ?1";
    let found: Option<PasswordReset> = find(connection, SQL, [token.to_string()])?;
    let Some(reset) = found else { return Ok(None) };
    let maker = reset.made_by.map(|id| accounts::by_id(connection, id)).transpose()?.flatten();
    if !reset.can_be_used(now, maker.as_ref()) {
        return Ok(None);
    }
    let user = accounts::by_id(connection, reset.user_id)?;
    Ok(user.filter(|user| user.disabled_at.is_none()))
}

fn confirmation(
    connection: &Connection,
    token: &SecretHash,
    now: Timestamp,
) -> Result<Option<(Email, User)>, EmbeddedError> {
    const SQL: &str = "SELECT doc FROM email_confirmations WHERE token_hash = ?1";
    let found: Option<EmailConfirmation> = find(connection, SQL, [token.to_string()])?;
    let Some(link) = found.filter(|link| link.expires_at > now) else { return Ok(None) };
    let user = accounts::by_id(connection, link.user_id)?;
    let user = user.filter(|user| user.pending_email() == Some(&link.email));
    Ok(user.map(|user| (link.email, user)))
}

fn confirm(
    connection: &Connection,
    token: &SecretHash,
    now: Timestamp,
) -> Result<bool, EmbeddedError> {
    const SQL: &str = "DELETE FROM email_confirmations WHERE user_id = ?1";
    let Some((_, mut user)) = confirmation(connection, token, now)? else { return Ok(false) };
    let messages = user.confirm_email();
    accounts::save(connection, &user)?;
    accounts::end_resets(connection, user.id)?;
    execute(connection, SQL, [user.id.to_string()])?;
    notifications::add_all(connection, user.id, messages, now)?;
    Ok(true)
}
