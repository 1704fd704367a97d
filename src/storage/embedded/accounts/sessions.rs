//! Login sessions in the embedded store.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::SecondsFormat;
use rusqlite::{Connection, params};

use crate::domain::Timestamp;
use crate::domain::accounts::password::PasswordHash;
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::backup::records::RecordKind;
use crate::domain::values::clock_error::CLOCK_TOLERANCE;
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;
use crate::storage::accounts::Sessions;
use crate::storage::backup::collection_name;
use crate::storage::embedded::document::{execute, find, find_all, find_with_user, millis, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::embedded::{Embedded, notifications};

#[async_trait]
impl Sessions for Embedded {
    async fn session(
        &self,
        key: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(LoginSession, User)>, StoreError> {
        self.read(|connection| with_user(connection, key, now))
    }

    async fn add_session(
        &self,
        session: &LoginSession,
        password: &PasswordHash,
    ) -> Result<(), StoreError> {
        let (session, password) = (session.clone(), password.clone());
        self.write(move |connection| start(connection, &session, &password)).await
    }

    async fn sessions(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<LoginSession>, StoreError> {
        let mut sessions = self.read(|connection| of_user(connection, user))?;
        sessions.retain(|session| session.expires_at > now);
        sessions.sort_by_key(|session| Reverse(session.last_seen_at));
        Ok(sessions)
    }

    async fn edit_session_data(
        &self,
        key: &SecretHash,
        before: &BTreeMap<String, String>,
        after: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        let (key, before, after) = (key.clone(), before.clone(), after.clone());
        self.write(move |connection| {
            edit(connection, &key, |session| session.merge_data(&before, &after))
        })
        .await
    }

    async fn touch_session(
        &self,
        key: &SecretHash,
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let key = key.clone();
        self.write(move |connection| {
            edit(connection, &key, |session| session.touch(seen, expires))?;
            Ok(())
        })
        .await
    }

    async fn end_session(&self, key: &SecretHash) -> Result<(), StoreError> {
        let key = key.clone();
        self.write(move |connection| remove(connection, &key)).await
    }

    async fn end_other_sessions(&self, user: UserId, kept: &SecretHash) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM sessions WHERE user_id = ?1 AND key_hash <> ?2";
        let values = [user.to_string(), kept.to_string()];
        self.write(move |connection| {
            execute(connection, SQL, values)?;
            Ok(())
        })
        .await
    }

    async fn purge(&self, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |connection| {
            for kind in RecordKind::ALL.iter().filter(|kind| kind.expires()) {
                // Expired tokens remain in their owner's list for a while.
                let expiry = if *kind == RecordKind::Token { "forgotten_at" } else { "expires_at" };
                let expiring = collection_name(*kind);
                let sql = format!("DELETE FROM {expiring} WHERE {expiry} <= ?1 OR {expiry} > ?2");
                let latest = kind.max_lifetime().map(|most| millis(now + most + CLOCK_TOLERANCE));
                execute(connection, &sql, [millis(now), latest.unwrap_or(i64::MAX)])?;
            }
            date_back_ahead(connection, now)?;
            notifications::make_due_if_ahead(connection, now)
        })
        .await?;
        self.finish_erasure().await
    }
}

/// Corrects the sessions that were last seen while the clock was ahead.
fn date_back_ahead(connection: &Connection, now: Timestamp) -> Result<(), EmbeddedError> {
    const SQL: &str = "SELECT doc FROM sessions
         WHERE expires_at > ?1 AND json_extract(doc, '$.last_seen_at') > ?2";
    let latest = (now + CLOCK_TOLERANCE).to_rfc3339_opts(SecondsFormat::AutoSi, true);
    let ahead: Vec<LoginSession> = find_all(connection, SQL, params![millis(now), latest])?;
    for session in ahead {
        edit(connection, &session.key_hash, |session| session.date_back(now))?;
    }
    Ok(())
}

/// Ends all sessions of a user.
pub(in crate::storage::embedded) fn end_all(
    connection: &Connection,
    user: UserId,
) -> Result<(), EmbeddedError> {
    execute(connection, "DELETE FROM sessions WHERE user_id = ?1", [user.to_string()])?;
    Ok(())
}

fn with_user(
    connection: &Connection,
    key: &SecretHash,
    now: Timestamp,
) -> Result<Option<(LoginSession, User)>, EmbeddedError> {
    const SQL: &str = "SELECT sessions.doc, users.doc
         FROM sessions JOIN users ON users.id = sessions.user_id WHERE sessions.key_hash = ?1";
    find_with_user(connection, SQL, [key.to_string()], |session: &LoginSession| {
        session.expires_at <= now
    })
}

/// Returns the sessions of a user, without the forms in their data.
fn of_user(connection: &Connection, user: UserId) -> Result<Vec<LoginSession>, EmbeddedError> {
    const SQL: &str = "SELECT json_remove(doc, ?2, ?3) FROM sessions WHERE user_id = ?1";
    let [pending, previews] = LoginSession::FORMS.map(|key| format!("$.data.{key}"));
    find_all(connection, SQL, [user.to_string(), pending, previews])
}

/// Adds a session, and ends the user's surplus sessions.
fn start(
    connection: &Connection,
    session: &LoginSession,
    password: &PasswordHash,
) -> Result<(), EmbeddedError> {
    super::check_password(connection, session.user_id, password)?;
    let others = of_user(connection, session.user_id)?;
    for key in LoginSession::surplus(others, session.created_at) {
        remove(connection, &key)?;
    }
    add(connection, session)
}

/// Fails unless this session of the user still exists. Changing the password and disabling the account
/// end it, too.
pub(in crate::storage::embedded) fn check_login(
    connection: &Connection,
    user: UserId,
    key: &SecretHash,
) -> Result<(), EmbeddedError> {
    if has_login(connection, user, key)? { Ok(()) } else { Err(StoreError::NoSuchUser.into()) }
}

/// Returns whether this session of the user still exists.
pub(super) fn has_login(
    connection: &Connection,
    user: UserId,
    key: &SecretHash,
) -> Result<bool, EmbeddedError> {
    const SQL: &str = "SELECT doc FROM sessions WHERE key_hash = ?1";
    let found: Option<LoginSession> = find(connection, SQL, [key.to_string()])?;
    Ok(found.is_some_and(|found| found.user_id == user))
}

fn remove(connection: &Connection, key: &SecretHash) -> Result<(), EmbeddedError> {
    execute(connection, "DELETE FROM sessions WHERE key_hash = ?1", [key.to_string()])?;
    Ok(())
}

/// Inserts a new session's document.
pub(in crate::storage::embedded) fn add(
    connection: &Connection,
    session: &LoginSession,
) -> Result<(), EmbeddedError> {
    const SQL: &str =
        "INSERT INTO sessions (key_hash, user_id, expires_at, doc) VALUES (?1, ?2, ?3, ?4)";
    let (key, user) = (session.key_hash.to_string(), session.user_id.to_string());
    execute(connection, SQL, params![key, user, millis(session.expires_at), text(session)?])?;
    Ok(())
}

/// Edits a session's document. Returns `false` if the session doesn't exist.
fn edit(
    connection: &Connection,
    key: &SecretHash,
    change: impl FnOnce(&mut LoginSession),
) -> Result<bool, EmbeddedError> {
    const SQL: &str = "UPDATE sessions SET expires_at = ?2, doc = ?3 WHERE key_hash = ?1";
    let key = key.to_string();
    let found = find(connection, "SELECT doc FROM sessions WHERE key_hash = ?1", [&key])?;
    let Some(mut session) = found else { return Ok(false) };
    change(&mut session);
    execute(connection, SQL, params![key, millis(session.expires_at), text(&session)?])?;
    Ok(true)
}
