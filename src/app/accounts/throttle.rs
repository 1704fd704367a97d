//! Rate limits for passwords, sign-ups, and other attempts. The rules are in
//! [`attempts`](crate::domain::accounts::attempts).

use std::time::Duration;

use crate::app::{App, AppError};
use crate::domain::accounts::attempts::{self, AttemptKey};
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
    if app.limits == RateLimiting::Off {
        return Ok(());
    }
    let now = app.clock.now();
    let delay = app.store.attempt(keys, now).await?.map_err(|exceeded| {
        app.metrics.count_limited(exceeded.limit);
        let wait = (exceeded.open_at - now).to_std().unwrap_or_default();
        AppError::TooManyAttempts(wait.max(Duration::from_secs(1)))
    })?;
    let delay = delay.to_std().unwrap_or_default();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    Ok(())
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
