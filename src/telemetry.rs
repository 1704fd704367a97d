//! The log: one line for each request, and whatever else is worth telling.

use std::io::IsTerminal;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, LogFormat};

/// Starts logging to standard error.
pub fn start(config: &Config) {
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // A second start, as in tests, keeps the first log.
    let _ = tracing_subscriber::registry().with(config.log.clone()).with(lines).try_init();
}

struct Started(Instant);

/// Opens a span with the request's id, and closes it with a line on how it went. Neither names the
/// person nor the query.
pub struct Requests;

impl RootSpanBuilder for Requests {
    fn on_request_start(request: &ServiceRequest) -> Span {
        request.extensions_mut().insert(Started(Instant::now()));
        let id = request.extensions().get::<RequestId>().copied().map(tracing::field::display);
        tracing::info_span!("request", request.id = id, http.method = %request.method())
    }

    fn on_request_end<B: MessageBody>(_: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let Ok(answer) = outcome else {
            tracing::error!("no answer from the store for the login");
            return;
        };
        let request = answer.request();
        let started = request.extensions().get::<Started>().map(|started| started.0.elapsed());
        tracing::info!(
            http.route = request.match_pattern().unwrap_or_default(),
            http.status = answer.status().as_u16(),
            elapsed_us = started.map(|time| time.as_micros()),
            "answered"
        );
    }
}
