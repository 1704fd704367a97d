//! Request logging: counts each request in the metrics, logs it as one line, and records it in its
//! trace. None of these contain the path, the query, or anything that identifies the user.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use opentelemetry::trace::{FutureExt, SpanRef, Status, TraceContextExt};
use opentelemetry::{Context, KeyValue};
use sha2::{Digest, Sha256};
use tracing::Span;
use tracing::field::{Empty, display};
use tracing_actix_web::{RequestId, RootSpanBuilder};

use super::metrics::{HttpMetrics, UNMATCHED, method_label};
use super::trace_context;
use crate::domain::accounts::user::UserId;

/// Creates the root span of each request, with the request and trace IDs.
pub struct RequestSpans;

impl RootSpanBuilder for RequestSpans {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().copied().map(display);
        let span = tracing::info_span!("request", request.id = id, trace.id = Empty);
        let context = trace_context::start(&span, request.headers());
        if context.has_active_span() {
            span.record("trace.id", display(context.span().span_context().trace_id()));
            request.extensions_mut().insert(context);
        }
        span
    }

    fn on_request_end<B: MessageBody>(_: Span, _: &Result<ServiceResponse<B>, Error>) {}
}

/// The user who made the request, stored in its extensions once authenticated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestUser(pub(crate) UserId);

impl RequestUser {
    /// Returns a hash that is stable for a user but can't be reversed, because user IDs are random.
    fn hash(self) -> String {
        let digest = Sha256::digest(self.0.to_string());
        hex::encode(&digest[..8])
    }
}

/// Middleware within the root span and around everything else: counts and logs the response.
pub(crate) async fn log_requests(
    metrics: web::Data<HttpMetrics>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let start = Instant::now();
    let _in_flight = metrics.track_in_flight();
    let method = method_label(request.method());
    let id = request.extensions().get::<RequestId>().copied();
    let trace = request.extensions().get::<Context>().cloned().unwrap_or_default();
    let outcome = next.call(request).with_context(trace.clone()).await;
    let (route, person, status) = match &outcome {
        Ok(response) => {
            let person = response.request().extensions().get::<RequestUser>().copied();
            (response.request().match_pattern(), person, response.status())
        }
        // The session layer returns an error before a route is matched.
        Err(error) => (None, None, error.as_response_error().status_code()),
    };
    let route = route.unwrap_or_else(|| UNMATCHED.to_owned());
    let elapsed = start.elapsed();
    // Log the fields on the line itself, because not every log format includes the span's.
    tracing::info!(
        parent: None,
        request.id = id.map(display),
        trace.id = trace.has_active_span().then(|| display(trace.span().span_context().trace_id())),
        user.hash = person.map(RequestUser::hash),
        http.method = method,
        http.route = route,
        http.status = status.as_u16(),
        elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
    record_span(&trace.span(), method, &route, status);
    metrics.count_request(method, route, status, elapsed);
    outcome
}

/// Records the response by the semantic conventions for HTTP. A 4xx is the caller's fault, so it
/// doesn't set an error status. Does nothing if traces aren't exported.
fn record_span(span: &SpanRef<'_>, method: &'static str, route: &str, status: StatusCode) {
    if !span.is_recording() {
        return;
    }
    span.update_name(format!("{method} {route}"));
    span.set_attributes([
        KeyValue::new("http.request.method", method),
        KeyValue::new("http.route", route.to_owned()),
        KeyValue::new("http.response.status_code", i64::from(status.as_u16())),
    ]);
    if status.is_server_error() {
        span.set_status(Status::error(""));
    }
}
