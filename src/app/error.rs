//! The error type of this layer.

use std::time::Duration;

use crate::domain::accounts::password::PasswordError;
use crate::domain::accounts::token::TokenError;
use crate::domain::admin::AdminError;
use crate::domain::days::entry::PartError;
use crate::domain::days::month_log::Conflict;
use crate::domain::days::schedule::ScheduleError;
use crate::domain::days::undo::UndoRefusal;
use crate::domain::exchange::upload::BrokenUpload;
use crate::domain::settings::SettingsError;
use crate::domain::types::{Slug, TypesError};
use crate::domain::values::problem::Problem;
use crate::storage::StoreError;

/// The reason an operation failed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The username or the password is wrong. The error doesn't reveal which one.
    #[error("wrong username or password")]
    WrongCredentials,
    /// The new password isn't allowed.
    #[error(transparent)]
    WeakPassword(#[from] PasswordError),
    /// Another user has this name.
    #[error("the username is taken")]
    UsernameTaken,
    /// The user doesn't exist.
    #[error("there is no such user")]
    NoSuchUser,
    /// There were too many attempts. The next one is allowed after this duration.
    #[error("too many attempts")]
    TooManyAttempts(Duration),
    /// The day was changed in another window or by a program since it was read.
    #[error("the day was changed meanwhile")]
    Conflict(Box<Conflict>),
    /// The user has no such change.
    #[error("there is no such change")]
    NoSuchChange,
    /// The change is of a kind that can't be undone, or can no longer be undone.
    #[error(transparent)]
    NotUndone(#[from] UndoRefusal),
    /// The type and location can't be combined.
    #[error(transparent)]
    InvalidPart(#[from] PartError),
    /// The type is archived, and the day doesn't have it yet.
    #[error("the type {0} is archived")]
    Archived(Slug),
    /// A file can't be imported.
    #[error(transparent)]
    File(#[from] Problem),
    /// The thread that parsed a file panicked.
    #[error("reading a file failed")]
    ParserPanicked,
    /// The user has no such pending upload, or it has expired.
    #[error("there is no such upload")]
    NoSuchUpload,
    /// The edit of the types isn't valid for the existing types.
    #[error(transparent)]
    Types(#[from] TypesError),
    /// The edit of the schedules isn't valid for the existing ones.
    #[error(transparent)]
    Schedules(#[from] ScheduleError),
    /// The settings have changed since the user saw them.
    #[error("the settings were changed meanwhile")]
    SettingsChanged,
    /// The token can't be added to the user's existing tokens.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The admin's request was rejected.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// The invitation was used, revoked, or expired, or never existed.
    #[error("the invitation cannot be used")]
    InvalidInvitation,
    /// The change contains more text than one change can store.
    #[error("too much text for one change")]
    TooMuchText,
    /// The session of the request ended meanwhile, because the password was changed or the account
    /// was disabled or deleted.
    #[error("the session has ended")]
    SessionEnded,
    /// The password queue is full.
    #[error("too many logins at once")]
    HasherBusy,
    /// Too many imports are running or waiting.
    #[error("too many imports at once")]
    ImportsBusy,
    /// Too many searches or downloads of the user are running or waiting.
    #[error("too many large reads at once")]
    ReadsBusy,
    /// The documents of an upload can't be converted.
    #[error(transparent)]
    BrokenUpload(#[from] BrokenUpload),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl AppError {
    /// Returns the error of an operation that the store refuses once the user has another password.
    pub(crate) fn of_login(error: StoreError) -> Self {
        match error {
            StoreError::NoSuchUser => Self::SessionEnded,
            other => other.into(),
        }
    }
}

impl From<SettingsError> for AppError {
    fn from(error: SettingsError) -> Self {
        StoreError::from(error).into()
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UsernameTaken => Self::UsernameTaken,
            StoreError::NoSuchUser => Self::NoSuchUser,
            StoreError::NoSuchChange => Self::NoSuchChange,
            StoreError::NoSuchUpload => Self::NoSuchUpload,
            StoreError::Conflict(conflict) => Self::Conflict(conflict),
            StoreError::Types(error) => Self::Types(error),
            StoreError::Schedules(error) => Self::Schedules(error),
            StoreError::SettingsChanged => Self::SettingsChanged,
            StoreError::Token(refusal) => Self::Token(refusal),
            StoreError::Admin(refusal) => Self::Admin(refusal),
            other => Self::Store(other),
        }
    }
}
