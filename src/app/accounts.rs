//! Accounts: signing up, logging in, passwords, and what a command can do to an account.

use std::net::IpAddr;

use super::{App, AppError, limits};
use crate::domain::password::{Password, PasswordError, PasswordHash, Renewal};
use crate::domain::settings::SettingsEdit;
use crate::domain::time_zone::TimeZone;
use crate::domain::user::{Email, User, UserId, Username};

/// A new account as asked for.
#[derive(Debug)]
pub struct NewAccount {
    /// The name to log in with.
    pub username: Username,
    /// Not confirmed.
    pub email: Option<Email>,
    /// The password chosen.
    pub password: Password,
    /// The browser's time zone, where it told.
    pub time_zone: Option<TimeZone>,
}

/// Makes an account for a person at an address.
pub async fn sign_up(app: &App, account: NewAccount, from: IpAddr) -> Result<User, AppError> {
    signing_up(app, from, add_user(app, account)).await
}

/// Runs a sign-up, subject to the limits of the client's address, and counts its outcome.
pub(super) async fn signing_up(
    app: &App,
    from: IpAddr,
    account: impl Future<Output = Result<User, AppError>>,
) -> Result<User, AppError> {
    let made = async {
        limits::count_signup(app, from).await?;
        account.await
    };
    let made = made.await;
    app.meter.count_signup(&made);
    made
}

async fn add_user(app: &App, account: NewAccount) -> Result<User, AppError> {
    let user = new_user(app, account).await?;
    app.store.add_user(&user).await?;
    app.messenger.wake();
    Ok(user)
}

/// The user that a new account is to have.
pub(super) async fn new_user(app: &App, account: NewAccount) -> Result<User, AppError> {
    let hash = app.hasher.hash(account.password).await?;
    let mut user = User::new(account.username, account.email, hash, app.clock.now());
    user.settings.time_zone = account.time_zone.unwrap_or_default();
    Ok(user)
}

/// Takes a new password as typed, if it is one that may be chosen.
pub async fn choose_password(
    app: &App,
    text: &str,
    username: &Username,
) -> Result<Result<Password, PasswordError>, AppError> {
    app.hasher.choose(text, username).await
}

/// Checks who somebody is by username and password, both as typed. Costs the same whether or not
/// there is such a user, and refuses a disabled one like a wrong password.
pub async fn log_in(
    app: &App,
    username: &str,
    password: Password,
    from: IpAddr,
) -> Result<User, AppError> {
    let proven = prove(app, username, password, from).await;
    app.meter.count_login(&proven);
    proven
}

async fn prove(
    app: &App,
    username: &str,
    password: Password,
    from: IpAddr,
) -> Result<User, AppError> {
    limits::count_login(app, username, from).await?;
    let user = match username.parse::<Username>() {
        Ok(username) => app.store.user_by_name(&username.key()).await?,
        Err(_) => None,
    };
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = app.hasher.verify(password, hash).await?;
    let known = user.filter(|_| right).ok_or(AppError::WrongCredentials)?;
    // Meanwhile the password may have been replaced, or the account disabled.
    let user = app.store.user(known.id).await?;
    let user =
        user.filter(|user| user.password_hash == known.password_hash && user.disabled_at.is_none());
    let user = user.ok_or(AppError::WrongCredentials)?;
    limits::login_succeeded(app, username).await?;
    Ok(user)
}

/// Replaces the password of a user who proved that they know it, ends all their logins, and queues a
/// notice. Their tokens stay.
pub async fn set_password(app: &App, user: UserId, password: Password) -> Result<(), AppError> {
    let hash: PasswordHash = app.hasher.hash(password).await?;
    let changed = Renewal::Changed;
    let found = app.store.set_password(user, &hash, changed, app.clock.now()).await?;
    app.messenger.wake();
    found.then_some(()).ok_or(AppError::NoSuchUser)
}

/// The user with this name.
pub async fn find(app: &App, username: &Username) -> Result<User, AppError> {
    app.store.user_by_name(&username.key()).await?.ok_or(AppError::NoSuchUser)
}

/// A user as they are now.
pub async fn user(app: &App, user: UserId) -> Result<User, AppError> {
    app.store.user(user).await?.ok_or(AppError::NoSuchUser)
}

/// Changes a user's settings.
pub async fn edit_settings(app: &App, user: UserId, edit: &SettingsEdit) -> Result<(), AppError> {
    let found = app.store.edit_settings(user, edit).await?;
    found.then_some(()).ok_or(AppError::NoSuchUser)
}
