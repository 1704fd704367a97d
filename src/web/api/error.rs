//! Errors of the API: their status codes and JSON bodies.

use std::borrow::Cow;
use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppError;
use crate::domain::values::problem::Problem;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, FormError};
use crate::web::messages;

/// An API call failed and changed nothing. `Display` is for logs.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// Not authenticated as the user in the path, whether or not that user exists (403).
    #[error("api.not_logged_in")]
    NotLoggedIn,
    /// Not allowed, even though the caller is authenticated (403).
    #[error("{0}")]
    Forbidden(&'static str),
    /// The session's user must enter their password first (403).
    #[error("api.password_required")]
    PasswordRequired,
    /// The request is malformed (400).
    #[error("{0}")]
    BadRequest(Problem),
    /// Query parameters or body fields are missing or invalid (400).
    #[error("invalid fields")]
    Invalid(FieldErrors),
    /// Fields of a password change are missing or invalid (403, only for that call).
    #[error("invalid fields")]
    InvalidPasswordChange(FieldErrors),
    /// Nothing was found (404).
    #[error("{0}")]
    NotFound(&'static str),
    /// The entry doesn't have any of the `ETag`s in `If-Match` (412).
    #[error("api.changed")]
    Changed,
    /// Over the rate limit; the value is the number of seconds to wait (429).
    #[error("api.limited")]
    Limited(u64),
    /// Errors with the same status code as on pages.
    #[error(transparent)]
    Other(PageError),
}

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"error": "This isn’t a valid date. Write it as 2026-03-31.", "fields": {"date": "This isn’t a valid date. Write it as 2026-03-31."}}))]
pub(crate) struct ErrorBody {
    /// The message.
    pub(crate) error: String,
    /// The message for each invalid parameter and field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fields: Option<BTreeMap<String, String>>,
    /// `password_required` if a session is valid, but the call requires that the user logged in
    /// within the last 10 minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<&'static str>,
}

/// Returns the JSON body of an error without fields.
pub(crate) fn error_body(message: &str) -> String {
    let body = ErrorBody { error: message.to_owned(), fields: None, code: None };
    // Serializing a struct of strings to memory can't fail.
    serde_json::to_string(&body).unwrap_or_default()
}

impl ApiError {
    /// Creates the error of a malformed request.
    pub(crate) fn bad_request(problem: impl Into<Problem>) -> Self {
        Self::BadRequest(problem.into())
    }

    /// Creates an error for one field.
    pub(crate) fn field(name: impl Into<Cow<'static, str>>, error: impl Into<Problem>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add_error(name, error);
        Self::Invalid(errors)
    }

    /// Logs the cause of a 5xx response.
    pub(crate) fn log(&self) {
        if let Self::Other(error) = self {
            error.log();
        }
    }

    /// Returns the message for the caller.
    fn message(&self) -> String {
        match self {
            Self::Invalid(errors) | Self::InvalidPasswordChange(errors) => {
                errors.iter().next().map(|(_, message)| message.to_owned()).unwrap_or_default()
            }
            Self::BadRequest(problem) => messages::message_for(problem),
            Self::Limited(seconds) => {
                messages::message_for(Problem::new("api.limited").with("seconds", seconds))
            }
            Self::Other(error) => messages::message_for(error),
            Self::NotLoggedIn
            | Self::Forbidden(_)
            | Self::PasswordRequired
            | Self::NotFound(_)
            | Self::Changed => messages::message_for(Problem::new(self.to_string())),
        }
    }

    fn fields(&self) -> Option<BTreeMap<String, String>> {
        let (Self::Invalid(errors) | Self::InvalidPasswordChange(errors)) = self else {
            return None;
        };
        // Collecting keeps the last message of each field, so reverse the order to keep the first.
        let all = errors.iter().collect::<Vec<_>>().into_iter().rev();
        Some(all.map(|(name, message)| (name.to_owned(), message.to_owned())).collect())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotLoggedIn
            | Self::Forbidden(_)
            | Self::PasswordRequired
            | Self::InvalidPasswordChange(_) => StatusCode::FORBIDDEN,
            Self::BadRequest(_) | Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Changed => StatusCode::PRECONDITION_FAILED,
            Self::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Other(error) => error.status_code(),
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        let wait = match self {
            Self::Limited(seconds) => Some(*seconds),
            Self::Other(error) => error.retry_after(),
            _ => None,
        };
        if let Some(seconds) = wait {
            response.insert_header((RETRY_AFTER, seconds));
        }
        let code = matches!(self, Self::PasswordRequired).then_some("password_required");
        response.json(ErrorBody { error: self.message(), fields: self.fields(), code })
    }
}

impl From<PageError> for ApiError {
    fn from(error: PageError) -> Self {
        Self::Other(error)
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        match error {
            // The user was deleted during the call. Respond as to any later call.
            AppError::NoSuchUser | AppError::SessionEnded => Self::NotLoggedIn,
            other => PageError::from(other).into(),
        }
    }
}

impl From<FormError> for ApiError {
    fn from(error: FormError) -> Self {
        match error {
            FormError::Repeated(name) => Self::field(name, "api.repeated"),
            FormError::Encoding => Self::bad_request("api.query_encoding"),
            FormError::ContentType | FormError::Unreadable(_) => Self::bad_request(error),
        }
    }
}

impl From<actix_session::SessionInsertError> for ApiError {
    fn from(error: actix_session::SessionInsertError) -> Self {
        PageError::from(error).into()
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        PageError::internal(error).into()
    }
}
