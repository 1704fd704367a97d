//! The traces of requests, exported to a collector by OTLP over HTTP.

use std::io;
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use prometheus_client::metrics::counter::Counter;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::{Layer, Registry};
use url::Url;

use super::export::Queue;
use crate::app::messenger;

/// How long the collector may take for a batch, retries included. A batch that takes longer is lost.
const TIMEOUT: Duration = Duration::from_secs(3);

/// How long the last export may take: the batch that is under way, and what waits after it.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(6);

/// The export of traces.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Starts it, to a collector that takes traces at `v1/traces` under this address.
    pub(super) fn start(endpoint: &Url, dropped: &Counter) -> io::Result<Self> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client::new()?)
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(traces_url(endpoint))
            .with_timeout(TIMEOUT)
            .build()
            .map_err(io::Error::other)?;
        let resource = Resource::builder()
            .with_service_name("worklog")
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_span_processor(Queue::before(exporter, dropped))
            .with_resource(resource)
            .build();
        Ok(Self(provider))
    }

    /// Turns the spans of this program into spans of traces, at any log level. Leaves out log lines.
    pub(super) fn layer(&self) -> impl Layer<Registry> + use<> {
        let ours = filter_fn(|about| about.is_span() && about.target().starts_with("worklog"));
        OpenTelemetryLayer::new(self.0.tracer("worklog"))
            // `web/watch.rs` activates the context of a request, whether it is exported or not.
            .with_context_activation(false)
            .with_location(false)
            .with_target(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(ours.with_max_level_hint(LevelFilter::INFO))
    }

    /// Exports what waits, and ends.
    pub async fn stop(self) {
        // The thread that exports needs this one to send. A thread of its own, not the runtime's, doesn't keep the
        // program from ending at a second signal.
        let (report, stopped) = oneshot::channel();
        thread::spawn(move || report.send(self.0.shutdown_with_timeout(FLUSH_TIMEOUT)));
        if !matches!(stopped.await, Ok(Ok(()))) {
            tracing::warn!("some spans could not be exported");
        }
    }
}

fn traces_url(endpoint: &Url) -> String {
    format!("{}/v1/traces", endpoint.as_str().trim_end_matches('/'))
}

/// Sends batches on the program's own runtime, as the thread that exports them has none.
#[derive(Debug)]
struct Client {
    http: reqwest::Client,
    runtime: Handle,
}

impl Client {
    fn new() -> io::Result<Self> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(messenger::public_tls())
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { http, runtime: Handle::current() })
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let http = self.http.clone();
        self.runtime.spawn(async move { http.send_bytes(request).await }).await?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_have_a_path_under_the_address() {
        for (endpoint, expected) in [
            ("http://collector:4318", "http://collector:4318/v1/traces"),
            ("http://collector:4318/", "http://collector:4318/v1/traces"),
            ("https://collector.example.org/otlp", "https://collector.example.org/otlp/v1/traces"),
        ] {
            assert_eq!(traces_url(&endpoint.parse().unwrap()), expected);
        }
    }
}
