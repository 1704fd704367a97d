//! The errors of all stores, which contain no driver types.

use std::path::PathBuf;

use crate::domain::accounts::token::TokenError;
use crate::domain::admin::AdminError;
use crate::domain::days::month_log::Conflict;
use crate::domain::days::schedule::ScheduleError;
use crate::domain::settings::SettingsError;
use crate::domain::types::TypesError;

/// The underlying error, with its type erased.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The reason a store operation failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another user has this username.
    #[error("the username is taken")]
    UsernameTaken,
    /// The user doesn't exist, or no longer does.
    #[error("there is no such user")]
    NoSuchUser,
    /// The change that the edits were made from was deleted, or a part of it. Nothing was changed.
    #[error("there is no such change")]
    NoSuchChange,
    /// The upload that the edits were made from was deleted. Nothing was changed.
    #[error("there is no such upload")]
    NoSuchUpload,
    /// A day doesn't meet the precondition of its edit. Nothing was changed.
    #[error("{} is not as expected", .0.day)]
    Conflict(Box<Conflict>),
    /// The edit of the types isn't valid for the current types. Nothing was changed.
    #[error(transparent)]
    Types(#[from] TypesError),
    /// The edit of the schedules isn't valid for the current ones. Nothing was changed.
    #[error(transparent)]
    Schedules(#[from] ScheduleError),
    /// The settings have changed since the user saw them. Nothing was changed.
    #[error("the settings were changed meanwhile")]
    SettingsChanged,
    /// The token can't be added to its owner's existing tokens. Nothing was changed.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The administrative action was rejected. Nothing was changed.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// The store is unreachable or overloaded. The same call may succeed later.
    #[error("the store is not available")]
    Unavailable(#[source] Cause),
    /// The disk is full. Nothing was changed. What is stored can still be read, and the same call
    /// succeeds once there is space again.
    #[error("the disk is full")]
    Full(#[source] Cause),
    /// The database rejected the credentials, or its user lacks a permission. The same call
    /// succeeds once that is corrected.
    #[error("the database rejected the credentials")]
    Denied(#[source] Cause),
    /// A restore or copy into the store is incomplete.
    #[error("a restore or copy into the database is incomplete")]
    RestoreIncomplete,
    /// The file of an embedded store, or a file that belongs to it, was deleted or replaced while it
    /// was open. Nothing was changed. The server must be restarted.
    #[error("{} was deleted or replaced while it was open", .0.display())]
    FileReplaced(PathBuf),
    /// The store returned another error or contains invalid data.
    #[error("the store failed")]
    Failed(#[source] Cause),
}

impl From<SettingsError> for StoreError {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Types(error) => Self::Types(error),
            SettingsError::Schedules(error) => Self::Schedules(error),
            SettingsError::Changed => Self::SettingsChanged,
        }
    }
}

/// The reason a store can't be opened. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another server is using the file.
    #[error("{} is in use by another Worklog server. Stop that one first, or give this one a file of its own with WORKLOG_DATABASE_URL.", .0.display())]
    InUse(PathBuf),
    /// The file has several names.
    #[error("{} has another name (a hard link). Each name would have a write-ahead log of its own, and using both would corrupt the data. Delete the other name, or copy the file and use the copy.", .0.display())]
    SeveralNames(PathBuf),
    /// The file was deleted or replaced while a server was using it.
    #[error("{} was deleted or replaced while a Worklog server was using it. Stop that server first.", .0.display())]
    Replaced(PathBuf),
    /// The database doesn't exist.
    #[error("There is no database at {0}. Is WORKLOG_DATABASE_URL right?")]
    NotFound(String),
    /// A restore or copy into the store is incomplete.
    #[error(
        "The database contains only a part of a backup: a restore or copy into it did not finish. Repeat that with --replace."
    )]
    RestoreIncomplete,
    /// The file isn't a Worklog database.
    #[error("{} is not a Worklog database. Move it elsewhere, or point WORKLOG_DATABASE_URL to another file.", .0.display())]
    NotADatabase(PathBuf),
    /// The file is a backup; filling it would overwrite the backup.
    #[error("{} is a backup. Restore or copy into another database, or delete it first.", .0.display())]
    Backup(PathBuf),
    /// The file or its directory isn't writable.
    #[error("{} cannot be opened for writing: {cause}. Check who owns the file and its directory.", path.display())]
    NotWritable {
        /// The path of the file.
        path: PathBuf,
        /// The underlying error.
        cause: Cause,
    },
    /// The store was migrated by a newer version of Worklog.
    #[error(
        "The database has schema {found}, and this version of Worklog supports up to {known}. Use the newer version that wrote it."
    )]
    NewerSchema {
        /// The schema version of the store.
        found: u32,
        /// The latest schema version that this program knows.
        known: u32,
    },
    /// MongoDB runs as a standalone server, which doesn't support transactions.
    #[error(
        "This MongoDB is a standalone server, and Worklog needs a replica set (one member will do). Start mongod with --replSet rs0, run rs.initiate() once in mongosh, and add ?replicaSet=rs0 to WORKLOG_DATABASE_URL."
    )]
    Standalone,
    /// The driver can't parse the address.
    #[error("WORKLOG_DATABASE_URL is not a usable MongoDB address: {0}")]
    BadAddress(Cause),
    /// Another process has the migration lock and doesn't finish.
    #[error(
        "Another Worklog has been migrating this database for over a minute. If none is, try again: the lock expires."
    )]
    MigrationLocked,
    /// The store can't be reached.
    #[error("The database isn't responding: {}", .0)]
    Unavailable(Cause),
    /// The database rejected the credentials.
    #[error(
        "The database rejected the username or password in WORKLOG_DATABASE_URL: {0}. Correct them, or create the user."
    )]
    Denied(Cause),
    /// Another store error.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(cause) | StoreError::Full(cause) => Self::Unavailable(cause),
            StoreError::Denied(cause) => Self::Denied(cause),
            StoreError::RestoreIncomplete => Self::RestoreIncomplete,
            other => Self::Store(other),
        }
    }
}
