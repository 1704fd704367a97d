//! Administration of accounts, from the admin pages and the command line.

pub mod invitations;

use std::collections::HashMap;
use std::net::IpAddr;

use chrono::TimeDelta;

use super::accounts::{self, NewAccount};
use super::{App, AppError};
use crate::domain::accounts::one_time_links::PasswordReset;
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::{User, UserId, Username};
use crate::domain::admin::audit::{Actor, AuditEntry, AuditId};
use crate::domain::admin::{AdminAct, Order, UserSummary};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::{StoreState, UserPage};

/// The number of users or audit log entries on a page.
const PAGE: usize = 50;

/// Carries out an order and records it in the audit log. Returns `false` if there was nothing to
/// change.
pub async fn carry_out(app: &App, actor: Actor, order: Order) -> Result<bool, AppError> {
    let act = AdminAct::new(actor, order, app.clock.now());
    let changed = app.store.administer(&act).await?;
    app.messenger.wake();
    Ok(changed)
}

/// Creates an account.
pub async fn add_user(app: &App, actor: Actor, account: NewAccount) -> Result<(), AppError> {
    let user = accounts::new_user(app, account).await?;
    carry_out(app, actor, Order::AddUser(Box::new(user))).await.map(|_| ())
}

/// Sets a user's password on their behalf, ends their sessions, revokes their API tokens, and
/// queues a notification.
pub async fn set_password(
    app: &App,
    actor: Actor,
    user: UserId,
    password: Password,
) -> Result<(), AppError> {
    let hash = app.hasher.hash(password).await?;
    carry_out(app, actor, Order::SetPassword(user, hash)).await.map(|_| ())
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
    let (token_hash, made_by) = (SecretHash::of(&token), actor.user());
    let reset = PasswordReset { token_hash, user_id: user, made_by, expires_at };
    carry_out(app, actor, Order::ShowResetLink(reset)).await?;
    Ok(token)
}

/// Verifies the admin's own password. Wrong guesses count towards the login limits.
pub async fn prove(
    app: &App,
    admin: &User,
    password: Password,
    from: IpAddr,
) -> Result<(), AppError> {
    accounts::log_in(app, admin.username.as_str(), password, from).await.map(|_| ())
}

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The items on this page.
    pub rows: Vec<T>,
    /// Whether more items follow.
    pub more: bool,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), more: false }
    }
}

impl<T> Page<T> {
    /// Builds a page from up to one row more than [`PAGE`], which shows that another page follows.
    fn of(mut rows: Vec<T>) -> Self {
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        Self { rows, more }
    }
}

/// Returns a page of users whose name starts with `typed` and sorts after `after`, ordered by name.
pub async fn users(app: &App, typed: &str, after: &str) -> Result<Page<UserSummary>, AppError> {
    let page = UserPage {
        prefix: typed.trim().to_ascii_lowercase(),
        after: after.to_ascii_lowercase(),
        most: PAGE + 1,
    };
    Ok(Page::of(app.store.list_users(&page).await?))
}

/// What an admin can see of a user.
pub struct Insight {
    /// The user's account, without their email address or anything they logged.
    pub user: UserSummary,
    /// The number of API tokens that haven't expired.
    pub tokens: usize,
    /// The number of calendar feeds.
    pub feeds: usize,
    /// The ten most recent audit log entries by or about this user.
    pub log: Log,
}

/// Returns what an admin can see of a user.
pub async fn user(app: &App, id: UserId) -> Result<Insight, AppError> {
    const LATELY: usize = 10;
    let user = accounts::user(app, id).await?;
    let name = user.username_key.as_str().to_owned();
    let page = UserPage { prefix: name, after: String::new(), most: 1 };
    let summary = app.store.list_users(&page).await?.into_iter().find(|found| found.id == id);
    let (now, tokens) = (app.clock.now(), app.store.tokens(id).await?);
    Ok(Insight {
        user: summary.ok_or(AppError::NoSuchUser)?,
        tokens: tokens.iter().filter(|token| !token.has_expired(now)).count(),
        feeds: app.store.feeds(id).await?.len(),
        log: named(app, app.store.audit(Some(id), None, LATELY).await?, false).await?,
    })
}

/// Audit log entries, with the names of the users they mention.
#[derive(Debug, Default)]
pub struct Log {
    /// The entries, newest first.
    pub entries: Page<AuditEntry>,
    /// The usernames of the mentioned users. Deleted users have none.
    pub names: HashMap<UserId, Username>,
}

/// Returns a page of the audit log, newest first: all entries, or those by or about `user`. With
/// `before`, only entries older than that one.
pub async fn log(
    app: &App,
    user: Option<UserId>,
    before: Option<AuditId>,
) -> Result<Log, AppError> {
    let Page { rows, more } = Page::of(app.store.audit(user, before, PAGE + 1).await?);
    named(app, rows, more).await
}

async fn named(app: &App, rows: Vec<AuditEntry>, more: bool) -> Result<Log, AppError> {
    let both = rows.iter().flat_map(|entry| entry.actor.user().into_iter().chain(entry.about));
    let mut users: Vec<UserId> = both.collect();
    users.sort_unstable();
    users.dedup();
    let names = app.store.usernames(&users).await?.into_iter().collect();
    Ok(Log { entries: Page { rows, more }, names })
}

/// Returns the status of the store.
pub async fn store_state(app: &App) -> Result<StoreState, AppError> {
    Ok(app.store.state().await?)
}
