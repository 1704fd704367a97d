//! What is counted of requests.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::storage::Held;

/// Upper ends in seconds: a page takes a millisecond or less, one that hashes a password tens of them.
const SECONDS: [f64; 11] = [5e-4, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1., 5.];

/// The route of what is at no address of ours.
pub const UNMATCHED: &str = "unmatched";

/// Counts of requests. Clones count together.
#[derive(Clone, Debug)]
pub struct Meter {
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

impl Default for Meter {
    fn default() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        Self {
            requests: Family::default(),
            durations: Family::new_with_constructor(histogram),
            in_flight: Gauge::default(),
        }
    }
}

impl Meter {
    /// Names everything that is counted here.
    pub fn register(&self, registry: &mut Registry) {
        let text = "Requests answered, by method, route and status";
        registry.register("http_requests", text, self.requests.clone());
        let text = "How long answers took, by method and route";
        registry.register("http_request_duration_seconds", text, self.durations.clone());
        let text = "Requests that are being answered";
        registry.register("http_requests_in_flight", text, self.in_flight.clone());
    }

    /// One more request, until its answer begins.
    pub fn hold(&self) -> Held {
        Held::in_gauge(&self.in_flight)
    }

    /// Counts an answer. The method is one of the known, the route the template of the address, never
    /// the address.
    pub fn count(&self, method: &'static str, route: String, status: StatusCode, took: Duration) {
        let asked = Request { method, route, status: status.as_u16() };
        self.requests.get_or_create(&asked).inc();
        let Request { method, route, .. } = asked;
        self.durations.get_or_create(&Route { method, route }).observe(took.as_secs_f64());
    }
}

/// Whatever is sent as a method counts as one of few.
pub(super) fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_methods_are_one() {
        let made_up = |text: &[u8]| known(&Method::from_bytes(text).unwrap());
        assert_eq!([made_up(b"GET"), made_up(b"BREW"), made_up(b"get")], ["GET", "other", "other"]);
    }
}
