//! Users in the embedded store.

pub(crate) mod auth_events;
pub(crate) mod one_time_links;
pub(crate) mod sessions;
pub(crate) mod throttles;
pub(crate) mod tokens;

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::document::{execute, find, find_all, text};
use super::error::EmbeddedError;
use super::{Embedded, notifications};
use crate::domain::Timestamp;
use crate::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use crate::domain::accounts::user::{Email, EmailKey, User, UserId, UsernameKey};
use crate::domain::notifications::outbox::Message;
use crate::domain::settings::SettingsEdit;
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;
use crate::storage::accounts::Accounts;

#[async_trait]
impl Accounts for Embedded {
    async fn add_user(&self, user: &User) -> Result<(), StoreError> {
        let user = user.clone();
        self.write(move |connection| add(connection, &user)).await
    }

    async fn user_by_name(&self, name: &UsernameKey) -> Result<Option<User>, StoreError> {
        const SQL: &str = "SELECT doc FROM users WHERE username_key = ?1";
        self.read(|connection| find(connection, SQL, [name.as_str()]))
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.read(|connection| by_id(connection, id))
    }

    async fn users_by_email(&self, email: &EmailKey) -> Result<Vec<User>, StoreError> {
        const SQL: &str =
            "SELECT doc FROM users WHERE json_extract(doc, '$.email_key') = ?1 ORDER BY id";
        self.read(|connection| find_all(connection, SQL, [email.as_str()]))
    }

    async fn edit_email(
        &self,
        user: UserId,
        login: &SecretHash,
        email: Option<&Email>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (email, login) = (email.cloned(), login.clone());
        self.write(move |connection| {
            if !sessions::has_login(connection, user, &login)? {
                return Ok(false);
            }
            let Some(user) = by_id(connection, user)? else { return Ok(false) };
            want_email(connection, user, email, at)?;
            Ok(true)
        })
        .await
    }

    async fn edit_settings(&self, user: UserId, edit: &SettingsEdit) -> Result<bool, StoreError> {
        let edit = edit.clone();
        self.write(move |connection| apply_settings(connection, user, &edit)).await
    }

    async fn edit_settings_in(
        &self,
        user: UserId,
        login: &SecretHash,
        edit: &SettingsEdit,
    ) -> Result<bool, StoreError> {
        let (login, edit) = (login.clone(), edit.clone());
        self.write(move |connection| {
            Ok(sessions::has_login(connection, user, &login)?
                && apply_settings(connection, user, &edit)?)
        })
        .await
    }

    async fn set_password(
        &self,
        user: UserId,
        current: &PasswordHash,
        hash: &PasswordHash,
        renewal: PasswordChangeReason,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (current, hash) = (current.clone(), hash.clone());
        self.write(move |connection| {
            let found = by_id(connection, user)?.filter(|found| found.password_hash == current);
            let Some(user) = found else { return Ok(false) };
            replace_password(connection, user, hash, renewal, at)?;
            Ok(true)
        })
        .await
    }
}

/// Applies an edit to a user's current settings. Returns `false` if the user doesn't exist.
pub(super) fn apply_settings(
    connection: &Connection,
    user: UserId,
    settings_edit: &SettingsEdit,
) -> Result<bool, EmbeddedError> {
    edit(connection, user, |user| {
        Ok(user.settings.apply(settings_edit).map_err(StoreError::from)?)
    })
}

/// Adds a user, and queues a confirmation message if they entered an email address.
pub(super) fn add(connection: &Connection, user: &User) -> Result<(), EmbeddedError> {
    insert(connection, user)?;
    let given = user.pending_email().cloned().map(|email| Message::ConfirmEmail { email });
    notifications::add_all(connection, user.id, given, user.created_at)
}

/// Inserts a new user's document.
pub(super) fn insert(connection: &Connection, user: &User) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO users (id, username_key, doc) VALUES (?1, ?2, ?3)
                       ON CONFLICT (username_key) DO NOTHING";
    let values = params![user.id.to_string(), user.username_key.as_str(), text(user)?];
    let added = execute(connection, SQL, values)?;
    if added == 0 { Err(StoreError::UsernameTaken.into()) } else { Ok(()) }
}

/// Returns the user with this ID.
pub(super) fn by_id(connection: &Connection, id: UserId) -> Result<Option<User>, EmbeddedError> {
    find(connection, "SELECT doc FROM users WHERE id = ?1", [id.to_string()])
}

/// Updates a user's document.
pub(super) fn save(connection: &Connection, user: &User) -> Result<(), EmbeddedError> {
    let values = params![user.id.to_string(), text(user)?];
    execute(connection, "UPDATE users SET doc = ?2 WHERE id = ?1", values)?;
    Ok(())
}

/// Sets the password of a user who was read in this transaction, drops a requested change of a
/// confirmed email address, ends all sessions and password reset links, and queues a notification.
/// Also revokes the API tokens, if the reason says so.
pub(super) fn replace_password(
    connection: &Connection,
    mut user: User,
    hash: PasswordHash,
    renewal: PasswordChangeReason,
    at: Timestamp,
) -> Result<(), EmbeddedError> {
    user.password_hash = hash;
    user.drop_email_change();
    save(connection, &user)?;
    sessions::end_all(connection, user.id)?;
    end_resets(connection, user.id)?;
    if renewal.revokes_tokens() {
        tokens::revoke_all(connection, user.id)?;
    }
    let notice = user.confirmed_email().map(|to| Message::PasswordChanged { to: to.clone() });
    notifications::add_all(connection, user.id, notice, at)
}

fn want_email(
    connection: &Connection,
    mut user: User,
    email: Option<Email>,
    at: Timestamp,
) -> Result<(), EmbeddedError> {
    let messages = user.want_email(email);
    save(connection, &user)?;
    notifications::add_all(connection, user.id, messages, at)?;
    if user.email.is_none() {
        end_resets(connection, user.id)?;
    }
    Ok(())
}

/// Fails unless the user may still log in with this password.
pub(in crate::storage::embedded) fn check_password(
    connection: &Connection,
    user: UserId,
    password: &PasswordHash,
) -> Result<(), EmbeddedError> {
    let user = by_id(connection, user)?.filter(|user| user.may_log_in_with(password));
    user.map(drop).ok_or(EmbeddedError::Store(StoreError::NoSuchUser))
}

/// Deletes all password reset links of a user.
pub(super) fn end_resets(connection: &Connection, user: UserId) -> Result<(), EmbeddedError> {
    execute(connection, "DELETE FROM password_resets WHERE user_id = ?1", [user.to_string()])?;
    Ok(())
}

/// Edits a user's document and saves it if `change` returns `true`. Returns `false` if the user
/// doesn't exist.
fn edit(
    connection: &Connection,
    user: UserId,
    change: impl FnOnce(&mut User) -> Result<bool, EmbeddedError>,
) -> Result<bool, EmbeddedError> {
    let Some(mut user) = by_id(connection, user)? else { return Ok(false) };
    if change(&mut user)? {
        save(connection, &user)?;
    }
    Ok(true)
}
