//! Page errors and their status codes. No other module chooses a status for an error, except
//! `api/error.rs` for API calls.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};

use super::form::FormError;
use crate::app::AppError;
use crate::domain::admin::AdminError;
use crate::domain::values::problem::{Coded, Params, Problem, params};
use crate::storage::StoreError;
use crate::web::messages;

/// How soon to retry while the store is unavailable, in seconds.
const STORE_RETRY: u64 = 5;

/// The code of a 404, also for users who may not see a page.
pub(crate) const NOTHING_HERE: &str = "page.none";

/// The error of a failed request. `Display` returns the code of its message, with which
/// [`super::error_pages`] renders the error page. The causes of 5xx errors are logged but not
/// shown.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    /// Nothing exists at this path, or nothing that the user may see (404).
    #[error("{0}")]
    NotFound(&'static str),
    /// The request has a value that no page sends (400).
    #[error("{0}")]
    BadRequest(&'static str),
    /// The body is larger than any form (413).
    #[error("page.too_large")]
    TooLarge,
    /// The body didn't arrive in time (408).
    #[error("page.too_slow")]
    TooSlow,
    /// The body or query couldn't be decoded (400, or 415 if it isn't a form).
    #[error(transparent)]
    Form(#[from] FormError),
    /// The request comes from another site, or the action isn't available (403).
    #[error("{0}")]
    Forbidden(&'static str),
    /// The request is for a host that isn't this site's (421). Unlike 403, this status is about the
    /// server: it can't respond on behalf of that host (RFC 9110, section 15.5.20).
    #[error("{0}")]
    OtherHost(&'static str),
    /// The session that the request started was refused, because the password was changed or the
    /// account was disabled or deleted since the password was checked (400). Pages redirect to the
    /// login.
    #[error("login.wrong")]
    SessionRefused,
    /// Too many attempts (429); contains the time to wait.
    #[error("page.too_many_attempts")]
    TooManyAttempts(Duration),
    /// The server has more work queued than it can finish in time (503).
    #[error("{0}")]
    Busy(&'static str),
    /// The store is unavailable (503). Contains the cause if it is known and not logged yet.
    #[error("{}", store_code(.0.as_ref()))]
    StoreAway(#[source] Option<StoreError>),
    /// A bug or an unexpected failure (500).
    #[error("page.failed")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl PageError {
    /// Wraps an unexpected error.
    pub(crate) fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Returns the heading of the error page for a status.
    pub(crate) fn heading(status: StatusCode) -> &'static str {
        messages::text(match status {
            StatusCode::NOT_FOUND => "heading.none",
            StatusCode::METHOD_NOT_ALLOWED => "heading.method",
            StatusCode::FORBIDDEN => "heading.forbidden",
            StatusCode::MISDIRECTED_REQUEST => "heading.other_host",
            StatusCode::TOO_MANY_REQUESTS => "heading.too_many_attempts",
            StatusCode::SERVICE_UNAVAILABLE => "heading.unavailable",
            StatusCode::PAYLOAD_TOO_LARGE => "heading.too_large",
            status if status.is_client_error() => "heading.refused",
            _ => "heading.failed",
        })
    }

    /// Logs the cause of a 5xx error.
    pub(crate) fn log(&self) {
        match self {
            Self::Internal(cause) => {
                tracing::error!(error = %error_chain(cause.as_ref()), "failed");
            }
            Self::StoreAway(Some(cause)) => {
                tracing::error!(error = %error_chain(cause), "store away");
            }
            Self::Busy(code) => tracing::warn!(code, "more requests than can be handled in time"),
            _ => {}
        }
    }

    /// Returns the `Retry-After` value in seconds, if a retry makes sense.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyAttempts(wait) => Some(whole_seconds(*wait)),
            // Only a restart helps.
            Self::StoreAway(Some(StoreError::FileReplaced(_))) => None,
            Self::Busy(_) | Self::StoreAway(_) => Some(STORE_RETRY),
            _ => None,
        }
    }
}

/// Returns the code of the message for a store that can't be used.
pub(crate) fn store_code(cause: Option<&StoreError>) -> &'static str {
    match cause {
        Some(StoreError::FileReplaced(_)) => "page.database_replaced",
        Some(StoreError::Full(_)) => "page.disk_full",
        _ => "page.database_away",
    }
}

/// Formats an error followed by all its causes.
pub(super) fn error_chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// Returns a duration in seconds, rounded up.
pub(super) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

fn format_wait(wait: Duration) -> String {
    let seconds = whole_seconds(wait);
    messages::message_for(match seconds {
        0 | 1 => Problem::new("wait.second"),
        2..120 => Problem::new("wait.seconds").with("count", seconds),
        _ => Problem::new("wait.minutes").with("count", seconds.div_ceil(60)),
    })
}

impl Coded for PageError {
    fn params(&self) -> Params {
        match self {
            Self::Form(error) => error.params(),
            Self::TooManyAttempts(wait) => params([("wait", &format_wait(*wait))]),
            _ => Params::new(),
        }
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Form(FormError::ContentType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BadRequest(_) | Self::Form(_) | Self::SessionRefused => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::OtherHost(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::TooManyAttempts(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) | Self::StoreAway(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if let Some(seconds) = self.retry_after() {
            response.insert_header((RETRY_AFTER, seconds));
        }
        response.finish()
    }
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::TooManyAttempts(wait) => Self::TooManyAttempts(wait),
            AppError::HasherBusy => Self::Busy("page.busy"),
            AppError::ImportsBusy => Self::Busy("page.imports_busy"),
            AppError::ReadsBusy => Self::Busy("page.reads_busy"),
            AppError::NoSuchUser => Self::NotFound("missing.account"),
            AppError::SessionEnded => Self::Forbidden("login.ended"),
            AppError::Admin(AdminError::NotAdmin) => Self::NotFound(NOTHING_HERE),
            AppError::NoSuchChange => Self::NotFound("missing.change"),
            AppError::Store(
                error @ (StoreError::Unavailable(_)
                | StoreError::Full(_)
                | StoreError::Denied(_)
                | StoreError::RestoreIncomplete
                | StoreError::FileReplaced(_)),
            ) => Self::StoreAway(Some(error)),
            // The handlers that can cause the other errors handle them themselves.
            other => Self::internal(other),
        }
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

impl From<actix_session::SessionInsertError> for PageError {
    fn from(error: actix_session::SessionInsertError) -> Self {
        Self::internal(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_while_reading_a_file_is_an_internal_error() {
        let error = PageError::from(AppError::ParserPanicked);
        assert_eq!(error.status_code(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(error.retry_after(), None);
    }
}
