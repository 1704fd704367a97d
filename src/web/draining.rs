//! Closes each connection with its next response while the server drains.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError, web};

use super::source_check::is_health_check;

/// Whether the server is draining, and when the last request arrived. Clones share this state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draining(Arc<DrainState>);

#[derive(Debug, Default)]
struct DrainState {
    started: OnceLock<Instant>,
    /// When the last request arrived, in milliseconds since the drain started.
    last_request_ms: AtomicU64,
}

impl Draining {
    /// Starts draining. This can't be undone.
    pub(crate) fn start(&self) {
        self.0.started.get_or_init(Instant::now);
    }

    /// Returns whether the drain has started.
    pub(crate) fn has_started(&self) -> bool {
        self.0.started.get().is_some()
    }

    /// Returns the time since the last request, or since draining started if none has arrived.
    pub(crate) fn quiet_for(&self) -> Duration {
        let last_request = Duration::from_millis(self.0.last_request_ms.load(Ordering::Relaxed));
        self.since_start().saturating_sub(last_request)
    }

    fn record_request(&self) {
        let now = u64::try_from(self.since_start().as_millis()).unwrap_or(u64::MAX);
        self.0.last_request_ms.fetch_max(now, Ordering::Relaxed);
    }

    fn since_start(&self) -> Duration {
        self.0.started.get().map_or(Duration::ZERO, Instant::elapsed)
    }
}

/// Adds `Connection: close` to every response while the server drains, so that the client sends its
/// next request over another connection. If the server closed a connection without this notice, it
/// would lose any request already in flight.
pub(crate) async fn close_connections(
    draining: web::Data<Draining>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    // Health checks keep arriving until the end, so they don't count as requests.
    if draining.has_started() && !is_health_check(request.path()) {
        draining.record_request();
    }
    let outcome = next.call(request).await;
    if !draining.has_started() {
        return outcome;
    }
    let mut response = outcome.map_err(ConnectionClosingError)?;
    response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    Ok(response)
}

/// Wraps an error returned by inner middleware, so that its response closes the connection.
#[derive(Debug)]
struct ConnectionClosingError(Error);

impl fmt::Display for ConnectionClosingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for ConnectionClosingError {
    fn status_code(&self) -> StatusCode {
        self.0.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = self.0.error_response();
        response.head_mut().set_connection_type(ConnectionType::Close);
        response
    }
}
