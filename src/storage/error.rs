//! What can go wrong in a store, without naming any driver.

use std::path::PathBuf;

use crate::domain::admin::AdminRefusal;
use crate::domain::month_log::Conflict;
use crate::domain::token::TokenRefusal;
use crate::domain::types::TypesError;

/// The cause as the driver tells it; for the log alone.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another user has this name.
    #[error("the username is taken")]
    UsernameTaken,
    /// There is no such user, or no longer.
    #[error("there is no such user")]
    NoSuchUser,
    /// A day is not as the editor believed; nothing was changed.
    #[error("{} is not as expected", .0.day)]
    Conflict(Box<Conflict>),
    /// An edit of the settings does not fit what is there; nothing was changed.
    #[error(transparent)]
    Types(#[from] TypesError),
    /// A token does not fit beside those that its owner has; nothing was changed.
    #[error(transparent)]
    Token(#[from] TokenRefusal),
    /// An admin's act is not one to carry out; nothing was changed.
    #[error(transparent)]
    Admin(#[from] AdminRefusal),
    /// The store is away or too busy; the same call may succeed later.
    #[error("the store is not available")]
    Unavailable(#[source] Cause),
    /// The database refused the credentials, or its user lacks a permission. The same call succeeds once that
    /// is corrected.
    #[error("the database refused the credentials")]
    Denied(#[source] Cause),
    /// A restore or copy into the store is incomplete.
    #[error("a restore of the database has not finished")]
    RestoreIncomplete,
    /// The store refused, or what it holds makes no sense.
    #[error("the store failed")]
    Failed(#[source] Cause),
}

/// Why a store cannot be used at all; each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another server has the file.
    #[error("{} is in use by another Worklog server. Stop that one first, or give this one a file of its own with WORKLOG_DATABASE_URL.", .0.display())]
    InUse(PathBuf),
    /// Nothing is there.
    #[error("There is no database at {0}. Is WORKLOG_DATABASE_URL right?")]
    NotThere(String),
    /// A restore or copy into the store never finished.
    #[error(
        "The database contains only a part of a backup: a restore or copy into it did not finish. Repeat that with --replace."
    )]
    RestoreIncomplete,
    /// The file holds something else.
    #[error("{} is not a Worklog database. Move it away, or point WORKLOG_DATABASE_URL elsewhere.", .0.display())]
    NotADatabase(PathBuf),
    /// The file is a backup, which filling it would end.
    #[error("{} is a backup. Restore or copy into another database, or delete it first.", .0.display())]
    Backup(PathBuf),
    /// The file or its directory cannot be written.
    #[error("{} cannot be opened for writing: {cause}. Check who owns the file and its directory.", path.display())]
    NotWritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: Cause,
    },
    /// A newer Worklog migrated the store.
    #[error(
        "The database has schema {found}, and this Worklog knows schemas up to {known}. Start the newer Worklog that wrote it."
    )]
    NewerSchema {
        /// What the store has.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// MongoDB runs alone, without transactions.
    #[error(
        "This MongoDB is a standalone server, and Worklog needs a replica set (one member will do). Start mongod with --replSet rs0, run rs.initiate() once in mongosh, and add ?replicaSet=rs0 to WORKLOG_DATABASE_URL."
    )]
    Standalone,
    /// The address is not one that the driver understands.
    #[error("WORKLOG_DATABASE_URL is not a usable MongoDB address: {0}")]
    BadAddress(Cause),
    /// Another process is migrating and does not finish.
    #[error(
        "Another Worklog has been migrating this database for over a minute. If none is, try again: its lock ends by itself."
    )]
    MigrationLocked,
    /// The store did not answer.
    #[error("The database does not answer: {}", .0)]
    Unavailable(Cause),
    /// The database refused the credentials.
    #[error(
        "The database refuses the username or password in WORKLOG_DATABASE_URL: {0}. Correct them, or create the user."
    )]
    Denied(Cause),
    /// The store failed in another way.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(cause) => Self::Unavailable(cause),
            StoreError::Denied(cause) => Self::Denied(cause),
            StoreError::RestoreIncomplete => Self::RestoreIncomplete,
            other => Self::Store(other),
        }
    }
}
