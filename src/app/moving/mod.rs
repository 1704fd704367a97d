//! Moving in from the earlier Flask service: accounts and days out of its databases.
//!
//! Accounts are made without a password, and each gets a link to choose one. Days go in as an import
//! does, a year an act. All of it can be repeated, after an interruption or to fetch what was logged
//! meanwhile: days that are in Worklog, or were removed from it, stay as they are, and are told.

mod person;
mod roster;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::messenger::Webhooks;
use super::{App, AppError};
use crate::domain::Timestamp;
use crate::domain::import::flask::{Log, id_of, name_of};
use crate::domain::location::Location;
use crate::domain::time_zone::TimeZone;
use crate::domain::user::Username;
use crate::storage::{FlaskDatabases, FlaskError, FlaskPart, Store, StoreError};
use roster::{Member, Roster};

/// The longest that a link to a first password can be used.
pub const LONGEST_LINK: TimeDelta = TimeDelta::days(7);

/// How long Worklog's own database may be unable to, and how soon it is asked again.
const PATIENCE: Duration = Duration::from_secs(75);
const AGAIN: Duration = Duration::from_secs(1);

/// Where it all goes.
pub enum Target {
    /// Into this.
    Into(Box<App>),
    /// Nowhere: it is only told what would be done, beside what this store holds, if there is one.
    Look {
        /// Where it would go.
        store: Option<Arc<dyn Store>>,
        /// By which webhooks are checked.
        webhooks: Box<Webhooks>,
        /// When.
        now: Timestamp,
    },
}

impl Target {
    fn store(&self) -> Option<&dyn Store> {
        match self {
            Self::Into(app) => Some(&*app.store),
            Self::Look { store, .. } => store.as_deref(),
        }
    }

    fn webhooks(&self) -> &Webhooks {
        match self {
            Self::Into(app) => &app.messenger.webhooks,
            Self::Look { webhooks, .. } => webhooks,
        }
    }

    fn now(&self) -> Timestamp {
        match self {
            Self::Into(app) => app.clock.now(),
            Self::Look { now, .. } => *now,
        }
    }
}

/// How it is done.
#[derive(Debug, Clone)]
pub struct Options {
    /// Accounts that were not made by moving in, and are their namesakes' all the same.
    pub into: Vec<Username>,
    /// Where days were spent that lack a location.
    pub place: Option<Location>,
    /// Where the people are.
    pub time_zone: TimeZone,
    /// How long the links to a first password can be used.
    pub links_last: TimeDelta,
}

/// What is told on the way.
#[derive(Debug, PartialEq, Eq)]
pub enum News {
    /// What became of a person's account and days, in a sentence.
    Person(String),
    /// What stays as it is in Worklog.
    Kept(String),
    /// What could not be taken, or not as it is.
    NotTaken(String),
    /// A link to a first password.
    Link {
        /// Whose.
        username: Username,
        /// Its token.
        token: String,
        /// When it can no longer be used.
        expires_at: Timestamp,
    },
}

/// Takes the news; an error ends the move.
pub type Teller<'a> = &'a mut (dyn FnMut(News) -> std::io::Result<()> + Send);

/// How much there was of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Accounts made.
    pub accounts: usize,
    /// Accounts made by an earlier run, or named to be taken into.
    pub accounts_before: usize,
    /// Days taken.
    pub days: usize,
    /// Days that were there already.
    pub days_before: usize,
    /// Days and settings that stay as they are in Worklog, and differ.
    pub kept: usize,
    /// What could not be taken, or not as it is.
    pub not_taken: usize,
}

/// Why it ended early. What was done until then stays, and doing it again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The databases of the earlier service.
    #[error(transparent)]
    Source(#[from] FlaskError),
    /// Worklog's own.
    #[error(transparent)]
    Target(#[from] AppError),
    /// Nobody takes the news.
    #[error("What was done cannot be told: {0}")]
    Teller(#[from] std::io::Error),
}

/// Takes everybody and everything in.
pub async fn move_in(
    source: &FlaskDatabases,
    target: &Target,
    options: &Options,
    teller: Teller<'_>,
) -> Result<Tally, MoveError> {
    let mut moving = Moving { target, options, teller, tally: Tally::default() };
    let mut roster = moving.read_roster(source).await?;
    let mut logs = source.read(FlaskPart::Log).await?;
    while let Some(document) = logs.next().await? {
        match document {
            Ok(document) => {
                let Some(member) = moving.member(&mut roster, &document)? else { continue };
                let log = Log::read(&document, options.time_zone);
                moving.take(&member, Some(log)).await?;
            }
            Err(error) => moving.not_taken(format!("A document in log cannot be read: {error}"))?,
        }
    }
    for member in roster.without_log() {
        moving.take(&member, None).await?;
    }
    Ok(moving.tally)
}

/// Does something of Worklog's own again while its database cannot: what a move that was killed had
/// begun stands in the way of the next until MongoDB gives it up, after a minute.
async fn patiently<T>(act: impl AsyncFn() -> Result<T, AppError>) -> Result<T, AppError> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        match act().await {
            Err(AppError::Store(StoreError::Unavailable(_))) if Instant::now() < give_up => {
                tokio::time::sleep(AGAIN).await;
            }
            outcome => return outcome,
        }
    }
}

/// A move on its way.
struct Moving<'a> {
    target: &'a Target,
    options: &'a Options,
    teller: Teller<'a>,
    tally: Tally,
}

impl Moving<'_> {
    fn tell(&mut self, news: News) -> Result<(), MoveError> {
        Ok((self.teller)(news)?)
    }

    fn not_taken(&mut self, what: String) -> Result<(), MoveError> {
        self.tally.not_taken += 1;
        self.tell(News::NotTaken(what))
    }

    fn kept(&mut self, count: usize, what: String) -> Result<(), MoveError> {
        self.tally.kept += count;
        self.tell(News::Kept(what))
    }

    /// Reads who has an account.
    async fn read_roster(&mut self, source: &FlaskDatabases) -> Result<Roster, MoveError> {
        let mut roster = Roster::default();
        let mut credentials = source.read(FlaskPart::Credentials).await?;
        while let Some(document) = credentials.next().await? {
            let added = match document {
                Ok(document) => roster.add(name_of(&document), id_of(&document)),
                Err(error) => Err(format!("A document in credentials cannot be read: {error}")),
            };
            if let Err(refusal) = added {
                self.not_taken(refusal)?;
            }
        }
        Ok(roster)
    }

    /// Whose log a document is. A log without an account is somebody's all the same.
    fn member(
        &mut self,
        roster: &mut Roster,
        document: &serde_json::Value,
    ) -> Result<Option<Member>, MoveError> {
        match roster.of_log(name_of(document), &id_of(document)) {
            Ok(member) => Ok(Some(member)),
            Err(refusal) => self.not_taken(refusal).map(|()| None),
        }
    }

    /// Whether the account of a user may be taken into although it was not made so.
    fn is_named(&self, member: &Member) -> bool {
        self.options.into.iter().any(|named| named.key() == member.username.key())
    }
}
