//! Runs a trace collector: a real HTTP server that decodes OTLP.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use prost::Message;

pub(crate) use opentelemetry_proto::tonic::trace::v1::Span;

/// The maximum wait for anything.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How a collector treats a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treats {
    Takes,
    Refuses,
    /// Never responds.
    Hangs,
}

/// A collector and the spans that it received.
pub(crate) struct Collector {
    port: u16,
    spans: Arc<Mutex<Vec<Span>>>,
}

impl Collector {
    pub(crate) fn start(treats: Treats) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let spans: Arc<Mutex<Vec<Span>>> = Arc::default();
        let theirs = Arc::clone(&spans);
        // Both threads end with the test process.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let spans = Arc::clone(&theirs);
                std::thread::spawn(move || {
                    let mut reader = BufReader::new(&stream);
                    while serve(&stream, &mut reader, treats, &spans).is_some() {}
                });
            }
        });
        Self { port, spans }
    }

    /// Returns the collector's URL.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns the spans received so far.
    pub(crate) fn so_far(&self) -> Vec<Span> {
        self.spans.lock().expect("no panic").clone()
    }

    /// Waits for a span of a request to this route.
    pub(crate) async fn receives(&self, route: &str) {
        let give_up = Instant::now() + TIMEOUT;
        while of_route(&self.so_far(), route).is_empty() {
            assert!(Instant::now() < give_up, "no span of {route}: {:?}", self.so_far());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// Handles one batch from a connection. Returns `None` once the connection has ended.
fn serve(
    mut stream: &TcpStream,
    reader: &mut BufReader<&TcpStream>,
    treats: Treats,
    spans: &Mutex<Vec<Span>>,
) -> Option<()> {
    let message = read(reader)?;
    let status = match treats {
        Treats::Takes => {
            spans.lock().expect("no panic").extend(spans_in(message));
            "200 OK"
        }
        Treats::Refuses => "503 Away",
        Treats::Hangs => {
            std::thread::sleep(Duration::from_mins(2));
            return None;
        }
    };
    let response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"
    );
    stream.write_all(response.as_bytes()).ok()
}

/// Reads and validates one message.
fn read(reader: &mut impl BufRead) -> Option<ExportTraceServiceRequest> {
    let (mut line, mut length, mut is_protobuf) = (String::new(), 0, false);
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    assert_eq!(line.trim(), "POST /v1/traces HTTP/1.1");
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let header = line.trim().to_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        is_protobuf |= header == "content-type: application/x-protobuf";
        if header.is_empty() {
            break;
        }
    }
    assert!(is_protobuf);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(ExportTraceServiceRequest::decode(&*body).expect("a message"))
}

fn spans_in(message: ExportTraceServiceRequest) -> Vec<Span> {
    let mut found = Vec::new();
    for resource in message.resource_spans {
        let about = resource.resource.expect("a resource").attributes;
        assert_eq!(value(&about, "service.name").as_deref(), Some("worklog"));
        assert_eq!(value(&about, "service.version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
        found.extend(resource.scope_spans.into_iter().flat_map(|scope| scope.spans));
    }
    found
}

fn value(attributes: &[KeyValue], key: &str) -> Option<String> {
    let found = attributes.iter().find(|one| one.key == key)?;
    match found.value.clone()?.value? {
        Value::StringValue(text) => Some(text),
        Value::IntValue(number) => Some(number.to_string()),
        other => panic!("{key}: {other:?}"),
    }
}

/// Returns an attribute's value as text.
pub(crate) fn attribute(span: &Span, key: &str) -> Option<String> {
    value(&span.attributes, key)
}

/// Returns the spans of requests to a route.
pub(crate) fn of_route<'a>(spans: &'a [Span], route: &str) -> Vec<&'a Span> {
    spans.iter().filter(|span| attribute(span, "http.route").as_deref() == Some(route)).collect()
}
