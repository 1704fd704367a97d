//! Login sessions: how long they last and how they are stored.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::{App, AppError};
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;

/// How long a session lasts after the user's last request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLifetimes {
    /// The lifetime of an ordinary session.
    pub idle: Duration,
    /// The lifetime if the user chose to stay logged in.
    pub remember: Duration,
}

/// The minimum interval between updates of a session's `last_seen_at`. For sessions shorter than
/// four minutes, it is a quarter of their lifetime.
const TOUCH_INTERVAL: Duration = Duration::from_mins(1);

/// The key in a session's data that shows that the user chose to stay logged in.
pub(crate) const REMEMBER: &str = "remember";

/// A session to create.
#[derive(Debug, Clone)]
pub(crate) struct NewSession {
    /// The user who logged in.
    pub(crate) user_id: UserId,
    /// The `User-Agent` of the browser.
    pub(crate) user_agent: String,
    /// Data that the pages store in the session, including [`REMEMBER`] if requested.
    pub(crate) data: BTreeMap<String, String>,
}

/// A session and its user.
pub(crate) struct FoundSession {
    /// The session.
    pub(crate) session: LoginSession,
    /// The user.
    pub(crate) user: User,
    /// Whether the session could be extended, if that was due.
    pub(crate) extended: Result<(), StoreError>,
}

/// Returns the session with this key and its user, unless it has expired. Extends the session, with
/// at most one write per minute. If that fails, such as on a full disk, users can still read.
pub(crate) async fn find(app: &App, key: &str) -> Result<Option<FoundSession>, AppError> {
    let now = app.clock.now();
    let hash = SecretHash::new(key);
    let Some((session, user)) = app.store.session(&hash, now).await? else { return Ok(None) };
    let lifetime = lifetime(app, &session.data);
    // Also corrects a time in the future, from when the clock was ahead.
    let unseen = (now - session.last_seen_at).abs().to_std().unwrap_or_default();
    let extended = if unseen >= TOUCH_INTERVAL.min(lifetime / 4) {
        app.store.touch_session(&hash, now, now + lifetime).await
    } else {
        Ok(())
    };
    Ok(Some(FoundSession { session, user, extended }))
}

/// Stores a new session under this key.
pub(crate) async fn add(app: &App, key: &str, new: NewSession) -> Result<(), AppError> {
    let now = app.clock.now();
    let session = LoginSession {
        key_hash: SecretHash::new(key),
        user_id: new.user_id,
        expires_at: now + lifetime(app, &new.data),
        data: new.data,
        created_at: now,
        last_seen_at: now,
        user_agent: new.user_agent,
    };
    Ok(app.store.add_session(&session).await?)
}

/// Replaces the data that the pages store in a session, unless it has expired.
pub(crate) async fn set_data(
    app: &App,
    key: &str,
    data: &BTreeMap<String, String>,
) -> Result<(), AppError> {
    app.store.set_session_data(&SecretHash::new(key), data).await?;
    Ok(())
}

/// Ends a session.
pub(crate) async fn end(app: &App, key: &str) -> Result<(), AppError> {
    Ok(app.store.end_session(&SecretHash::new(key)).await?)
}

fn lifetime(app: &App, data: &BTreeMap<String, String>) -> Duration {
    let remembered = data.contains_key(REMEMBER);
    if remembered { app.session_lifetimes.remember } else { app.session_lifetimes.idle }
}
