//! What the program reports: log lines on standard error, and traces for a collector. `web/watch.rs`
//! decides what is reported about requests.

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

/// Starts logging to standard error, and exporting traces if the settings name a collector. Counts the
/// spans that are dropped because too many wait.
///
/// # Errors
/// When TLS cannot be used.
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
        // A request that is none is no fault of the program, and anybody can send one.
        .with_target("actix_http::h1::dispatcher", LevelFilter::OFF)
        // A line shows the span of its request, wherever it was logged.
        .with_target(storage::SPAN_TARGET, LevelFilter::OFF);
    let traces = traces.map(Traces::layer);
    // A second start, as in tests, keeps the first log.
    let _ = tracing_subscriber::registry().with(traces).with(lines.with_filter(levels)).try_init();
}
