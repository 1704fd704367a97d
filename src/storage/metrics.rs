//! Metrics of the store.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::{ArchiveError, StoreError};

/// Histogram buckets of durations, in seconds. A read of the embedded store takes tens of
/// microseconds and a transaction of a replica set a few milliseconds. After 5 s, the store counts
/// as unavailable.
const SECONDS: [f64; 12] = [5e-5, 1e-4, 2.5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.1, 0.5, 1., 5.];

/// Histogram buckets of the number of writes per commit.
const WRITES: [f64; 9] = [1., 2., 4., 8., 16., 32., 64., 128., 256.];

/// Metrics of the store. Clones share their values.
#[derive(Clone, Debug)]
pub struct StoreMetrics {
    operations: Family<OperationLabels, Counter>,
    durations: Family<DurationLabels, Histogram, fn() -> Histogram>,
    /// The number of open connections to MongoDB, or of open readers of the embedded store.
    pub(super) connections: Gauge,
    /// The number of these connections that are in use.
    pub(super) in_use: Gauge,
    /// How long operations waited for a connection to MongoDB.
    pub(super) waits: Histogram,
    /// The number of operations that got no connection to MongoDB.
    pub(super) waits_failed: Counter,
    /// The number of writes queued for the writer thread of the embedded store, or for a transaction
    /// of MongoDB.
    pub(super) queue: Gauge,
    /// The number of writes in each commit of the embedded store, or of single-day saves in each
    /// transaction of MongoDB.
    pub(super) commits: Histogram,
    /// The number of failed commits of the embedded store.
    pub(super) commits_failed: Counter,
    /// When an operation last failed because the disk was full. Readiness reports it.
    full_at: Arc<Mutex<Option<Instant>>>,
}

/// A guard that increments a gauge and decrements it on drop.
pub(crate) struct GaugeGuard(Gauge);

impl GaugeGuard {
    /// Increments the gauge.
    pub(crate) fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for GaugeGuard {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OperationLabels {
    operation: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DurationLabels {
    operation: &'static str,
}

impl Default for StoreMetrics {
    fn default() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        Self {
            operations: Family::default(),
            durations: Family::new_with_constructor(histogram),
            connections: Gauge::default(),
            in_use: Gauge::default(),
            waits: histogram(),
            waits_failed: Counter::default(),
            queue: Gauge::default(),
            commits: Histogram::new(WRITES),
            commits_failed: Counter::default(),
            full_at: Arc::default(),
        }
    }
}

impl StoreMetrics {
    /// Notes that an operation failed because the disk was full.
    pub(super) fn note_full(&self) {
        *self.full_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Returns whether an operation failed within this time because the disk was full.
    pub(super) fn was_full_within(&self, time: Duration) -> bool {
        let last = *self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() < time)
    }

    /// Registers all metrics.
    pub fn register(&self, registry: &mut Registry) {
        let r = registry;
        let text = "Operations of the store by name and outcome";
        r.register("store_operations", text, self.operations.clone());
        let text = "How long operations of the store took";
        r.register("store_operation_duration_seconds", text, self.durations.clone());
        let text = "Connections to MongoDB, or readers of the embedded file, that are open";
        r.register("store_connections", text, self.connections.clone());
        let text = "Of the open connections, those in use";
        r.register("store_connections_in_use", text, self.in_use.clone());
        let text = "How long operations waited for a connection to MongoDB";
        r.register("store_connection_wait_seconds", text, self.waits.clone());
        let text = "Operations that got no connection to MongoDB";
        r.register("store_connection_failures", text, self.waits_failed.clone());
        let text = "Writes that wait for the writer of the embedded file, or for a transaction";
        r.register("store_write_queue_length", text, self.queue.clone());
        let text = "Writes in each commit of the embedded file, or saves in each transaction";
        r.register("store_commit_writes", text, self.commits.clone());
        let text = "Commits of the embedded file that failed";
        r.register("store_commit_failures", text, self.commits_failed.clone());
    }

    /// Counts an operation.
    pub(super) fn count_operation(
        &self,
        operation: &'static str,
        outcome: &'static str,
        took: Duration,
    ) {
        self.operations.get_or_create(&OperationLabels { operation, outcome }).inc();
        self.durations.get_or_create(&DurationLabels { operation }).observe(took.as_secs_f64());
    }
}

/// The outcome of an operation, as a label value.
pub(super) trait OperationOutcome {
    /// Returns `unavailable` or `failed` for a failure of the store, and `refused` for an expected
    /// error.
    fn word(&self) -> &'static str;

    /// Returns whether the store is at fault.
    fn is_fault(&self) -> bool {
        self.word() != "refused"
    }

    /// Returns whether the disk is full.
    fn is_full(&self) -> bool;
}

impl OperationOutcome for StoreError {
    fn word(&self) -> &'static str {
        match self {
            Self::Unavailable(_)
            | Self::Full(_)
            | Self::Denied(_)
            | Self::RestoreIncomplete
            | Self::FileReplaced(_) => "unavailable",
            Self::Failed(_) => "failed",
            _ => "refused",
        }
    }

    fn is_full(&self) -> bool {
        matches!(self, Self::Full(_))
    }
}

impl OperationOutcome for ArchiveError {
    fn word(&self) -> &'static str {
        match self {
            Self::Store(error) => error.word(),
            _ => "refused",
        }
    }

    fn is_full(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_full())
    }
}
