//! The errors of all stores, which contain no driver types.

use std::path::PathBuf;

use crate::domain::accounts::token::TokenRefusal;
use crate::domain::admin::AdminRefusal;
use crate::domain::days::month_log::Conflict;
use crate::domain::settings::SettingsError;
use crate::domain::types::TypesError;

/// The driver's error, for the log only.
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
    /// A day doesn't meet the precondition of its edit. Nothing was changed.
    #[error("{} is not as expected", .0.day)]
    Conflict(Box<Conflict>),
    /// The edit of the types isn't valid for the current types. Nothing was changed.
    #[error(transparent)]
    Types(#[from] TypesError),
    /// The settings have changed since the user saw them. Nothing was changed.
    #[error("the settings were changed meanwhile")]
    SettingsChanged,
    /// The token can't be added to its owner's existing tokens. Nothing was changed.
    #[error(transparent)]
    Token(#[from] TokenRefusal),
    /// The administrative action was refused. Nothing was changed.
    #[error(transparent)]
    Admin(#[from] AdminRefusal),
    /// The store is unreachable or overloaded. The same call may succeed later.
    #[error("the store is not available")]
    Unavailable(#[source] Cause),
    /// The database rejected the credentials, or its user lacks a permission. The same call
    /// succeeds once that is corrected.
    #[error("the database refused the credentials")]
    Denied(#[source] Cause),
    /// A restore or copy into the store is incomplete.
    #[error("a restore of the database has not finished")]
    RestoreIncomplete,
    /// The store returned another error or contains invalid data.
    #[error("the store failed")]
    Failed(#[source] Cause),
}

impl From<SettingsError> for StoreError {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Types(error) => Self::Types(error),
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
    /// The database doesn't exist.
    #[error("There is no database at {0}. Is WORKLOG_DATABASE_URL right?")]
    NotThere(String),
    /// A restore or copy into the store is incomplete.
    #[error(
        "The database contains only a part of a backup: a restore or copy into it did not finish. Repeat that with --replace."
    )]
    RestoreIncomplete,
    /// The file isn't a Worklog database.
    #[error("{} is not a Worklog database. Move it away, or point WORKLOG_DATABASE_URL elsewhere.", .0.display())]
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
        "The database has schema {found}, and this Worklog knows schemas up to {known}. Start the newer Worklog that wrote it."
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
        "Another Worklog has been migrating this database for over a minute. If none is, try again: its lock ends by itself."
    )]
    MigrationLocked,
    /// The store can't be reached.
    #[error("The database does not answer: {}", .0)]
    Unavailable(Cause),
    /// The database rejected the credentials.
    #[error(
        "The database refuses the username or password in WORKLOG_DATABASE_URL: {0}. Correct them, or create the user."
    )]
    Denied(Cause),
    /// Another store error.
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
