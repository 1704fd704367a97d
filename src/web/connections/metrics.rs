//! The metrics of connections.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::limits::Refusal;
use super::progress::ClientTask;
use crate::storage::GaugeGuard;

/// The metrics of connections. Clones share their values.
#[derive(Clone, Debug)]
pub(crate) struct ConnectionMetrics {
    open: Gauge,
    refused: Family<RefusalLabels, Counter>,
    timed_out: Family<TimeoutLabels, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RefusalLabels {
    limit: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TimeoutLabels {
    waiting_for: &'static str,
}

impl Default for ConnectionMetrics {
    /// Creates all counters at zero, so that Prometheus sees their first increase.
    fn default() -> Self {
        let metrics = Self {
            open: Gauge::default(),
            refused: Family::default(),
            timed_out: Family::default(),
        };
        for refusal in Refusal::ALL {
            metrics.refused.get_or_create(&refusal_labels(refusal)).inc_by(0);
        }
        for task in ClientTask::ALL {
            metrics.timed_out.get_or_create(&timeout_labels(task)).inc_by(0);
        }
        metrics
    }
}

impl ConnectionMetrics {
    /// Registers the metrics.
    pub(crate) fn register(&self, registry: &mut Registry) {
        registry.register("connections_open", "Open connections", self.open.clone());
        let text = "Connections refused, by the limit that was reached";
        registry.register("connections_refused", text, self.refused.clone());
        let text = "Connections closed because the client was too slow, by what it had to do";
        registry.register("connections_timed_out", text, self.timed_out.clone());
    }

    /// Counts a connection as open until the returned guard is dropped.
    pub(super) fn track_open(&self) -> GaugeGuard {
        GaugeGuard::new(&self.open)
    }

    pub(super) fn count_refused(&self, refusal: Refusal) {
        self.refused.get_or_create(&refusal_labels(refusal)).inc();
    }

    pub(super) fn count_timed_out(&self, task: ClientTask) {
        self.timed_out.get_or_create(&timeout_labels(task)).inc();
    }
}

fn refusal_labels(refusal: Refusal) -> RefusalLabels {
    RefusalLabels { limit: refusal.label() }
}

fn timeout_labels(task: ClientTask) -> TimeoutLabels {
    TimeoutLabels { waiting_for: task.label() }
}
