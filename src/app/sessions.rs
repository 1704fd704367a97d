//! Logins: how long they last and how they are kept.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{App, AppError};
use crate::domain::secret_hash::SecretHash;
use crate::domain::session::LoginSession;
use crate::domain::user::{User, UserId};

/// How long a login lasts after the person was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLengths {
    /// Of an ordinary login.
    pub idle: Duration,
    /// Of one that the person asked to be remembered.
    pub remember: Duration,
}

/// A person is noted as seen at most this often (and four times in a login shorter than that).
const TOUCH_EVERY: Duration = Duration::from_mins(1);

/// Where a login's data says that it is remembered.
pub const REMEMBER: &str = "remember";

/// A new login.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Who is signed in.
    pub user_id: UserId,
    /// What the browser calls itself.
    pub user_agent: String,
    /// What the pages keep there, [`REMEMBER`] among it where asked.
    pub data: BTreeMap<String, String>,
}

/// The login under a key and its user, unless it has ended. Slides its end, writing so at most once
/// a minute.
pub async fn find(app: &App, key: &str) -> Result<Option<(LoginSession, User)>, AppError> {
    let now = app.clock.now();
    let hash = SecretHash::of(key);
    let Some((session, user)) = app.store.session(&hash, now).await? else { return Ok(None) };
    let length = length(app, &session.data);
    let unseen = (now - session.last_seen_at).to_std().unwrap_or_default();
    if unseen >= TOUCH_EVERY.min(length / 4) {
        app.store.touch_session(&hash, now, now + length).await?;
    }
    Ok(Some((session, user)))
}

/// Keeps a new login under a key.
pub async fn add(app: &App, key: &str, new: NewSession) -> Result<(), AppError> {
    let now = app.clock.now();
    let session = LoginSession {
        key_hash: SecretHash::of(key),
        user_id: new.user_id,
        expires_at: now + length(app, &new.data),
        data: new.data,
        created_at: now,
        last_seen_at: now,
        user_agent: new.user_agent,
    };
    Ok(app.store.add_session(&session).await?)
}

/// Replaces what the pages keep in a login, unless it has ended.
pub async fn set_data(
    app: &App,
    key: &str,
    data: &BTreeMap<String, String>,
) -> Result<(), AppError> {
    app.store.set_session_data(&SecretHash::of(key), data).await?;
    Ok(())
}

/// Ends a login.
pub async fn end(app: &App, key: &str) -> Result<(), AppError> {
    Ok(app.store.end_session(&SecretHash::of(key)).await?)
}

fn length(app: &App, data: &BTreeMap<String, String>) -> Duration {
    let remembered = data.contains_key(REMEMBER);
    if remembered { app.session_lengths.remember } else { app.session_lengths.idle }
}
