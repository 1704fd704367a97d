//! Counts the driver's connections based on its events.

use mongodb::event::EventHandler;
use mongodb::event::cmap::CmapEvent;

use crate::storage::StoreMetrics;

/// Returns an event handler that reports to this [`StoreMetrics`].
pub(super) fn counted_by(metrics: &StoreMetrics) -> EventHandler<CmapEvent> {
    let metrics = metrics.clone();
    EventHandler::callback(move |event| count(&metrics, &event))
}

fn count(metrics: &StoreMetrics, event: &CmapEvent) {
    match event {
        CmapEvent::ConnectionCreated(_) => _ = metrics.connections.inc(),
        CmapEvent::ConnectionClosed(_) => _ = metrics.connections.dec(),
        CmapEvent::ConnectionCheckedOut(out) => {
            metrics.in_use.inc();
            metrics.waits.observe(out.duration.as_secs_f64());
        }
        CmapEvent::ConnectionCheckedIn(_) => _ = metrics.in_use.dec(),
        CmapEvent::ConnectionCheckoutFailed(_) => _ = metrics.waits_failed.inc(),
        _ => {}
    }
}
