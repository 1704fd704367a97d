//! Watches each request: counts it, and writes one line on how it went. The line names neither the
//! address, nor the query, nor the person.

use std::time::{Instant, SystemTime};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use sha2::{Digest, Sha256};
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

use super::meter::{Meter, UNMATCHED, known};
use super::spans::{RequestSpan, Spans};
use crate::app::trace;
use crate::domain::trace::{SpanId, TraceId, TraceParent};
use crate::domain::user::UserId;

/// Opens the span that everything logged for a request is within, with what names the request.
pub struct Requests;

impl RootSpanBuilder for Requests {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().copied().map(tracing::field::display);
        let spans = request.app_data::<web::Data<Spans>>();
        let trace = trace_of(request.headers(), spans.is_some_and(|spans| spans.are_collected()));
        if let Some(trace) = trace {
            request.extensions_mut().insert(trace);
        }
        let trace = trace.map(|trace| tracing::field::display(trace.own.trace));
        tracing::info_span!("request", request.id = id, trace.id = trace)
    }

    fn on_request_end<B: MessageBody>(_: Span, _: &Result<ServiceResponse<B>, Error>) {}
}

/// The trace of a request: the work of answering it, and that which it is a part of.
#[derive(Debug, Clone, Copy)]
struct Traced {
    own: TraceParent,
    parent: Option<SpanId>,
}

/// The trace that the caller names, if it does so as the specification has it, and once; otherwise a
/// new one, where traces are collected.
fn trace_of(headers: &HeaderMap, collected: bool) -> Option<Traced> {
    let mut lines = headers.get_all("traceparent");
    let line = lines.next().filter(|_| lines.next().is_none());
    let caller = line.and_then(|line| line.to_str().ok()?.parse::<TraceParent>().ok());
    let span = SpanId::new(rand::random());
    if let Some(caller) = caller {
        return Some(Traced { own: caller.child(span), parent: Some(caller.span) });
    }
    let begin = || TraceParent { trace: TraceId::new(rand::random()), span, sampled: true };
    collected.then(|| Traced { own: begin(), parent: None })
}

/// Whose request it is; put in its extensions by whoever finds out.
#[derive(Debug, Clone, Copy)]
pub struct Person(pub UserId);

impl Person {
    /// The same for the same person, and nothing that leads back to them: identifiers are random.
    fn hash(self) -> String {
        let digest = Sha256::digest(self.0.to_string());
        hex::encode(&digest[..8])
    }
}

/// Stands around everything else.
pub async fn watch(
    meter: web::Data<Meter>,
    spans: web::Data<Spans>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let (begun, began) = (Instant::now(), SystemTime::now());
    let _in_flight = meter.hold();
    let method = request.method().clone();
    let id = request.extensions().get::<RequestId>().copied();
    let traced = request.extensions().get::<Traced>().copied();
    let outcome = trace::within(traced.map(|traced| traced.own), next.call(request)).await;
    let (route, person, status) = match &outcome {
        Ok(answer) => {
            let person = answer.request().extensions().get::<Person>().copied();
            (answer.request().match_pattern(), person, answer.status())
        }
        // The session layer, which gives up before anything is matched.
        Err(error) => (None, None, error.as_response_error().status_code()),
    };
    let route = route.unwrap_or_else(|| UNMATCHED.to_owned());
    let elapsed = begun.elapsed();
    // All that names the request is on the line itself, wherever its form puts the span.
    tracing::info!(
        parent: None,
        request.id = id.map(tracing::field::display),
        trace.id = traced.map(|traced| tracing::field::display(traced.own.trace)),
        user.hash = person.map(Person::hash),
        http.method = method.as_str(),
        http.route = route,
        http.status = status.as_u16(),
        elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
    if let Some(Traced { own, parent }) = traced.filter(|traced| traced.own.sampled) {
        let (route, status, ended) = (route.clone(), status.as_u16(), began + elapsed);
        let method = known(&method);
        let span = RequestSpan { own, parent, method, route, status, began, ended };
        if spans.leaves_out(span) {
            meter.spans_left_out.inc();
        }
    }
    meter.count(&method, route, status, elapsed);
    outcome
}
