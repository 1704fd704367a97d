//! Counts the driver's connections based on its events.

use mongodb::event::EventHandler;
use mongodb::event::cmap::CmapEvent;

use crate::storage::StoreMetrics;

/// Returns an event handler that reports to this [`StoreMetrics`].
pub(super) fn counted_by(meter: &StoreMetrics) -> EventHandler<CmapEvent> {
    let meter = meter.clone();
    EventHandler::callback(move |event| count(&meter, &event))
}

fn count(meter: &StoreMetrics, event: &CmapEvent) {
    match event {
        CmapEvent::ConnectionCreated(_) => _ = meter.connections.inc(),
        CmapEvent::ConnectionClosed(_) => _ = meter.connections.dec(),
        CmapEvent::ConnectionCheckedOut(out) => {
            meter.in_use.inc();
            meter.waits.observe(out.duration.as_secs_f64());
        }
        CmapEvent::ConnectionCheckedIn(_) => _ = meter.in_use.dec(),
        CmapEvent::ConnectionCheckoutFailed(_) => _ = meter.waits_failed.inc(),
        _ => {}
    }
}
