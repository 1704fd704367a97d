//! What admins do: with the accounts of others, whoever acts, by a page or a command.

use std::collections::HashMap;
use std::net::IpAddr;

use chrono::TimeDelta;

use super::accounts::{self, NewAccount};
use super::{App, AppError};
use crate::domain::admin::{AdminAct, Order, UserSummary};
use crate::domain::audit::{Actor, AuditEntry, AuditId};
use crate::domain::password::Password;
use crate::domain::proof::PasswordReset;
use crate::domain::secret_hash::SecretHash;
use crate::domain::user::{User, UserId, Username};
use crate::storage::{StoreState, UserPage};

/// How many users or entries of the log a page has.
const PAGE: usize = 50;

/// Carries out an act, and has it logged. `false` where nothing had to be changed.
pub async fn carry_out(app: &App, actor: Actor, order: Order) -> Result<bool, AppError> {
    let act = AdminAct::new(actor, order, app.clock.now());
    let changed = app.store.administer(&act).await?;
    app.messenger.wake();
    Ok(changed)
}

/// Makes an account.
pub async fn add_user(app: &App, actor: Actor, account: NewAccount) -> Result<(), AppError> {
    let user = accounts::new_user(app, account).await?;
    carry_out(app, actor, Order::AddUser(Box::new(user))).await.map(|_| ())
}

/// Replaces a user's password for them, ends all their logins and revokes their tokens, and queues a
/// notice.
pub async fn set_password(
    app: &App,
    actor: Actor,
    user: UserId,
    password: Password,
) -> Result<(), AppError> {
    let hash = app.hasher.hash(password).await?;
    carry_out(app, actor, Order::SetPassword(user, hash)).await.map(|_| ())
}

/// Makes a link to a new password, to be handed over, that can be used for so long; gives its token.
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

/// Checks that whoever acts as an admin knows the admin's password. Guesses count as logins do.
pub async fn prove(
    app: &App,
    admin: &User,
    password: Password,
    from: IpAddr,
) -> Result<(), AppError> {
    accounts::log_in(app, admin.username.as_str(), password, from).await.map(|_| ())
}

/// Things of a list, and whether there are more after them.
#[derive(Debug)]
pub struct Page<T> {
    /// The things.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), more: false }
    }
}

impl<T> Page<T> {
    /// Of one more than fit.
    fn of(mut rows: Vec<T>) -> Self {
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        Self { rows, more }
    }
}

/// Users whose names begin as was typed, after a name, in the order of their names.
pub async fn users(app: &App, typed: &str, after: &str) -> Result<Page<UserSummary>, AppError> {
    let page = UserPage {
        prefix: typed.trim().to_ascii_lowercase(),
        after: after.to_ascii_lowercase(),
        most: PAGE + 1,
    };
    Ok(Page::of(app.store.list_users(&page).await?))
}

/// What an admin sees of one user, with the number of their API tokens and of their calendar feeds.
pub struct Insight {
    /// Who it is.
    pub user: UserSummary,
    /// How many tokens they have that have not expired.
    pub tokens: usize,
    /// How many calendar feeds they have.
    pub feeds: usize,
    /// What admins did lately with this account, and its user with others.
    pub log: Log,
}

/// Looks at one user.
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

/// Entries of the log, with the names of the users in them.
#[derive(Debug, Default)]
pub struct Log {
    /// The newest first.
    pub entries: Page<AuditEntry>,
    /// What the users in them are called; those who are gone are not.
    pub names: HashMap<UserId, Username>,
}

/// The log of what admins did: of all of them, or what a user did or had done to them.
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

/// How the store is.
pub async fn store_state(app: &App) -> Result<StoreState, AppError> {
    Ok(app.store.state().await?)
}
