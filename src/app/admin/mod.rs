//! Administration of accounts, from the admin pages and the command line.

pub mod invitations;

use std::collections::HashMap;

use chrono::TimeDelta;

use super::accounts::password_rules::hash_new;
use super::accounts::{self, NewAccount, throttle};
use super::{App, AppError};
use crate::domain::accounts::one_time_links::PasswordReset;
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::{User, UserId, Username};
use crate::domain::admin::audit::{Actor, AuditEntry, AuditId};
use crate::domain::admin::{AdminCommand, AdminRequest, UserSummary};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::{StoreStatus, UserPageRequest};

/// The number of users or audit log entries on a page.
const PAGE_SIZE: usize = 50;

/// Applies a command and records it in the audit log. Returns `false` if there was nothing to
/// change. Enabling an account and setting its password also delete its counts of wrong passwords.
pub async fn apply(app: &App, actor: Actor, command: AdminCommand) -> Result<bool, AppError> {
    let request = AdminRequest::new(actor, command, app.clock.now());
    let changed = app.store.administer(&request).await?;
    app.notifier.wake();
    if let AdminCommand::SetPassword(user, _) | AdminCommand::Enable(user) = request.command {
        throttle::clear_by_id(app, user).await;
    }
    Ok(changed)
}

/// Creates an account.
pub async fn add_user(app: &App, actor: Actor, account: NewAccount) -> Result<(), AppError> {
    let user = accounts::build_user(app, account).await?;
    apply(app, actor, AdminCommand::AddUser(Box::new(user))).await.map(|_| ())
}

/// Sets a user's password on their behalf, ends their sessions, revokes their API tokens, and
/// queues a notification.
pub async fn set_password(
    app: &App,
    actor: Actor,
    user: &User,
    password: Password,
) -> Result<(), AppError> {
    let hash = hash_new(app, password, &user.username, Some(&user.password_hash)).await?;
    apply(app, actor, AdminCommand::SetPassword(user.id, hash)).await.map(|_| ())
}

/// Creates a password reset link that works for the duration `lasts`, and returns its token. The
/// caller shows it to the admin, who passes it on.
pub async fn show_reset_link(
    app: &App,
    actor: Actor,
    user: UserId,
    lasts: TimeDelta,
) -> Result<String, AppError> {
    let token = super::new_token();
    let expires_at = app.clock.now() + lasts;
    let (token_hash, made_by) = (SecretHash::new(&token), actor.user());
    let reset = PasswordReset { token_hash, user_id: user, made_by, expires_at };
    apply(app, actor, AdminCommand::ShowResetLink(reset)).await?;
    Ok(token)
}

/// One page of a list.
#[derive(Debug)]
pub(crate) struct ResultPage<T> {
    /// The items on this page.
    pub(crate) rows: Vec<T>,
    /// Whether more items follow.
    pub(crate) more: bool,
}

impl<T> Default for ResultPage<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), more: false }
    }
}

impl<T> ResultPage<T> {
    /// Builds a page from up to one row more than [`PAGE_SIZE`], which shows that another page
    /// follows.
    fn from_rows(mut rows: Vec<T>) -> Self {
        let more = rows.len() > PAGE_SIZE;
        rows.truncate(PAGE_SIZE);
        Self { rows, more }
    }
}

/// Returns a page of users whose name starts with `typed` and sorts after `after`, ordered by name.
pub(crate) async fn users(
    app: &App,
    typed: &str,
    after: &str,
) -> Result<ResultPage<UserSummary>, AppError> {
    let page = UserPageRequest {
        prefix: typed.trim().to_ascii_lowercase(),
        after: after.to_ascii_lowercase(),
        limit: PAGE_SIZE + 1,
    };
    Ok(ResultPage::from_rows(app.store.list_users(&page).await?))
}

/// What an admin can see of a user.
pub(crate) struct UserDetails {
    /// The user's account, without their email address or anything they logged.
    pub(crate) user: UserSummary,
    /// The number of API tokens that haven't expired.
    pub(crate) tokens: usize,
    /// The number of calendar feeds.
    pub(crate) feeds: usize,
    /// The ten most recent audit log entries by or about this user.
    pub(crate) log: AuditLog,
}

/// Returns what an admin can see of a user.
pub(crate) async fn user(app: &App, id: UserId) -> Result<UserDetails, AppError> {
    const LATELY: usize = 10;
    let user = accounts::user(app, id).await?;
    let name = user.username_key.as_str().to_owned();
    let page = UserPageRequest { prefix: name, after: String::new(), limit: 1 };
    let summary = app.store.list_users(&page).await?.into_iter().find(|found| found.id == id);
    let (now, tokens) = (app.clock.now(), app.store.tokens(id).await?);
    Ok(UserDetails {
        user: summary.ok_or(AppError::NoSuchUser)?,
        tokens: tokens.iter().filter(|token| !token.has_expired(now)).count(),
        feeds: app.store.feeds(id).await?.len(),
        log: with_usernames(app, app.store.audit(Some(id), None, LATELY).await?, false).await?,
    })
}

/// Audit log entries, with the names of the users they mention.
#[derive(Debug, Default)]
pub(crate) struct AuditLog {
    /// The entries, newest first.
    pub(crate) entries: ResultPage<AuditEntry>,
    /// The usernames of the mentioned users. Deleted users have none.
    pub(crate) names: HashMap<UserId, Username>,
}

/// Returns a page of the audit log, newest first: all entries, or those by or about `user`. With
/// `before`, only entries older than that one.
pub(crate) async fn log(
    app: &App,
    user: Option<UserId>,
    before: Option<AuditId>,
) -> Result<AuditLog, AppError> {
    let ResultPage { rows, more } =
        ResultPage::from_rows(app.store.audit(user, before, PAGE_SIZE + 1).await?);
    with_usernames(app, rows, more).await
}

async fn with_usernames(
    app: &App,
    rows: Vec<AuditEntry>,
    more: bool,
) -> Result<AuditLog, AppError> {
    let both = rows.iter().flat_map(|entry| entry.actor.user().into_iter().chain(entry.about));
    let mut users: Vec<UserId> = both.collect();
    users.sort_unstable();
    users.dedup();
    let names = app.store.usernames(&users).await?.into_iter().collect();
    Ok(AuditLog { entries: ResultPage { rows, more }, names })
}

/// Returns the status of the store.
pub(crate) async fn store_status(app: &App) -> Result<StoreStatus, AppError> {
    Ok(app.store.state().await?)
}
