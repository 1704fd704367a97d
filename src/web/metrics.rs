//! The metrics of requests.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::connections::ConnectionMetrics;
use crate::storage::GaugeGuard;

/// The upper bounds of the histogram's buckets, in seconds. Most pages take a millisecond or less,
/// and one that hashes a password takes tens of milliseconds.
const SECONDS: [f64; 11] = [5e-4, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1., 5.];

/// The label of requests that match no route.
pub(crate) const UNMATCHED: &str = "unmatched";

/// The metrics of requests. Clones share their values.
#[derive(Clone, Debug)]
pub struct HttpMetrics {
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    /// The metrics of connections.
    pub(crate) connections: ConnectionMetrics,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: &'static str,
    route: String,
}

impl Default for HttpMetrics {
    fn default() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        Self {
            requests: Family::default(),
            durations: Family::new_with_constructor(histogram),
            in_flight: Gauge::default(),
            connections: ConnectionMetrics::default(),
        }
    }
}

impl HttpMetrics {
    /// Registers the metrics.
    pub fn register(&self, registry: &mut Registry) {
        let text = "Requests answered, by method, route and status";
        registry.register("http_requests", text, self.requests.clone());
        let text = "How long answers took, by method and route";
        registry.register("http_request_duration_seconds", text, self.durations.clone());
        let text = "Requests that are being answered";
        registry.register("http_requests_in_flight", text, self.in_flight.clone());
        self.connections.register(registry);
    }

    /// Counts a request as in flight until the returned guard is dropped.
    pub(crate) fn track_in_flight(&self) -> GaugeGuard {
        GaugeGuard::new(&self.in_flight)
    }

    /// Counts a response. To bound the number of time series, `method` must be one of those that
    /// [`method_label`] returns, and `route` the pattern of the path, never the path itself.
    pub(crate) fn count_request(
        &self,
        method: &'static str,
        route: String,
        status: StatusCode,
        took: Duration,
    ) {
        let labels = RequestLabels { method, route, status: status.as_u16() };
        self.requests.get_or_create(&labels).inc();
        let RequestLabels { method, route, .. } = labels;
        self.durations.get_or_create(&RouteLabels { method, route }).observe(took.as_secs_f64());
    }
}

/// Returns the label of a method: its name, or `other` for unknown methods.
pub(super) fn method_label(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_methods_share_one_label() {
        let made_up = |text: &[u8]| method_label(&Method::from_bytes(text).unwrap());
        assert_eq!([made_up(b"GET"), made_up(b"BREW"), made_up(b"get")], ["GET", "other", "other"]);
    }
}
