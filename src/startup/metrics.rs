//! The metrics of all layers, and the listener that serves them.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use actix_web::App as Web;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::storage::DatabaseUrl;
use crate::web::connections::{Admission, ConnectionMetrics, ListenOptions, listen};
use crate::web::{ClientDeadlines, ConnectionLimits};
use crate::{app, storage, web};

/// The maximum number of connections to the metrics listener. Each scraper uses one.
const MAX_CONNECTIONS: usize = 64;

/// The metrics of all layers, created before anything that they measure. Clones share their values.
#[derive(Clone, Default)]
pub struct MetricsRegistry {
    /// The metrics of the store.
    pub store: storage::StoreMetrics,
    /// The metrics of the app layer.
    pub app: app::AppMetrics,
    /// The metrics of requests.
    pub http: web::HttpMetrics,
    /// The number of spans dropped because too many were waiting for the collector.
    pub spans_dropped: Counter,
}

impl MetricsRegistry {
    /// Serves the metrics on their own listener until the program ends.
    ///
    /// # Errors
    /// Fails if the listener can't be used.
    pub fn serve(&self, database: &DatabaseUrl, listener: TcpListener) -> std::io::Result<()> {
        let registry = Arc::new(self.registry(database));
        let page = move || {
            Web::new().configure(|config| web::metrics_endpoint::configure(config, &registry))
        };
        let limits = ConnectionLimits {
            total: MAX_CONNECTIONS,
            per_address: MAX_CONNECTIONS,
            deadlines: ClientDeadlines::default(),
        };
        let admission = Admission::new(limits, Vec::new(), ConnectionMetrics::default());
        let options = ListenOptions { workers: Some(1), shutdown_seconds: 1 };
        let server = listen(listener, &admission, &options, page)?;
        actix_web::rt::spawn(server);
        Ok(())
    }

    fn registry(&self, database: &DatabaseUrl) -> Registry {
        let mut registry = Registry::default();
        registry
            .register_collector(Box::new(ProcessCollector { started: seconds(SystemTime::now()) }));
        let ours = registry.sub_registry_with_prefix("worklog");
        let store = match database {
            DatabaseUrl::Embedded(_) => "embedded",
            DatabaseUrl::Mongo(_) => "mongodb",
        };
        let build = Info::new([("version", env!("CARGO_PKG_VERSION")), ("store", store)]);
        ours.register("build", "The program's version and its kind of store", build);
        self.http.register(ours);
        self.app.register(ours);
        self.store.register(ours);
        let text = "Spans dropped because too many waited for the collector of traces";
        ours.register("trace_spans_dropped", text, self.spans_dropped.clone());
        registry
    }
}

fn seconds(at: SystemTime) -> f64 {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}

/// Metrics of the process, with the names that all Prometheus clients use.
#[derive(Debug)]
struct ProcessCollector {
    started: f64,
}

impl Collector for ProcessCollector {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), std::fmt::Error> {
        let text = "When the process started, in seconds since 1970.";
        let started = encoder.encode_descriptor(
            "process_start_time_seconds",
            text,
            None,
            MetricType::Gauge,
        )?;
        ConstGauge::new(self.started).encode(started)?;
        let Some(resident) = resident_bytes() else { return Ok(()) };
        let text = "Memory of the process that is in RAM.";
        let memory = encoder.encode_descriptor(
            "process_resident_memory_bytes",
            text,
            None,
            MetricType::Gauge,
        )?;
        ConstGauge::new(resident).encode(memory)
    }
}

/// Returns the resident memory in bytes on Linux, and `None` elsewhere.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<i64>().ok().map(|kib| kib * 1024)
}
