//! Users in the embedded file.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::document::{execute, find, text};
use super::error::Error;
use super::{Embedded, sessions};
use crate::domain::Timestamp;
use crate::domain::password::PasswordHash;
use crate::domain::settings::SettingsEdit;
use crate::domain::user::{User, UserId, UsernameKey};
use crate::storage::{Accounts, StoreError};

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

    async fn edit_settings(&self, user: UserId, edit: &SettingsEdit) -> Result<bool, StoreError> {
        let edit = edit.clone();
        self.write(move |connection| apply_settings(connection, user, &edit)).await
    }

    async fn set_password(&self, user: UserId, hash: &PasswordHash) -> Result<bool, StoreError> {
        let hash = hash.clone();
        self.write(move |connection| {
            sessions::end_all(connection, user)?;
            edit(connection, user, |user| {
                user.password_hash = hash;
                Ok(true)
            })
        })
        .await
    }

    async fn set_disabled(&self, user: UserId, at: Option<Timestamp>) -> Result<bool, StoreError> {
        self.write(move |connection| {
            if at.is_some() {
                sessions::end_all(connection, user)?;
            }
            edit(connection, user, |user| {
                user.disabled_at = at;
                Ok(true)
            })
        })
        .await
    }
}

/// Applies an edit to the settings as they are; `false` without such a user.
pub(super) fn apply_settings(
    connection: &Connection,
    user: UserId,
    settings_edit: &SettingsEdit,
) -> Result<bool, Error> {
    edit(connection, user, |user| {
        Ok(user.settings.apply(settings_edit).map_err(StoreError::Types)?)
    })
}

fn add(connection: &Connection, user: &User) -> Result<(), Error> {
    const SQL: &str = "INSERT INTO users (id, username_key, doc) VALUES (?1, ?2, ?3)
                       ON CONFLICT (username_key) DO NOTHING";
    let values = params![user.id.to_string(), user.username_key.as_str(), text(user)?];
    match execute(connection, SQL, values)? {
        0 => Err(StoreError::UsernameTaken.into()),
        _ => Ok(()),
    }
}

/// Changes a user's document, where `change` says that it did; `false` without such a user.
fn edit(
    connection: &Connection,
    user: UserId,
    change: impl FnOnce(&mut User) -> Result<bool, Error>,
) -> Result<bool, Error> {
    let id = user.to_string();
    let found = find(connection, "SELECT doc FROM users WHERE id = ?1", [&id])?;
    let Some(mut user) = found else { return Ok(false) };
    if change(&mut user)? {
        let values = params![id, text(&user)?];
        execute(connection, "UPDATE users SET doc = ?2 WHERE id = ?1", values)?;
    }
    Ok(true)
}
