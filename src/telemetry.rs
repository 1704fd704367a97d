//! The log: where it goes and in which form. What is told of requests is in `web/watch.rs`.

pub mod otlp;

use std::io::IsTerminal;

use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
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
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    // A request that is none is no fault of the program, and anybody can send one.
    let levels = config.log.clone().with_target("actix_http::h1::dispatcher", LevelFilter::OFF);
    // A second start, as in tests, keeps the first log.
    let _ = tracing_subscriber::registry().with(levels).with(lines).try_init();
}
