//! Requests are handed to a collector of traces, and none waits for it.

use std::net::TcpListener;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::support::collector::{Collector, Treats, attribute};
use crate::support::server::{Browser, Server};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SPAN: &str = "b7ad6b7169203331";

async fn get(browser: &Browser, path: &str, traceparent: Option<&str>) -> u16 {
    let request = browser.request(reqwest::Method::GET, path);
    let request = traceparent.into_iter().fold(request, |r, line| r.header("traceparent", line));
    browser.send(request).await.status().as_u16()
}

fn of_route<'a>(spans: &'a [Value], route: &str) -> Vec<&'a Value> {
    spans.iter().filter(|span| attribute(span, "http.route") == route).collect()
}

fn nanoseconds(span: &Value, field: &str) -> u128 {
    span[field].as_str().expect("text").parse().expect("a number")
}

#[actix_web::test]
async fn each_request_is_a_span_of_its_trace() {
    let collector = Collector::start(Treats::Takes);
    let server = Server::start(&[&format!("--otlp-endpoint={}", collector.endpoint())]).await;
    let browser = server.browser();
    let before = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    let parent = format!("00-{TRACE}-{SPAN}-01");
    assert_eq!(get(&browser, "/static/nothing.css", Some(&parent)).await, 404);
    assert_eq!(get(&browser, "/login?next=secret", None).await, 200);
    assert_eq!(get(&browser, "/login", Some("00-malformed")).await, 200);
    assert_eq!(get(&browser, "/signup", Some(&format!("00-{TRACE}-{SPAN}-00"))).await, 200);
    assert_eq!(get(&browser, "/nowhere/ada", None).await, 404);
    let spans = collector.spans(4).await;
    assert!(
        !json!(spans).to_string().contains("secret") && !json!(spans).to_string().contains("ada")
    );

    let [continued] = of_route(&spans, "/static/{name}")[..] else { panic!("{spans:?}") };
    assert_eq!((&continued["traceId"], &continued["parentSpanId"]), (&json!(TRACE), &json!(SPAN)));
    assert_ne!(continued["spanId"], json!(SPAN));
    assert_eq!(continued["name"], "GET /static/{name}");
    assert_eq!((&continued["kind"], &continued["status"]), (&json!(2), &json!({})));
    assert_eq!(attribute(continued, "http.request.method"), "GET");
    assert_eq!(attribute(continued, "http.response.status_code"), "404");
    let (began, ended) =
        (nanoseconds(continued, "startTimeUnixNano"), nanoseconds(continued, "endTimeUnixNano"));
    assert!(before <= began && began <= ended && ended < before + 60_000_000_000);

    let fresh = of_route(&spans, "/login");
    assert_eq!(fresh.len(), 2);
    for span in &fresh {
        let trace = span["traceId"].as_str().unwrap();
        assert!(trace.len() == 32 && trace != TRACE && span.get("parentSpanId").is_none());
        assert_eq!(span["spanId"].as_str().map(str::len), Some(16));
    }
    assert_ne!(fresh[0]["traceId"], fresh[1]["traceId"]);
    assert_eq!(of_route(&spans, "unmatched").len(), 1);
    assert_eq!(of_route(&spans, "/signup").len(), 0, "whoever began that trace does not keep it");
}

/// With a collector that is away, refuses, or never answers.
#[actix_web::test]
async fn no_request_waits_for_the_collector_or_fails_with_it() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (refuses, hangs) = (Collector::start(Treats::Refuses), Collector::start(Treats::Hangs));
    for endpoint in [format!("http://{nobody}"), refuses.endpoint(), hangs.endpoint()] {
        let server = Server::start(&[&format!("--otlp-endpoint={endpoint}")]).await;
        let browser = server.browser();
        // More than go out together, over longer than they gather.
        let begun = Instant::now();
        let mut slowest = Duration::ZERO;
        while begun.elapsed() < Duration::from_millis(1500) {
            let asked = Instant::now();
            assert_eq!(get(&browser, "/livez", None).await, 200);
            slowest = slowest.max(asked.elapsed());
        }
        assert!(slowest < Duration::from_secs(1), "{endpoint}: {slowest:?}");
    }
}
