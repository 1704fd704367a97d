//! Rate limits for passwords, sign-ups, and other attempts. The rules are in
//! [`attempts`](crate::domain::accounts::attempts).

use std::net::IpAddr;
use std::time::Duration;

use super::auth_events;
use crate::app::{App, AppError};
use crate::domain::accounts::attempts::{self, AttemptKey, Counting, LimitExceeded};
use crate::domain::accounts::auth_event::AuthEventKind;
use crate::domain::accounts::user::{User, UserId};
use crate::storage::StoreError;

/// Whether the server limits attempts itself. A reverse proxy may do it instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimiting {
    /// Attempts are counted and delayed.
    On,
    /// All attempts are allowed.
    Off,
}

/// Counts an attempt under all of these keys, before its outcome is known. Fails if there were too
/// many. May wait a few seconds.
pub(crate) async fn count(app: &App, keys: &[AttemptKey]) -> Result<(), AppError> {
    admit(app, keys).await?.map_err(|exceeded| too_many(app, exceeded))
}

/// Like [`count`], and records an attempt that exceeded a limit as an authentication event of this
/// kind, for a username as typed and the address of the client.
pub(super) async fn count_recorded(
    app: &App,
    keys: &[AttemptKey],
    kind: AuthEventKind,
    username: Option<&str>,
    from: IpAddr,
) -> Result<(), AppError> {
    let Err(exceeded) = admit(app, keys).await? else { return Ok(()) };
    // A client over its network's limit can send any number of names.
    let name = username.filter(|_| exceeded.counting == Counting::Own);
    auth_events::record(app, kind, name, from);
    Err(too_many(app, exceeded))
}

/// Like [`count`], but returns the limit that the attempt exceeded.
pub(super) async fn admit(
    app: &App,
    keys: &[AttemptKey],
) -> Result<Result<(), LimitExceeded>, AppError> {
    if app.limits == RateLimiting::Off {
        return Ok(Ok(()));
    }
    let delay = match app.store.attempt(keys, app.clock.now()).await? {
        Ok(delay) => delay.to_std().unwrap_or_default(),
        Err(exceeded) => return Ok(Err(exceeded)),
    };
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    Ok(Ok(()))
}

/// Counts an attempt that exceeded a limit in the metrics, and returns the error for it.
fn too_many(app: &App, exceeded: LimitExceeded) -> AppError {
    app.metrics.count_limited(exceeded.limit);
    let wait = (exceeded.open_at - app.clock.now()).to_std().unwrap_or_default();
    AppError::TooManyAttempts(wait.max(Duration::from_secs(1)))
}

/// Records that an attempt that was counted under these keys succeeded.
pub(crate) async fn count_success(app: &App, keys: &[AttemptKey]) -> Result<(), AppError> {
    match app.limits {
        RateLimiting::On => Ok(app.store.attempt_succeeded(keys).await?),
        RateLimiting::Off => Ok(()),
    }
}

/// Deletes the counts of wrong passwords of an account whose owner chose a new one, or which an
/// admin unlocks. That has already happened, so an error is only logged.
pub(crate) async fn clear(app: &App, user: &User) {
    log_error(app.store.clear_attempts(&attempts::account_subjects(user)).await);
}

/// Like [`clear`], for the ID of a user.
pub(crate) async fn clear_by_id(app: &App, user: UserId) {
    match app.store.user(user).await {
        Ok(Some(user)) => clear(app, &user).await,
        found => log_error(found.map(|_| ())),
    }
}

fn log_error(cleared: Result<(), StoreError>) {
    if let Err(error) = cleared {
        tracing::warn!(%error, "wrong passwords are still counted");
    }
}
