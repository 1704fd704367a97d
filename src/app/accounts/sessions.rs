//! Login sessions: how long they last, how they are stored, and ending them.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::{App, AppError};
use crate::domain::Timestamp;
use crate::domain::accounts::browser::BrowserName;
use crate::domain::accounts::password::PasswordHash;
use crate::domain::accounts::session::{LoginSession, SessionId};
use crate::domain::accounts::user::{User, UserId};
use crate::domain::values::secret_hash::SecretHash;
use crate::locale::t;
use crate::storage::StoreError;

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLifetimes {
    /// The lifetime of an ordinary session after the user's last request.
    pub idle: Duration,
    /// The same if the user chose to stay logged in.
    pub remember: Duration,
    /// The lifetime of a session after the login, if the user chose to stay logged in.
    pub max: Duration,
    /// The same for an ordinary session.
    pub max_unremembered: Duration,
}

/// The minimum interval between updates of a session's `last_seen_at`. For sessions shorter than
/// four minutes, it is a quarter of their lifetime.
const TOUCH_INTERVAL: Duration = Duration::from_mins(1);

/// The key in a session's data that shows that the user chose to stay logged in.
pub(crate) const REMEMBER: &str = "remember";

/// The longest `User-Agent` header that is stored, in characters.
const MAX_USER_AGENT: usize = 200;

/// A session to create.
#[derive(Debug, Clone)]
pub(crate) struct NewSession {
    /// The user who logged in.
    pub(crate) user_id: UserId,
    /// The password that they entered.
    pub(crate) password: PasswordHash,
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
    if latest_end(app, &session, now) <= now {
        return Ok(None);
    }
    let interval = TOUCH_INTERVAL.min(idle_lifetime(app, &session.data) / 4);
    // Also corrects a time in the future, from when the clock was ahead.
    let unseen = (now - session.last_seen_at).abs().to_std().unwrap_or_default();
    let extended = if unseen >= interval {
        app.store.touch_session(&hash, now, expiry(app, &session, now)).await
    } else {
        Ok(())
    };
    Ok(Some(FoundSession { session, user, extended }))
}

/// Stores a new session under this key. If the user has too many, the least recently used one ends.
pub(crate) async fn add(app: &App, key: &str, new: NewSession) -> Result<(), AppError> {
    let now = app.clock.now();
    let mut session = LoginSession {
        key_hash: SecretHash::new(key),
        user_id: new.user_id,
        expires_at: now,
        data: new.data,
        created_at: now,
        last_seen_at: now,
        user_agent: new.user_agent,
    };
    session.expires_at = expiry(app, &session, now);
    Ok(app.store.add_session(&session, &new.password).await?)
}

/// Returns a user's sessions, most recently used first.
pub(crate) async fn list(app: &App, user: UserId) -> Result<Vec<LoginSession>, AppError> {
    let now = app.clock.now();
    let mut sessions = app.store.sessions(user, now).await?;
    sessions.retain(|session| latest_end(app, session, now) > now);
    Ok(sessions)
}

/// Ends the session of a user that has this ID, if it exists.
pub(crate) async fn end_by_id(app: &App, user: UserId, id: &SessionId) -> Result<(), AppError> {
    let sessions = app.store.sessions(user, app.clock.now()).await?;
    if let Some(session) = sessions.iter().find(|session| session.id() == *id) {
        app.store.end_session(&session.key_hash).await?;
    }
    Ok(())
}

/// Ends all sessions of a user except this one.
pub(crate) async fn end_others(app: &App, user: UserId, kept: &SecretHash) -> Result<(), AppError> {
    Ok(app.store.end_other_sessions(user, kept).await?)
}

/// Changes the data that the pages store in a session, unless it has expired
/// ([`LoginSession::merge_data`]).
pub(crate) async fn edit_data(
    app: &App,
    key: &str,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Result<(), AppError> {
    app.store.edit_session_data(&SecretHash::new(key), before, after).await?;
    Ok(())
}

/// Ends a session.
pub(crate) async fn end(app: &App, key: &str) -> Result<(), AppError> {
    Ok(app.store.end_session(&SecretHash::new(key)).await?)
}

/// Returns when a session used at `now` expires, unless it is used again.
fn expiry(app: &App, session: &LoginSession, now: Timestamp) -> Timestamp {
    (now + idle_lifetime(app, &session.data)).min(latest_end(app, session, now))
}

/// Returns when a session ends even if it is used. A start in the future, from when the clock was
/// ahead, counts as now.
fn latest_end(app: &App, session: &LoginSession, now: Timestamp) -> Timestamp {
    let lifetimes = app.session_lifetimes;
    let remembered = session.data.contains_key(REMEMBER);
    let max = if remembered { lifetimes.max } else { lifetimes.max_unremembered };
    session.created_at.min(now) + max
}

fn idle_lifetime(app: &App, data: &BTreeMap<String, String>) -> Duration {
    let remembered = data.contains_key(REMEMBER);
    if remembered { app.session_lifetimes.remember } else { app.session_lifetimes.idle }
}

/// Returns a `User-Agent` header as it is stored.
pub(crate) fn truncate_user_agent(header: Option<&str>) -> String {
    header.unwrap_or_default().chars().take(MAX_USER_AGENT).collect()
}

/// Names the browser that sent a `User-Agent` header, such as `Firefox on Linux`.
pub(crate) fn format_browser(user_agent: &str) -> String {
    let name = BrowserName::from_user_agent(user_agent);
    match (name.program, name.system) {
        (Some(program), Some(system)) => t::sessions_browser(program, system),
        (Some(program), None) => program.to_owned(),
        (None, Some(system)) => t::sessions_browser_unknown_system(system),
        (None, None) => t::sessions_browser_unknown().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_as_far_as_known() {
        for (user_agent, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
            ("curl/8.5.0", "curl"),
            ("Mozilla/5.0 (Windows NT 10.0)", "Unknown browser on Windows"),
            ("", "Unknown browser"),
        ] {
            assert_eq!(format_browser(user_agent), expected);
        }
    }
}
