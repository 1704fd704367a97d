//! Imports the accounts and days of the earlier Flask service.
//!
//! Creates each account with its settings and without a password, then adds its days in one change,
//! like the import of a file. The account's ID is derived from the ID in the source. A repeated
//! import therefore completes an account, even after an interruption, and never adds to an account
//! it didn't create.

mod accounts;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::imports::Review;
use crate::app::notifications::Webhooks;
use crate::app::{App, AppError, admin, days};
use crate::domain::Timestamp;
use crate::domain::accounts::password::PasswordHash;
use crate::domain::accounts::user::{User, Username};
use crate::domain::admin::AdminCommand;
use crate::domain::admin::audit::Actor;
use crate::domain::days::day::Month;
use crate::domain::days::plan::{PlannedDay, PlannedStep};
use crate::domain::exchange::import::flask::FlaskLog;
use crate::domain::exchange::import::{self, Choices};
use crate::domain::values::problem::Problem;
use crate::domain::values::time_zone::TimeZone;
use crate::storage::{Cause, FlaskDatabase, Store, StoreError};
use accounts::Account;

/// How long to retry while MongoDB is unavailable. MongoDB keeps the locks of a killed import for a
/// minute.
const TIMEOUT: Duration = Duration::from_secs(75);
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// The destination and options of an import.
pub struct ImportTarget {
    /// The app that writes. `None` in a dry run.
    pub app: Option<App>,
    /// The database. `None` if a dry run finds none.
    pub store: Option<Arc<dyn Store>>,
    /// Returns the text of a problem.
    pub message_for: fn(Problem) -> String,
    /// Checks the addresses of webhooks.
    pub webhooks: Webhooks,
    /// The time zone of new accounts.
    pub time_zone: TimeZone,
    /// How long password links work.
    pub link_lifetime: TimeDelta,
}

/// An event that an import reports.
pub enum Event {
    /// The result for one user, or the totals.
    Imported(String),
    /// Something that was skipped or only partly imported: its position and the reason.
    Problem(String),
    /// A link to choose a password: its user, token, and expiry.
    Link(Username, String, Timestamp),
}

/// Receives the events. An error ends the import.
pub(crate) type Reporter<'a> = &'a mut (dyn FnMut(Event) -> std::io::Result<()> + Send);

/// Imports all users. `renames` contains pairs of old and new usernames.
pub async fn import(
    source: &FlaskDatabase,
    target: &ImportTarget,
    renames: &[(String, String)],
    reporter: Reporter<'_>,
) -> Result<(), Cause> {
    let store = target.store.as_deref();
    let (accounts, skipped) = accounts::resolve(source, renames, store, target.message_for).await?;
    let mut importer = Importer { target, reporter, accounts: 0, days: 0 };
    for line in skipped {
        (importer.reporter)(Event::Problem(line))?;
    }
    if accounts.is_empty() {
        return Err("Nothing was imported: no user has a valid, unused username.".into());
    }
    for account in accounts {
        if let Some(log) = source.log(&account.log).await? {
            let done = importer.import(account, FlaskLog::parse(&log)).await;
            done.map_err(|error| format!("{error}. Run the command again to complete it."))?;
        }
    }
    let Importer { reporter, accounts, days, .. } = importer;
    Ok(reporter(Event::Imported(format!("New accounts: {accounts}. Days added: {days}.")))?)
}

struct Importer<'a> {
    target: &'a ImportTarget,
    reporter: Reporter<'a>,
    accounts: usize,
    days: usize,
}

impl Importer<'_> {
    async fn import(&mut self, account: Account, log: FlaskLog) -> Result<(), Cause> {
        let is_new = account.user.is_none();
        let user = match &account.user {
            Some(user) => user.clone(),
            None => self.new_user(&account, &log)?,
        };
        let Account { mut name, username, .. } = account;
        let review = match self.review(&name, &user, log).await? {
            Ok(review) => review,
            Err(problem) => return self.skip(&name, problem),
        };
        if let Some(app) = &self.target.app {
            write(app, &user, is_new, &review).await?;
        }
        if name != username.as_str() {
            name = format!("{name} → {username}");
        }
        let (added, before) =
            (review.plan.count(PlannedStep::Added), review.plan.count(PlannedStep::Same));
        let account = if is_new { "new account" } else { "existing account" };
        let line = format!("{name}: {account}; days added: {added}, already there: {before}");
        (self.reporter)(Event::Imported(line))?;
        self.accounts += usize::from(is_new);
        self.days += added;
        self.link(&user).await
    }

    fn new_user(&mut self, account: &Account, log: &FlaskLog) -> Result<User, Cause> {
        let now = self.target.app.as_ref().map_or_else(Timestamp::default, |app| app.clock.now());
        let mut user = User::new(account.username.clone(), None, PasswordHash::none(), now);
        user.id = account.id;
        user.settings.time_zone = self.target.time_zone;
        user.settings.allowances.clone_from(&log.allowances);
        match log.webhook.as_deref().map(|url| self.target.webhooks.check(url)).transpose() {
            Ok(webhook) => user.settings.slack_webhook = webhook,
            Err(error) => self.skip(&format!("{}, settings.slack", account.name), error)?,
        }
        Ok(user)
    }

    /// Returns what importing the log would change, and reports the entries it skips.
    async fn review(
        &mut self,
        name: &str,
        user: &User,
        log: FlaskLog,
    ) -> Result<Result<Review, Problem>, Cause> {
        let resolved = import::resolve_rows(&log.reading, &user.settings, &choices());
        let resolved = match resolved {
            Ok(resolved) => resolved,
            Err(error) => return Ok(Err(error)),
        };
        for error in &resolved.row_errors {
            self.skip(&format!("{name}, {}", error.text), error.problem.clone())?;
        }
        if let more @ 1.. = resolved.row_error_count - resolved.row_errors.len() {
            self.skip(name, Problem::new("flask.more_entries").with("count", more))?;
        }
        let mut months = Vec::new();
        if let Some(store) = &self.target.store {
            months = store.months(user.id, Month::FIRST, Month::LAST).await?;
        }
        let mut review = Review::new(log.reading, resolved, &months, choices().existing);
        let stays = |planned: &PlannedDay| {
            let day = planned.day;
            let mut months = months.iter().filter(|log| log.month == day.month());
            let was_deleted = months.any(|log| log.removed.contains_key(&day.into()));
            planned.step == PlannedStep::Kept || planned.step == PlannedStep::Added && was_deleted
        };
        let (unchanged, days): (Vec<_>, _) = review.plan.days.into_iter().partition(stays);
        for PlannedDay { day, .. } in unchanged {
            let position = format!("{name}, {day}");
            self.skip(&position, "flask.changed_day")?;
        }
        review.plan.days = days;
        Ok(if review.plan.is_too_large() { Err("file.too_much_text".into()) } else { Ok(review) })
    }

    fn skip(&mut self, position: &str, reason: impl Into<Problem>) -> Result<(), Cause> {
        let reason = (self.target.message_for)(reason.into());
        Ok((self.reporter)(Event::Problem(format!("{position}: {reason}")))?)
    }

    /// Creates a link for choosing a password, unless the user already has a password or is
    /// disabled.
    async fn link(&mut self, user: &User) -> Result<(), Cause> {
        let Some(app) = &self.target.app else { return Ok(()) };
        if !user.password_hash.is_none() || user.disabled_at.is_some() {
            return Ok(());
        }
        let (by, lasts) = (Actor::CommandLine, self.target.link_lifetime);
        let until = app.clock.now() + lasts;
        let token = retry(async || admin::show_reset_link(app, by, user.id, lasts).await).await?;
        Ok((self.reporter)(Event::Link(user.username.clone(), token, until))?)
    }
}

/// Keeps existing days. The empty location prevents days without a location from getting the location
/// that was last used.
fn choices() -> Choices {
    Choices { location: Some(String::new()), ..Choices::default() }
}

async fn write(app: &App, user: &User, is_new: bool, review: &Review) -> Result<(), AppError> {
    if is_new {
        let command = || AdminCommand::AddUser(Box::new(user.clone()));
        retry(async || admin::apply(app, Actor::CommandLine, command()).await).await?;
    }
    // Importing old days must not send notifications.
    let mut quiet = user.clone();
    quiet.settings.slack_webhook = None;
    let change = review.change(app, &quiet, &choices())?;
    if !change.edits.is_empty() {
        retry(async || days::apply_transaction(app, &quiet, change.clone()).await).await?;
    }
    Ok(())
}

async fn retry<T>(operation: impl AsyncFn() -> Result<T, AppError>) -> Result<T, AppError> {
    let give_up = Instant::now() + TIMEOUT;
    loop {
        match operation().await {
            Err(AppError::Store(StoreError::Unavailable(_))) if Instant::now() < give_up => {
                tokio::time::sleep(RETRY_INTERVAL).await;
            }
            outcome => return outcome,
        }
    }
}
