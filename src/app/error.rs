//! What can keep the program from doing what it was asked.

use std::time::Duration;

use crate::domain::admin::AdminRefusal;
use crate::domain::entry::PartError;
use crate::domain::month_log::Conflict;
use crate::domain::problem::Problem;
use crate::domain::token::TokenRefusal;
use crate::domain::types::{Slug, TypesError};
use crate::domain::undo::Refusal;
use crate::storage::StoreError;

/// Why something was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Username and password do not belong together; never says which is wrong.
    #[error("wrong username or password")]
    WrongCredentials,
    /// Another user has the name.
    #[error("the username is taken")]
    UsernameTaken,
    /// No user has the name.
    #[error("there is no such user")]
    NoSuchUser,
    /// Too many attempts; the next may be made after this long.
    #[error("too many attempts")]
    TooManyAttempts(Duration),
    /// The day was changed by another window or program since it was shown.
    #[error("the day was changed meanwhile")]
    Conflict(Box<Conflict>),
    /// The person has no such change.
    #[error("there is no such change")]
    NoSuchChange,
    /// The act is not one to take back, or no longer.
    #[error(transparent)]
    NotUndone(#[from] Refusal),
    /// Type and location do not make a part.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The type is archived, and the day does not have it yet.
    #[error("the type {0} is archived")]
    Archived(Slug),
    /// A file cannot be taken in.
    #[error(transparent)]
    File(#[from] Problem),
    /// The thread that read a file panicked.
    #[error("reading a file failed")]
    Reading(#[source] tokio::task::JoinError),
    /// The person has no such file waiting, or no longer.
    #[error("there is no such upload")]
    NoSuchUpload,
    /// An edit of the types does not fit what is there.
    #[error(transparent)]
    Types(#[from] TypesError),
    /// A token does not fit beside those that the person has.
    #[error(transparent)]
    Token(#[from] TokenRefusal),
    /// An admin's act is not one to carry out.
    #[error(transparent)]
    Admin(#[from] AdminRefusal),
    /// An invitation was used, taken back or expired, or never was one.
    #[error("the invitation cannot be used")]
    InvitationEnded,
    /// What would change is more than is kept as one change.
    #[error("too much text for one change")]
    TooMuchText,
    /// More passwords wait to be checked than can be in time.
    #[error("too many logins at once")]
    Busy,
    /// The store did not do its part.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UsernameTaken => Self::UsernameTaken,
            StoreError::NoSuchUser => Self::NoSuchUser,
            StoreError::Conflict(conflict) => Self::Conflict(conflict),
            StoreError::Types(error) => Self::Types(error),
            StoreError::Token(refusal) => Self::Token(refusal),
            StoreError::Admin(refusal) => Self::Admin(refusal),
            other => Self::Store(other),
        }
    }
}
