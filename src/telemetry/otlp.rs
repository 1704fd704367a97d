//! Hands requests to a collector of traces, by OTLP over HTTP with JSON (`OpenTelemetry` Protocol 1.x).
//!
//! The message is small and fixed, so it is written here: the crates of `OpenTelemetry` would make
//! the program 0.4 MiB larger for it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tokio::sync::mpsc::Receiver;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::Url;

use crate::app::messenger;
use crate::web::spans::{RequestSpan, Spans};

/// How many go out together.
const BATCH: usize = 512;

/// How long the first of them waits for others.
const GATHER: Duration = Duration::from_secs(1);

/// How long a collector may take. One that takes longer misses the batch.
const LIMIT: Duration = Duration::from_secs(3);

/// How often the log tells that the collector is away.
const TELL_EVERY: Duration = Duration::from_mins(1);

/// The server's side of a span, in numbers of the protocol; and that it failed.
const KIND_SERVER: u8 = 2;
const STATUS_ERROR: u8 = 2;

/// The task that hands requests over.
pub struct Exporter {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Exporter {
    /// Starts it for a collector at an address, under which it takes traces at `v1/traces`.
    ///
    /// # Errors
    /// When TLS cannot be used.
    pub fn start(endpoint: &Url) -> std::io::Result<(Spans, Self)> {
        let (spans, waiting) = Spans::collected();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(messenger::public_tls())
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent("worklog")
            .timeout(LIMIT)
            .build()
            .map_err(std::io::Error::other)?;
        let collector = Collector { client, url: traces_of(endpoint), told: None };
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(run(collector, waiting, stopped));
        Ok((spans, Self { stop, task }))
    }

    /// Hands over what waits, and ends.
    pub async fn stop(self) {
        // The task may have ended by itself.
        let _ = self.stop.send(());
        if self.task.await.is_err() {
            tracing::error!("handing requests to the collector had failed");
        }
    }
}

fn traces_of(endpoint: &Url) -> String {
    format!("{}/v1/traces", endpoint.as_str().trim_end_matches('/'))
}

async fn run(
    mut collector: Collector,
    mut waiting: Receiver<RequestSpan>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        tokio::select! {
            found = waiting.recv_many(&mut batch, BATCH) => if found == 0 { return },
            _ = &mut stopped => break,
        }
        let gathered = async {
            while batch.len() < BATCH {
                let room = BATCH - batch.len();
                if waiting.recv_many(&mut batch, room).await == 0 {
                    return;
                }
            }
        };
        let is_last = tokio::select! {
            () = gathered => false,
            () = tokio::time::sleep(GATHER) => false,
            _ = &mut stopped => true,
        };
        if is_last {
            break;
        }
        collector.take(&mut batch).await;
    }
    waiting.close();
    let last = async {
        while !batch.is_empty() || waiting.recv_many(&mut batch, BATCH).await > 0 {
            collector.take(&mut batch).await;
        }
    };
    if tokio::time::timeout(LIMIT, last).await.is_err() {
        tracing::warn!("some requests were not handed to the collector of traces");
    }
}

struct Collector {
    client: reqwest::Client,
    url: String,
    /// When the log last told that it is away.
    told: Option<Instant>,
}

impl Collector {
    /// Hands a batch over, which is empty then. What is not taken is lost.
    async fn take(&mut self, batch: &mut Vec<RequestSpan>) {
        let body = message(batch).to_string();
        batch.clear();
        let request = self.client.post(&self.url).header("Content-Type", "application/json");
        let why = match request.body(body).send().await {
            Ok(answer) if answer.status().is_success() => {
                self.told = None;
                return;
            }
            Ok(answer) => format!("it answered {}", answer.status().as_u16()),
            Err(error) if error.is_timeout() => "it did not answer in time".to_owned(),
            Err(_) => "it cannot be reached".to_owned(),
        };
        if self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            tracing::warn!(why, "requests are not handed to the collector of traces");
            self.told = Some(Instant::now());
        }
    }
}

fn message(batch: &[RequestSpan]) -> Value {
    let resource = [
        attribute("service.name", &json!({ "stringValue": "worklog" })),
        attribute("service.version", &json!({ "stringValue": env!("CARGO_PKG_VERSION") })),
    ];
    let spans: Vec<_> = batch.iter().map(span).collect();
    json!({ "resourceSpans": [{
        "resource": { "attributes": resource },
        "scopeSpans": [{ "scope": { "name": "worklog" }, "spans": spans }],
    }] })
}

/// By the semantic conventions for HTTP: a 4xx is the caller's fault, so it sets no status.
fn span(request: &RequestSpan) -> Value {
    let RequestSpan { own, parent, method, route, status, began, ended } = request;
    let failed = *status >= 500;
    let attributes = [
        attribute("http.request.method", &json!({ "stringValue": method })),
        attribute("http.route", &json!({ "stringValue": route })),
        attribute("http.response.status_code", &json!({ "intValue": status.to_string() })),
    ];
    let mut span = json!({
        "traceId": own.trace.to_string(),
        "spanId": own.span.to_string(),
        "flags": u8::from(own.sampled),
        "name": format!("{method} {route}"),
        "kind": KIND_SERVER,
        "startTimeUnixNano": nanoseconds(*began),
        "endTimeUnixNano": nanoseconds(*ended),
        "attributes": attributes,
        "status": if failed { json!({ "code": STATUS_ERROR }) } else { json!({}) },
    });
    if let Some(parent) = parent {
        span["parentSpanId"] = parent.to_string().into();
    }
    span
}

fn attribute(key: &str, value: &Value) -> Value {
    json!({ "key": key, "value": value })
}

/// Numbers of 64 bits are texts in the protocol's JSON.
fn nanoseconds(at: SystemTime) -> String {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos().to_string()
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
            assert_eq!(traces_of(&endpoint.parse().unwrap()), expected);
        }
    }

    #[test]
    fn only_faults_of_the_server_are_errors() {
        let with = |status| {
            let own = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".parse().unwrap();
            let (began, ended) = (UNIX_EPOCH, UNIX_EPOCH + Duration::from_nanos(7));
            let route = "/login".to_owned();
            let span =
                RequestSpan { own, parent: None, method: "GET", route, status, began, ended };
            super::span(&span)
        };
        assert_eq!(with(422)["status"], json!({}));
        assert_eq!(with(503)["status"], json!({ "code": 2 }));
        assert_eq!(with(200)["endTimeUnixNano"], json!("7"));
        assert!(with(200).get("parentSpanId").is_none());
    }
}
