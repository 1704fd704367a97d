//! Starts a server whose database is unavailable: serves a page that says so, and retries.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::App as Web;
use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use tracing_actix_web::TracingLogger;

use super::{MetricsRegistry, StartError, StopSignals, admission, open_metered};
use crate::app::App;
use crate::config::Config;
use crate::storage::{Access, OpenError};
use crate::web;
use crate::web::connections::{ListenOptions, listen};
use crate::web::draining::{Draining, close_connections};
use crate::web::request_log::{RequestSpans, log_requests};

/// How often to retry.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// How long to wait for requests on accepted connections to be read.
const ACCEPT_DELAY: Duration = Duration::from_millis(100);

/// Opens the store for a server. Returns `None` if a signal arrives first. While the database is
/// unavailable or rejects the credentials, requests get a page that says so.
pub async fn open_app_to_serve(
    config: &Config,
    listener: &TcpListener,
    registry: &MetricsRegistry,
    signals: &mut StopSignals,
) -> Result<Option<App>, StartError> {
    let opened = tokio::select! {
        opened = open_metered(config, Access::Server, registry) => opened,
        _ = signals.next() => return Ok(None),
    };
    if !is_away(&opened) {
        return opened.map(Some);
    }
    let waiting = start(config, listener, registry)?;
    let opened = tokio::select! {
        opened = retry_open(config, registry) => opened.map(Some),
        _ = signals.next() => Ok(None),
    };
    // New connections wait in the listener's queue for the real server.
    waiting.pause().await;
    actix_web::rt::time::sleep(ACCEPT_DELAY).await;
    waiting.stop(true).await;
    opened
}

async fn retry_open(config: &Config, registry: &MetricsRegistry) -> Result<App, StartError> {
    loop {
        actix_web::rt::time::sleep(RETRY_INTERVAL).await;
        let opened = open_metered(config, Access::Server, registry).await;
        if !is_away(&opened) {
            return opened;
        }
    }
}

fn is_away(opened: &Result<App, StartError>) -> bool {
    match opened {
        Err(StartError::Store(OpenError::Unavailable(cause))) => {
            tracing::warn!(%cause, "the database isn't responding; retrying");
            true
        }
        Err(StartError::Store(error @ OpenError::Denied(_))) => {
            tracing::error!(%error, "the database refuses the credentials; retrying");
            true
        }
        _ => false,
    }
}

/// Serves the page. Closes each connection with its first response, so that none is left when the
/// database is back.
fn start(
    config: &Config,
    listener: &TcpListener,
    registry: &MetricsRegistry,
) -> Result<ServerHandle, StartError> {
    let (site, http) = (config.site.clone(), Data::new(registry.http.clone()));
    let draining = Draining::default();
    draining.start();
    let draining = Data::new(draining);
    let page = move || {
        Web::new()
            .app_data(http.clone())
            .app_data(draining.clone())
            .wrap(from_fn(log_requests))
            .wrap(TracingLogger::<RequestSpans>::new())
            .wrap(from_fn(close_connections))
            .configure(|config| web::configure_unavailable(config, &site))
    };
    let admission = admission(config, registry);
    let options = ListenOptions { workers: Some(1), shutdown_seconds: 1 };
    let waiting = listen(listener.try_clone()?, &admission, &options, page)?;
    let handle = waiting.handle();
    actix_web::rt::spawn(waiting);
    Ok(handle)
}
