//! Accounts: sign-up, login, passwords, and settings.

pub(crate) mod auth_events;
mod breach_checker;
pub(crate) mod breached_list;
pub(crate) mod email;
mod new_browser;
pub(crate) mod password_hasher;
pub mod password_reset;
pub(crate) mod password_rules;
pub(crate) mod sessions;
pub(crate) mod throttle;
pub mod tokens;

use std::net::IpAddr;

use self::password_rules::hash_new;
use super::{App, AppError};
use crate::domain::accounts::attempts::{self, PasswordSource};
use crate::domain::accounts::auth_event::AuthEventKind;
use crate::domain::accounts::password::{Password, PasswordChangeReason, PasswordError};
use crate::domain::accounts::user::{Email, NewUsername, User, UserId, Username};
use crate::domain::days::week::WeekStart;
use crate::domain::settings::SettingsEdit;
use crate::domain::values::secret_hash::SecretHash;
use crate::domain::values::time_zone::TimeZone;
use crate::locale::Language;

/// The details submitted when signing up or creating an account.
#[derive(Debug)]
pub struct NewAccount {
    /// The username to log in with.
    pub username: NewUsername,
    /// The email address, not yet confirmed.
    pub email: Option<Email>,
    /// The chosen password, parsed by [`PasswordRules`](super::PasswordRules). The other rules are
    /// checked before it is hashed.
    pub password: Password,
    /// The browser's time zone, if the browser sent it.
    pub time_zone: Option<TimeZone>,
    /// The language of the page that the user signed up on, for emails, too.
    pub language: Option<Language>,
    /// The first day of the week in the calendars.
    pub week_start: WeekStart,
}

impl NewAccount {
    /// Creates an account with only a name and a password, and defaults for the rest.
    pub fn new(username: NewUsername, password: Password) -> Self {
        let week_start = WeekStart::default();
        Self { username, email: None, password, time_zone: None, language: None, week_start }
    }
}

/// Creates an account for a client at this IP address.
pub(crate) async fn sign_up(
    app: &App,
    account: NewAccount,
    from: IpAddr,
) -> Result<User, AppError> {
    with_signup_limit(app, from, add_user(app, account)).await
}

/// Runs a sign-up subject to the rate limit of the client's IP address, and counts its outcome.
pub(super) async fn with_signup_limit(
    app: &App,
    from: IpAddr,
    account: impl Future<Output = Result<User, AppError>>,
) -> Result<User, AppError> {
    let made = async {
        let (keys, kind) = (attempts::signup_keys(from), AuthEventKind::ThrottledSignup);
        throttle::count_recorded(app, &keys, kind, None, from).await?;
        account.await
    };
    let made = made.await;
    app.metrics.count_signup(&made);
    made
}

async fn add_user(app: &App, account: NewAccount) -> Result<User, AppError> {
    let user = build_user(app, account).await?;
    app.store.add_user(&user).await?;
    app.notifier.wake();
    Ok(user)
}

/// Returns a new user with a hashed password, without storing it. Fails with
/// [`AppError::WeakPassword`] if the password is easy to guess or breached.
pub(super) async fn build_user(app: &App, account: NewAccount) -> Result<User, AppError> {
    let hash = hash_new(app, account.password, &account.username, None).await?;
    let mut user = User::new(account.username.into(), account.email, hash, app.clock.now());
    user.settings.time_zone = account.time_zone.unwrap_or_default();
    user.settings.language = account.language;
    user.settings.week_start = account.week_start;
    user.settings.setup = Some(Vec::new());
    Ok(user)
}

/// Returns the user with this username and password, both as typed. Takes the same time whether or
/// not the user exists. A disabled user gets the same error as a wrong password.
pub(crate) async fn authenticate(
    app: &App,
    username: &str,
    password: Password,
    source: &PasswordSource,
) -> Result<User, AppError> {
    let proven = check_credentials(app, username, password, source).await;
    app.metrics.count_login(&proven);
    if let Err(AppError::WrongCredentials) = &proven {
        auth_events::record(app, AuthEventKind::Failed, Some(username), source.address());
    }
    proven
}

/// Like [`authenticate`], for a login. If the user hasn't logged in with this browser before, records it
/// and sends them an email.
pub(crate) async fn log_in(
    app: &App,
    username: &str,
    password: Password,
    source: &PasswordSource,
    user_agent: &str,
) -> Result<User, AppError> {
    let user = authenticate(app, username, password, source).await?;
    if let PasswordSource::Login { address, device: None } = source {
        auth_events::record(app, AuthEventKind::NewBrowser, Some(username), *address);
        new_browser::notify(app, &user, *address, user_agent).await;
    }
    Ok(user)
}

async fn check_credentials(
    app: &App,
    username: &str,
    password: Password,
    source: &PasswordSource,
) -> Result<User, AppError> {
    let keys = attempts::password_keys(username, source);
    let (kind, from) = (AuthEventKind::Throttled, source.address());
    throttle::count_recorded(app, &keys, kind, Some(username), from).await?;
    let user = match username.parse::<Username>() {
        Ok(username) => app.store.user_by_name(&username.key()).await?,
        Err(_) => None,
    };
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let turn = app.hasher.turn(&attempts::password_client(username, source)).await?;
    let right = app.hasher.verify(password, hash).await?;
    drop(turn);
    // A disabled account is rejected here, too, so that the time doesn't tell whether the password
    // is right.
    let known = user.filter(|user| right && user.may_log_in_with(&user.password_hash));
    let known = known.ok_or(AppError::WrongCredentials)?;
    // The password may have been changed or the account disabled while the hash was computed.
    let user = app.store.user(known.id).await?;
    let user = user.filter(|user| user.may_log_in_with(&known.password_hash));
    let user = user.ok_or(AppError::WrongCredentials)?;
    throttle::count_success(app, &keys).await?;
    Ok(user)
}

/// Checks the password of a logged-in user. Wrong ones are counted separately from those of logins,
/// so that an attacker can't lock the user out.
pub(crate) async fn check_password(
    app: &App,
    user: &User,
    password: Password,
    from: IpAddr,
) -> Result<User, AppError> {
    let source = PasswordSource::Session { address: from };
    authenticate(app, user.username.as_str(), password, &source).await
}

/// Changes the password of the user with this username and current password, both as typed, ends
/// all of their sessions, and queues a notification. The reason decides whether API tokens remain
/// valid. The strength of the new password is only estimated for someone who knows the current one.
/// That both are the same is noticed before, because it doesn't depend on the account.
pub(crate) async fn change_password(
    app: &App,
    username: &str,
    current: Password,
    (new, reason): (Password, PasswordChangeReason),
    source: &PasswordSource,
) -> Result<User, AppError> {
    if new.as_bytes() == current.as_bytes() {
        return Err(PasswordError::IsCurrent.into());
    }
    let user = authenticate(app, username, current, source).await?;
    let hash = hash_new(app, new, &user.username, None).await?;
    let (current, now) = (&user.password_hash, app.clock.now());
    let replaced = app.store.set_password(user.id, current, &hash, reason, now).await?;
    app.notifier.wake();
    replaced.then_some(User { password_hash: hash, ..user }).ok_or(AppError::WrongCredentials)
}

/// Returns the user with this name.
pub async fn find(app: &App, username: &Username) -> Result<User, AppError> {
    app.store.user_by_name(&username.key()).await?.ok_or(AppError::NoSuchUser)
}

/// Returns the user with this ID, as currently stored, with types in the current language.
pub async fn user(app: &App, user: UserId) -> Result<User, AppError> {
    let mut user = app.store.user(user).await?.ok_or(AppError::NoSuchUser)?;
    user.settings.types.localize();
    Ok(user)
}

/// Changes a user's settings, unless this session has ended by now.
pub(crate) async fn edit_settings_in(
    app: &App,
    user: UserId,
    login: &SecretHash,
    edit: &SettingsEdit,
) -> Result<(), AppError> {
    let found = app.store.edit_settings_in(user, login, edit).await?;
    found.then_some(()).ok_or(AppError::SessionEnded)
}

/// Changes a user's settings.
pub(crate) async fn edit_settings(
    app: &App,
    user: UserId,
    edit: &SettingsEdit,
) -> Result<(), AppError> {
    let found = app.store.edit_settings(user, edit).await?;
    found.then_some(()).ok_or(AppError::NoSuchUser)
}
