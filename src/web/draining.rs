//! What a server does with connections while it drains: each ends with its next response.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError, web};

use super::security::is_probe;

/// Whether a server is draining, and since when nobody asks anything. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Draining(Arc<State>);

#[derive(Debug, Default)]
struct State {
    started: OnceLock<Instant>,
    /// When the last request arrived, in milliseconds since the start.
    last_request_ms: AtomicU64,
}

impl Draining {
    /// Starts it; it does not end.
    pub fn start(&self) {
        self.0.started.get_or_init(Instant::now);
    }

    /// Whether it has started.
    pub fn has_started(&self) -> bool {
        self.0.started.get().is_some()
    }

    /// How long ago the last request arrived; since the start if there was none.
    pub fn quiet_for(&self) -> Duration {
        let last_request = Duration::from_millis(self.0.last_request_ms.load(Ordering::Relaxed));
        self.since_start().saturating_sub(last_request)
    }

    fn note_request(&self) {
        let now = u64::try_from(self.since_start().as_millis()).unwrap_or(u64::MAX);
        self.0.last_request_ms.fetch_max(now, Ordering::Relaxed);
    }

    fn since_start(&self) -> Duration {
        self.0.started.get().map_or(Duration::ZERO, Instant::elapsed)
    }
}

/// Adds `Connection: close` to every response while the server drains, so that a client sends its
/// next request over another connection. A connection that is closed without this notice loses the
/// request that is on its way at that moment.
pub async fn close_connections(
    draining: web::Data<Draining>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    // Probes and health checks go on until the end.
    if draining.has_started() && !is_probe(request.path()) {
        draining.note_request();
    }
    let outcome = next.call(request).await;
    if !draining.has_started() {
        return outcome;
    }
    let mut response = outcome.map_err(FinalError)?;
    response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    Ok(response)
}

/// An error without a response of its own (the session layer's), answered by the last response of
/// its connection.
#[derive(Debug)]
struct FinalError(Error);

impl fmt::Display for FinalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for FinalError {
    fn status_code(&self) -> StatusCode {
        self.0.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = self.0.error_response();
        response.head_mut().set_connection_type(ConnectionType::Close);
        response
    }
}
