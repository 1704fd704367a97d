//! Exports the traces of requests to a collector, with OTLP over HTTP.

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

use super::export::SpanQueue;
use crate::app::notifications;

/// The timeout of one batch, including retries. A batch that takes longer is lost.
const TIMEOUT: Duration = Duration::from_secs(3);

/// The timeout of the final export: the batch in progress, and the spans that wait after it.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(6);

/// The exporter of traces.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Starts exporting to the collector that accepts traces at `v1/traces` under this URL.
    pub(super) fn start(endpoint: &Url, dropped: &Counter) -> io::Result<Self> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(ExportClient::new()?)
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
            .with_span_processor(SpanQueue::before(exporter, dropped))
            .with_resource(resource)
            .build();
        Ok(Self(provider))
    }

    /// Returns the layer that turns the program's spans into traces, at any log level. It ignores
    /// log lines.
    pub(super) fn layer(&self) -> impl Layer<Registry> + use<> {
        let ours = filter_fn(|about| about.is_span() && about.target().starts_with("worklog"));
        OpenTelemetryLayer::new(self.0.tracer("worklog"))
            // `web/request_log.rs` activates the context of a request, whether or not it is
            // exported.
            .with_context_activation(false)
            .with_location(false)
            .with_target(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(ours.with_max_level_hint(LevelFilter::INFO))
    }

    /// Exports the waiting spans, and shuts down.
    pub async fn stop(self) {
        // Runs on its own thread: the exporting thread sends its requests through this one's
        // runtime, and a thread of the runtime would keep the program from ending at a second
        // signal.
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

/// Sends batches on the program's runtime, because the exporting thread has none.
#[derive(Debug)]
struct ExportClient {
    http: reqwest::Client,
    runtime: Handle,
}

impl ExportClient {
    fn new() -> io::Result<Self> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(notifications::public_tls())
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { http, runtime: Handle::current() })
    }
}

#[async_trait]
impl HttpClient for ExportClient {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let http = self.http.clone();
        self.runtime.spawn(async move { http.send_bytes(request).await }).await?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_traces_path_is_appended_to_the_endpoint() {
        for (endpoint, expected) in [
            ("http://collector:4318", "http://collector:4318/v1/traces"),
            ("http://collector:4318/", "http://collector:4318/v1/traces"),
            ("https://collector.example.org/otlp", "https://collector.example.org/otlp/v1/traces"),
        ] {
            assert_eq!(traces_url(&endpoint.parse().unwrap()), expected);
        }
    }
}
