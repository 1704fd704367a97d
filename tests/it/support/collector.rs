//! A collector of traces of one's own: a real HTTP server that reads what OTLP says.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a collector treats a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treats {
    Takes,
    Refuses,
    /// Never answers.
    Hangs,
}

/// A collector and the spans that came.
pub(crate) struct Collector {
    port: u16,
    spans: Arc<Mutex<Vec<Value>>>,
}

impl Collector {
    pub(crate) fn start(treats: Treats) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let spans: Arc<Mutex<Vec<Value>>> = Arc::default();
        let theirs = Arc::clone(&spans);
        // Both end with the test's process.
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

    /// What a server is told of it.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The spans that came so far.
    pub(crate) fn so_far(&self) -> Vec<Value> {
        self.spans.lock().expect("no panic").clone()
    }

    /// Waits until so many spans have come.
    pub(crate) async fn spans(&self, count: usize) -> Vec<Value> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let spans = self.so_far();
            if spans.len() >= count {
                return spans;
            }
            assert!(Instant::now() < give_up, "no span number {count}: {spans:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// Takes one batch from a connection; none once it has ended.
fn serve(
    mut stream: &TcpStream,
    reader: &mut BufReader<&TcpStream>,
    treats: Treats,
    spans: &Mutex<Vec<Value>>,
) -> Option<()> {
    let message = read(reader)?;
    let status = match treats {
        Treats::Takes => {
            spans.lock().expect("no panic").extend(spans_in(&message));
            "200 OK"
        }
        Treats::Refuses => "503 Away",
        Treats::Hangs => {
            std::thread::sleep(Duration::from_mins(2));
            return None;
        }
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    );
    stream.write_all(answer.as_bytes()).ok()
}

/// One message, as a collector checks it.
fn read(reader: &mut impl BufRead) -> Option<Value> {
    let (mut line, mut length, mut is_json) = (String::new(), 0, false);
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    assert_eq!(line.trim(), "POST /v1/traces HTTP/1.1");
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let header = line.trim().to_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        is_json |= header == "content-type: application/json";
        if header.is_empty() {
            break;
        }
    }
    assert!(is_json);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("JSON"))
}

fn spans_in(message: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for resource in message["resourceSpans"].as_array().expect("resources") {
        assert_eq!(attribute(&resource["resource"], "service.name"), "worklog");
        for scope in resource["scopeSpans"].as_array().expect("scopes") {
            found.extend(scope["spans"].as_array().expect("spans").iter().cloned());
        }
    }
    found
}

/// The value of an attribute, as text.
pub(crate) fn attribute(of: &Value, key: &str) -> String {
    let attributes = of["attributes"].as_array().expect("attributes");
    let found = attributes.iter().find(|one| one["key"] == key).expect(key);
    let value = found["value"].as_object().and_then(|value| value.values().next());
    value.and_then(Value::as_str).expect("a text").to_owned()
}
