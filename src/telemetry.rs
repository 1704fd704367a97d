//! Log lines on standard error, and traces for a collector. `web/request_log.rs` decides what to
//! record about requests.

mod export;
mod traces;

use std::io::IsTerminal;

use prometheus_client::metrics::counter::Counter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, LogFormat};
use crate::storage;

pub use traces::Traces;

/// Starts logging to standard error.
pub fn start(config: &Config) {
    report(config, None);
}

/// Starts logging to standard error, and exports traces if the settings contain a collector.
/// `dropped` counts the spans that are dropped because too many are waiting.
///
/// # Errors
/// Fails if TLS can't be set up.
pub fn start_with_traces(config: &Config, dropped: &Counter) -> std::io::Result<Option<Traces>> {
    let endpoint = config.otlp_endpoint.as_ref();
    let traces = endpoint.map(|endpoint| Traces::start(endpoint, dropped)).transpose()?;
    report(config, traces.as_ref());
    Ok(traces)
}

fn report(config: &Config, traces: Option<&Traces>) {
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let levels = config
        .log
        .clone()
        // Anyone can send a malformed request, and it isn't a fault of the program.
        .with_target("actix_http::h1::dispatcher", LevelFilter::OFF)
        // Log lines contain the span of their request already, so spans of the store aren't logged.
        .with_target(storage::SPAN_TARGET, LevelFilter::OFF);
    let traces = traces.map(Traces::layer);
    // Later calls, as in tests, keep the first subscriber.
    let _ = tracing_subscriber::registry().with(traces).with(lines.with_filter(levels)).try_init();
}
