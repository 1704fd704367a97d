//! Counts the driver's connections based on its events.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use mongodb::event::EventHandler;
use mongodb::event::cmap::CmapEvent;
use mongodb::options::ServerAddress;

use crate::storage::{GaugeGuard, StoreMetrics};

/// The connections of a client that are in use. Their numbers are unique per server.
type ConnectionsInUse = Mutex<HashMap<(ServerAddress, u32), GaugeGuard>>;

/// Returns an event handler for one client that reports to this [`StoreMetrics`].
pub(super) fn counted_by(metrics: &StoreMetrics) -> EventHandler<CmapEvent> {
    let (metrics, in_use) = (metrics.clone(), ConnectionsInUse::default());
    EventHandler::callback(move |event| count(&metrics, &in_use, event))
}

fn count(metrics: &StoreMetrics, in_use: &ConnectionsInUse, event: CmapEvent) {
    match event {
        CmapEvent::ConnectionCreated(_) => _ = metrics.connections.inc(),
        CmapEvent::ConnectionClosed(_) => _ = metrics.connections.dec(),
        CmapEvent::ConnectionCheckedOut(out) => {
            let mut in_use = in_use.lock().unwrap_or_else(PoisonError::into_inner);
            in_use.insert((out.address, out.connection_id), GaugeGuard::new(&metrics.in_use));
            metrics.waits.observe(out.duration.as_secs_f64());
        }
        // If an operation is dropped while it waits for a connection, the connection is only checked
        // in.
        CmapEvent::ConnectionCheckedIn(done) => {
            let mut in_use = in_use.lock().unwrap_or_else(PoisonError::into_inner);
            in_use.remove(&(done.address, done.connection_id));
        }
        CmapEvent::ConnectionCheckoutFailed(_) => _ = metrics.waits_failed.inc(),
        _ => {}
    }
}
