//! How a server stops: the signals, and the drain that SIGTERM starts.
//!
//! actix alone loses requests at its graceful stop. It closes each connection that waits for its next
//! request, and with it a request that has arrived but was not read; it drops connections that were
//! accepted but not handed to a worker, and those that wait to be accepted. So nothing may be on its way
//! by then: while the server drains it fails its readiness, goes on accepting and answering, and ends
//! each connection with `Connection: close`.

use std::future::{pending, poll_fn};
use std::io;
use std::task::Poll;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{sleep, timeout};

use crate::web::draining::Draining;

/// How long a connection is kept for its next request.
pub(super) const KEEP_ALIVE: Duration = Duration::from_secs(5);

/// The shortest drain: by then each connection has either been used once more, and ended so, or was
/// unused for [`KEEP_ALIVE`]. It is also the time in which a balancer learns that the server stops.
const SHORTEST: Duration = KEEP_ALIVE.saturating_add(Duration::from_secs(1));

/// The longest drain, for balancers that are slow to learn it.
const LONGEST: Duration = Duration::from_secs(15);

/// No balancer sends requests here any more once none arrived for so long.
const QUIET: Duration = Duration::from_secs(1);

/// How a server is told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// After a drain: SIGTERM, by which systemd, Docker and Kubernetes stop a program.
    Drain,
    /// At once: SIGINT (Ctrl-C) and SIGQUIT.
    Now,
}

/// The signals that stop a server. None arrives in the default.
#[derive(Debug, Default)]
pub struct StopSignals(Vec<(Stop, Signal)>);

impl StopSignals {
    /// Listens to the process's signals, which do not end it any more.
    ///
    /// # Errors
    /// When the system does not let it.
    pub fn of_process() -> io::Result<Self> {
        Ok(Self(vec![
            (Stop::Drain, signal(SignalKind::terminate())?),
            (Stop::Now, signal(SignalKind::interrupt())?),
            (Stop::Now, signal(SignalKind::quit())?),
        ]))
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> Stop {
        poll_fn(|context| {
            let mut signals = self.0.iter_mut();
            let received = signals
                .find_map(|(stop, signal)| signal.poll_recv(context).is_ready().then_some(*stop));
            received.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// Stops a server as the first signal says. Returns at the second, and never without one.
pub(super) async fn stop(server: &ServerHandle, draining: &Draining, signals: &mut StopSignals) {
    let first = signals.next().await;
    let stopped = async {
        if first == Stop::Drain {
            drain(draining).await;
        }
        server.stop(first == Stop::Drain).await;
        pending::<()>().await;
    };
    tokio::select! {
        () = stopped => {}
        _ = signals.next() => tracing::warn!("second signal: stopping without finishing"),
    }
}

async fn drain(draining: &Draining) {
    tracing::info!("draining: connections end with their next response");
    draining.start();
    sleep(SHORTEST).await;
    let quiet = async {
        while let Some(rest) =
            QUIET.checked_sub(draining.quiet_for()).filter(|rest| !rest.is_zero())
        {
            sleep(rest).await;
        }
    };
    if timeout(LONGEST.saturating_sub(SHORTEST), quiet).await.is_err() {
        tracing::warn!("requests still arrive; stopping all the same");
    }
}
