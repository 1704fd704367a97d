//! Stops a server on a signal. SIGTERM drains it first.
//!
//! On its own, actix loses requests during a graceful stop. It closes idle connections, even if a
//! request has arrived on one but wasn't read yet. It also drops connections that no worker has
//! taken, and those not yet accepted. So no request may be in flight when actix stops. While the
//! server drains, it fails its readiness check, keeps accepting and responding, and closes each
//! connection with `Connection: close`.

use std::future::{pending, poll_fn};
use std::io;
use std::task::Poll;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{sleep, timeout};

use crate::web::connections::KEEP_ALIVE;
use crate::web::draining::Draining;

/// The shortest drain. By its end every connection has been closed, either with a response or after
/// being idle for [`KEEP_ALIVE`]. It also gives load balancers time to notice that the server is
/// stopping.
const MIN_DRAIN: Duration = KEEP_ALIVE.saturating_add(Duration::from_secs(1));

/// The longest drain, for load balancers that are slow to notice.
const MAX_DRAIN: Duration = Duration::from_secs(15);

/// The drain ends once no request has arrived for this long.
const QUIET_PERIOD: Duration = Duration::from_secs(1);

/// How to stop a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopMode {
    /// After a drain: SIGTERM, which systemd, Docker, and Kubernetes send.
    Drain,
    /// Immediately: SIGINT (Ctrl-C) and SIGQUIT.
    Now,
}

/// The signals that stop a server. The default never receives one.
#[derive(Debug, Default)]
pub struct StopSignals(Vec<(StopMode, Signal)>);

impl StopSignals {
    /// Handles the process's signals, which no longer terminate it.
    ///
    /// # Errors
    /// Fails if the system refuses to install a handler.
    pub fn of_process() -> io::Result<Self> {
        Ok(Self(vec![
            (StopMode::Drain, signal(SignalKind::terminate())?),
            (StopMode::Now, signal(SignalKind::interrupt())?),
            (StopMode::Now, signal(SignalKind::quit())?),
        ]))
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> StopMode {
        poll_fn(|context| {
            let mut signals = self.0.iter_mut();
            let received = signals
                .find_map(|(stop, signal)| signal.poll_recv(context).is_ready().then_some(*stop));
            received.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// Stops a server as the first signal requests. Returns only when a second signal arrives.
pub(super) async fn stop(server: &ServerHandle, draining: &Draining, signals: &mut StopSignals) {
    let first = signals.next().await;
    let stopped = async {
        if first == StopMode::Drain {
            drain(draining).await;
        }
        server.stop(first == StopMode::Drain).await;
        pending::<()>().await;
    };
    tokio::select! {
        () = stopped => {}
        _ = signals.next() => tracing::warn!("second signal: stopping at once"),
    }
}

async fn drain(draining: &Draining) {
    tracing::info!("draining: connections close with their next response");
    draining.start();
    sleep(MIN_DRAIN).await;
    let quiet = async {
        while let Some(rest) =
            QUIET_PERIOD.checked_sub(draining.quiet_for()).filter(|rest| !rest.is_zero())
        {
            sleep(rest).await;
        }
    };
    if timeout(MAX_DRAIN.saturating_sub(MIN_DRAIN), quiet).await.is_err() {
        tracing::warn!("requests are still arriving; stopping anyway");
    }
}
