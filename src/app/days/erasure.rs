//! Permanent deletion of days or of a whole account.

use std::net::IpAddr;

use crate::app::accounts::{self, auth_events, throttle};
use crate::app::{App, AppError};
use crate::domain::accounts::attempts;
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Month;
use crate::domain::days::record_stats::{self, RecordStats, RecordSummary};

/// Returns the years in which the user ever logged something, latest first, each with the number of
/// its entries.
pub(crate) async fn logged_years(app: &App, user: &User) -> Result<Vec<(i32, usize)>, AppError> {
    let logged = app.store.logged_months(user.id).await?;
    let digest = app.store.brief(user.id, Month::FIRST, Month::LAST).await?;
    Ok(record_stats::by_year(&logged, &digest))
}

/// Returns the statistics on everything that the user has logged.
pub(crate) async fn logged_days(app: &App, user: &User) -> Result<RecordStats, AppError> {
    let digest = app.store.brief(user.id, Month::FIRST, Month::LAST).await?;
    Ok(RecordStats::from_digest(&digest))
}

/// Returns the statistics on the days of these months, and a fingerprint that differs after any
/// change to them. Reads one year at a time, because all notes of a user can take hundreds of
/// megabytes.
pub(crate) async fn summarize(
    app: &App,
    user: &User,
    from: Month,
    to: Month,
) -> Result<(RecordStats, String), AppError> {
    let mut months = app.store.logged_months(user.id).await?;
    months.retain(|month| (from..=to).contains(month));
    let mut summary = RecordSummary::default();
    for year in months.chunk_by(|one, next| one.year() == next.year()) {
        let (Some(first), Some(last)) = (year.first(), year.last()) else { continue };
        for log in app.store.months(user.id, *first, *last).await? {
            summary.add(&log);
        }
        // Let other requests run: the embedded store reads without waiting.
        tokio::task::yield_now().await;
    }
    Ok(summary.finish())
}

/// Deletes the days of these months and their history. Returns the number of deleted entries. This
/// is rate-limited, because the store may have to rewrite its whole file each time.
pub(crate) async fn delete_days(
    app: &App,
    user: &User,
    from: Month,
    to: Month,
) -> Result<usize, AppError> {
    throttle::count(app, &attempts::deletion_keys(user.id)).await?;
    Ok(app.store.delete_days(user.id, from, to).await?)
}

/// Deletes the account and everything in it, after checking the password.
pub(crate) async fn delete_account(
    app: &App,
    user: &User,
    password: Password,
    from: IpAddr,
) -> Result<(), AppError> {
    let user = accounts::check_password(app, user, password, from).await?;
    delete_user(app, &user).await
}

/// Deletes the account and everything in it. The caller must have verified the user's identity.
pub(crate) async fn delete_user(app: &App, user: &User) -> Result<(), AppError> {
    let found = app.store.delete_user(user.id, &attempts::user_subjects(user)).await?;
    auth_events::forget(app, user).await;
    found.then_some(()).ok_or(AppError::NoSuchUser)
}
