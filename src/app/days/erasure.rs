//! Permanent deletion of days or of a whole account.

use crate::app::accounts::{self, throttle};
use crate::app::{App, AppError};
use crate::domain::accounts::attempts;
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Month;
use crate::domain::days::month_log::MonthLog;

/// Returns all months in which the user ever logged something.
pub(crate) async fn load_record(app: &App, user: &User) -> Result<Vec<MonthLog>, AppError> {
    Ok(app.store.months(user.id, Month::FIRST, Month::LAST).await?)
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
) -> Result<(), AppError> {
    let user = accounts::check_password(app, user, password).await?;
    delete_user(app, &user).await
}

/// Deletes the account and everything in it. The caller must have verified the user's identity.
pub(crate) async fn delete_user(app: &App, user: &User) -> Result<(), AppError> {
    let found = app.store.delete_user(user.id, &attempts::user_subjects(user)).await?;
    found.then_some(()).ok_or(AppError::NoSuchUser)
}
