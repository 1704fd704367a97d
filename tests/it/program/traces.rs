//! Tests that requests and their store operations are exported to a trace collector, and that no
//! request waits for it.

use std::net::TcpListener;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::{Program, worklog};
use crate::support::collector::{Collector, Span, Treats, attribute, of_route};
use crate::support::mongod::{Mongod, free_port};
use crate::support::server::{Browser, PASSWORD};
use crate::support::store::{Backend, place};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SPAN: &str = "b7ad6b7169203331";

/// Span kinds and a status, as numbers of the protocol.
const SERVER: i32 = 2;
const CLIENT: i32 = 3;
const ERROR: i32 = 2;

/// Starts a program that exports traces, and logs JSON at this level.
async fn traced(database: &str, endpoint: &str, level: &str) -> Program {
    let mut command = worklog(database);
    command.env("WORKLOG_OTLP_ENDPOINT", endpoint).env("WORKLOG_LOG", level);
    let program = Program::spawn(command.env("WORKLOG_LOG_FORMAT", "json"), free_port());
    program.wait_for_status("/readyz", 200).await;
    program
}

async fn get(browser: &Browser, path: &str, traceparent: Option<&str>) -> u16 {
    let request = browser.request(reqwest::Method::GET, path);
    let request = traceparent.into_iter().fold(request, |r, line| r.header("traceparent", line));
    browser.send(request).await.status().as_u16()
}

fn status(span: &Span) -> i32 {
    span.status.as_ref().map_or(0, |status| status.code)
}

/// Sends the requests of [`each_request_is_a_span_of_its_trace`]. Returns their log.
async fn log_of_requests(collector: &Collector) -> String {
    let place = place(Backend::Embedded).await;
    let mut program = traced(&place.url, &collector.endpoint(), "info").await;
    let browser = Browser::at(&program.url);
    let parent = format!("00-{TRACE}-{SPAN}-01");
    assert_eq!(get(&browser, "/static/nothing.css", Some(&parent)).await, 404);
    assert_eq!(get(&browser, "/login?next=secret", None).await, 200);
    assert_eq!(get(&browser, "/login", Some("00-malformed")).await, 200);
    assert_eq!(get(&browser, "/signup", Some(&format!("00-{TRACE}-{SPAN}-00"))).await, 200);
    assert_eq!(get(&browser, "/nowhere/quokka", None).await, 404);
    let forged = browser.request(reqwest::Method::GET, "/").header("Cookie", "worklog=forged");
    assert_eq!(browser.send(forged).await.status(), 200);
    let wrong = [("username", "quokka"), ("password", "wrong")];
    assert_eq!(browser.post("/login", &wrong).await.status(), 422);
    program.interrupt();
    assert_eq!(program.exit_code(), Some(0));
    program.log()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_is_a_span_of_its_trace() {
    let collector = Collector::start(Treats::Takes);
    let before = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    let log = log_of_requests(&collector).await;
    let spans = collector.so_far();
    // The warning about the cookie is logged within a span; what only a trace needs isn't.
    assert!(log.contains("\"span\":{") && !log.contains("otel."), "{log}");
    let all = format!("{spans:?}");
    assert!(!all.contains("secret") && !all.contains("quokka"), "{all}");

    let [continued] = of_route(&spans, "/static/{name}")[..] else { panic!("{spans:?}") };
    assert_eq!(hex::encode(&continued.trace_id), TRACE);
    assert_eq!(hex::encode(&continued.parent_span_id), SPAN);
    assert_ne!(hex::encode(&continued.span_id), SPAN);
    assert_eq!(continued.name, "GET /static/{name}");
    assert_eq!((continued.kind, status(continued)), (SERVER, 0));
    assert_eq!(attribute(continued, "http.request.method").as_deref(), Some("GET"));
    assert_eq!(attribute(continued, "http.response.status_code").as_deref(), Some("404"));
    let began = u128::from(continued.start_time_unix_nano);
    let ended = u128::from(continued.end_time_unix_nano);
    assert!(before <= began && began <= ended && ended < before + 60_000_000_000);
    let of_trace = spans.iter().filter(|span| span.trace_id == continued.trace_id);
    assert_eq!(
        of_trace.count(),
        1,
        "the caller doesn't sample the trace of the request to /signup"
    );

    let fresh = of_route(&spans, "/login");
    let fresh: Vec<_> = fresh.into_iter().filter(|span| span.name == "GET /login").collect();
    assert_eq!(fresh.len(), 2);
    for span in &fresh {
        assert!(span.trace_id.len() == 16 && span.trace_id != continued.trace_id);
        assert!(span.span_id.len() == 8 && span.parent_span_id.is_empty());
        assert_eq!(status(span), 0);
    }
    assert_ne!(fresh[0].trace_id, fresh[1].trace_id);
    assert_eq!(of_route(&spans, "unmatched").len(), 1);
    let failed: Vec<_> = spans.iter().filter(|span| span.name == "POST /login").collect();
    assert_eq!((failed.len(), status(failed[0])), (1, 0), "a 422 isn't a server error");
    assert_lines_have_trace_ids(&log, &spans);
}

/// Asserts that each request's log line contains the trace ID of its span.
fn assert_lines_have_trace_ids(log: &str, spans: &[Span]) {
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
    let answered: Vec<_> = lines.filter(|line| line["message"] == "answered").collect();
    assert!(answered.len() >= 6, "{log}");
    for line in answered.iter().filter(|line| line["http.route"] != "/signup") {
        let id = line["request.id"].as_str();
        let own = spans.iter().find(|span| attribute(span, "request.id").as_deref() == id);
        let own = own.unwrap_or_else(|| panic!("{line} in {spans:?}"));
        assert_eq!(line["trace.id"], json!(hex::encode(&own.trace_id)), "{line}");
    }
    let unkept = answered.iter().find(|line| line["http.route"] == "/signup");
    assert_eq!(unkept.map(|line| &line["trace.id"]), Some(&json!(TRACE)));
}

/// Uses the log level `error`: spans don't depend on the log.
async fn store_operations_are_child_spans(backend: Backend, system: &str) {
    let (place, collector) = (place(backend).await, Collector::start(Treats::Takes));
    let mut program = traced(&place.url, &collector.endpoint(), "error").await;
    let person = Browser::at(&program.url);
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    assert_eq!(person.post("/signup", &form).await.status(), 303);
    assert_eq!(get(&person, "/month/2026-11", None).await, 200);
    collector.receives("/month/{month}").await;
    program.interrupt();
    assert_eq!(program.exit_code(), Some(0));
    let spans = collector.so_far();
    let [page] = of_route(&spans, "/month/{month}")[..] else { panic!("{spans:?}") };
    let of_page: Vec<_> = spans.iter().filter(|span| span.parent_span_id == page.span_id).collect();
    let names: Vec<_> = of_page.iter().map(|span| span.name.as_str()).collect();
    assert!(names.contains(&"session") && names.contains(&"months"), "{names:?}");
    for span in of_page {
        assert_eq!((span.kind, status(span)), (CLIENT, 0));
        assert_eq!(span.trace_id, page.trace_id);
        assert_eq!(attribute(span, "db.system.name").as_deref(), Some(system));
        assert_eq!(attribute(span, "db.operation.name").as_deref(), Some(span.name.as_str()));
        assert!(page.start_time_unix_nano <= span.start_time_unix_nano);
        assert!(span.end_time_unix_nano <= page.end_time_unix_nano);
    }
    let ids: Vec<_> = spans.iter().map(|span| &span.span_id).collect();
    let operations = spans.iter().filter(|span| span.kind == CLIENT);
    let orphan = operations.clone().find(|span| !ids.contains(&&span.parent_span_id));
    assert_eq!(orphan, None, "operations without a request have no trace");
}

#[tokio::test(flavor = "multi_thread")]
async fn embedded_store_operations_are_child_spans() {
    store_operations_are_child_spans(Backend::Embedded, "sqlite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mongodb_operations_are_child_spans() {
    store_operations_are_child_spans(Backend::Mongo, "mongodb").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_store_operations_are_error_spans() {
    let (mut mongod, collector) = (Mongod::replica_set(), Collector::start(Treats::Takes));
    let mut program = traced(&mongod.url("traced"), &collector.endpoint(), "info").await;
    let browser = Browser::at(&program.url);
    mongod.stop();
    assert_eq!(get(&browser, "/password/reset?token=made-up", None).await, 503);
    program.interrupt();
    assert_eq!(program.exit_code(), Some(0));
    let spans = collector.so_far();
    let [page] = of_route(&spans, "/password/reset")[..] else { panic!("{spans:?}") };
    assert_eq!(status(page), ERROR);
    let mut of_page = spans.iter().filter(|span| span.parent_span_id == page.span_id);
    let failed = of_page.find(|span| status(span) == ERROR).expect("an operation that failed");
    assert_eq!(attribute(failed, "error.type").as_deref(), Some("unavailable"));
}

/// Tries collectors that are unreachable, reject spans, or never respond.
#[tokio::test(flavor = "multi_thread")]
async fn requests_do_not_depend_on_the_collector() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (refuses, hangs) = (Collector::start(Treats::Refuses), Collector::start(Treats::Hangs));
    for endpoint in [format!("http://{nobody}"), refuses.endpoint(), hangs.endpoint()] {
        let place = place(Backend::Embedded).await;
        let mut program = traced(&place.url, &endpoint, "warn").await;
        let browser = Browser::at(&program.url);
        // Sends more spans than one batch, for longer than a batch is collected.
        let start = Instant::now();
        let mut slowest = Duration::ZERO;
        while start.elapsed() < Duration::from_millis(1500) {
            let asked = Instant::now();
            assert_eq!(get(&browser, "/livez", None).await, 200);
            slowest = slowest.max(asked.elapsed());
        }
        assert!(slowest < Duration::from_secs(1), "{endpoint}: {slowest:?}");
        program.interrupt();
        assert_eq!(program.exit_code(), Some(0));
        let log = program.log();
        let complaints = log.lines().filter(|line| line.contains("traces cannot be exported"));
        assert_eq!(complaints.count(), 1, "{endpoint}: {log}");
    }
}
