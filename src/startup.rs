//! Assembles the program and runs it.

mod descriptors;
#[cfg(test)]
mod fuzz;
mod metrics;
mod shutdown;
mod waiting;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::App as Web;
use actix_web::cookie::Key;
use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use tracing_actix_web::TracingLogger;

use crate::app::accounts::auth_events;
use crate::app::notifications::delivery::Delivery;
use crate::app::notifications::{AddressPolicy, Webhooks};
use crate::app::{
    App, AuthEventLog, Clock, Hasher, ImportQueue, LargeReads, Notifier, PasswordRules,
};
use crate::config::Config;
use crate::storage::migrate::{self, KNOWN_SCHEMA};
use crate::storage::{self, Access, DatabaseUrl, OpenError, Store};
use crate::telemetry::Traces;
use crate::web::BodyMemory;
use crate::web::connections::{Admission, ConnectionLimits, ListenOptions, listen};
use crate::web::draining::{Draining, close_connections};
use crate::web::health::Readiness;
use crate::web::request_log::{RequestSpans, log_requests};
use crate::web::{self, ApiRateLimiter, Shared};

pub use descriptors::raise_descriptor_limit;
pub use metrics::MetricsRegistry;
pub use shutdown::{StopMode, StopSignals};
pub use waiting::open_app_to_serve;

/// The time that requests in progress get to finish after the listener is closed, in seconds.
const SHUTDOWN_SECONDS: u64 = 20;

/// How often expired documents are removed from the store.
const PURGE_INTERVAL: Duration = Duration::from_mins(10);

/// Why the server can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store can't be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// Listening on the address, or starting a thread, failed.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

/// Opens and migrates the store, and creates the app.
pub async fn open_app(config: &Config, access: Access) -> Result<App, StartError> {
    open_metered(config, access, &MetricsRegistry::default()).await
}

async fn open_metered(
    config: &Config,
    access: Access,
    registry: &MetricsRegistry,
) -> Result<App, StartError> {
    let store = storage::open_metered(&config.database, access, &registry.store).await?;
    let clock = Clock::system();
    migrate::migrate(&*store, || clock.now()).await?;
    if store.restore_incomplete().await.map_err(OpenError::from)? {
        return Err(OpenError::RestoreIncomplete.into());
    }
    let webhooks = Webhooks::new(config.slack_hosts.clone(), AddressPolicy::Public)?;
    Ok(App {
        store,
        hasher: Hasher::start(&registry.app)?,
        password_rules: PasswordRules::start(
            config.site_names.clone(),
            config.breached_passwords.clone(),
        )?,
        clock,
        limits: config.limits,
        session_lifetimes: config.session_lifetimes,
        notifier: Notifier::new(webhooks, config.mailer.clone()),
        imports: ImportQueue::start()?,
        large_reads: LargeReads::default(),
        auth_events: AuthEventLog::new(&[]),
        metrics: registry.app.clone(),
    })
}

/// Opens a store to read all of its documents without migrating it, so that a database of an older
/// version can be backed up before it is migrated.
pub async fn open_to_read(url: &DatabaseUrl) -> Result<Arc<dyn Store>, OpenError> {
    let store = storage::open(url, Access::Existing).await?;
    match store.schema_version().await? {
        0 => Err(OpenError::NotFound(url.to_string())),
        found if found > KNOWN_SCHEMA => Err(OpenError::NewerSchema { found, known: KNOWN_SCHEMA }),
        _ if store.restore_incomplete().await? => Err(OpenError::RestoreIncomplete),
        _ => Ok(store),
    }
}

/// Opens a store to fill it, without migrating it. No server may be using it. Rejects a backup file:
/// opening it would turn it into an ordinary database, even if nothing is restored.
pub async fn open_to_fill(url: &DatabaseUrl) -> Result<Arc<dyn Store>, OpenError> {
    if let DatabaseUrl::Embedded(path) = url
        && storage::is_backup(path)
    {
        return Err(OpenError::Backup(path.clone()));
    }
    storage::open(url, Access::Server).await
}

/// A running server with its background tasks.
pub struct RunningServer {
    server: Server,
    draining: Draining,
    delivery: Delivery,
    app: App,
}

impl RunningServer {
    /// Returns a handle that stops the server.
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until a signal arrives, and drains first if it is SIGTERM. Then finishes responses,
    /// messages, and the export of traces, in this order. A second signal stops the server
    /// immediately.
    ///
    /// # Errors
    /// Fails if the server stops with an error.
    pub async fn run(
        self,
        mut signals: StopSignals,
        traces: Option<Traces>,
    ) -> std::io::Result<()> {
        let Self { server, draining, delivery, app } = self;
        let handle = server.handle();
        let finished = async {
            let ended = server.await;
            delivery.stop().await;
            auth_events::flush(&app).await;
            if let Some(traces) = traces {
                traces.stop().await;
            }
            ended
        };
        tokio::select! {
            ended = finished => ended,
            () = shutdown::stop(&handle, &draining, &mut signals) => Ok(()),
        }
    }
}

/// Starts the server and its background tasks.
pub async fn serve(
    config: &Config,
    mut app: App,
    listener: TcpListener,
    registry: &MetricsRegistry,
) -> Result<RunningServer, StartError> {
    let key = if let Some(key) = &config.secret_key {
        key.clone()
    } else {
        let stored = app.store.cookie_key(&std::array::from_fn(|_| rand::random())).await;
        Key::from(&stored.map_err(OpenError::from)?)
    };
    app.auth_events = AuthEventLog::new(key.signing());
    let delivery = Delivery::start(app.clone());
    let limiter = ApiRateLimiter::new(config.limits);
    actix_web::rt::spawn(purge(app.clone(), limiter.clone()));
    actix_web::rt::spawn(write_events(app.clone()));
    let http = Data::new(registry.http.clone());
    let draining = Draining::default();
    let closing = Data::new(draining.clone());
    let readiness = Readiness::new(draining.clone());
    let shared = Shared {
        app: app.clone(),
        site: config.site.clone(),
        key,
        limiter,
        bodies: BodyMemory::default(),
        readiness,
    };
    // Called once on each worker thread.
    let factory = move || {
        let mut shared = shared.clone();
        if let Some(store) = shared.app.store.thread_local_handle() {
            shared.app.store = store;
        }
        Web::new()
            .app_data(http.clone())
            .app_data(closing.clone())
            .wrap(from_fn(log_requests))
            .wrap(TracingLogger::<RequestSpans>::new())
            .wrap(from_fn(close_connections))
            .configure(move |config| web::configure(config, &shared))
    };
    let admission = admission(config, registry);
    let options = ListenOptions { workers: None, shutdown_seconds: SHUTDOWN_SECONDS };
    let server = listen(listener, &admission, &options, factory)?;
    Ok(RunningServer { server, draining, delivery, app })
}

/// Returns the limits on connections, within what the limit on descriptors allows.
fn admission(config: &Config, registry: &MetricsRegistry) -> Admission {
    let ConnectionLimits { total, per_address, deadlines } = config.connections;
    let possible = descriptors::max_connections();
    if possible < total {
        tracing::warn!(
            possible,
            "the limit on descriptors allows fewer connections than configured"
        );
    }
    let limits = ConnectionLimits { total: total.min(possible), per_address, deadlines };
    let proxies = config.site.trusted_proxies.clone();
    Admission::new(limits, proxies, registry.http.connections.clone())
}

async fn write_events(app: App) {
    loop {
        actix_web::rt::time::sleep(auth_events::FLUSH_INTERVAL).await;
        auth_events::flush(&app).await;
    }
}

async fn purge(app: App, limiter: ApiRateLimiter) {
    loop {
        actix_web::rt::time::sleep(PURGE_INTERVAL).await;
        limiter.remove_stale();
        if let Err(error) = app.store.purge(app.clock.now()).await {
            tracing::warn!(%error, "expired data wasn't removed");
        }
    }
}
