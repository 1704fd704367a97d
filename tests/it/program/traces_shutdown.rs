//! Tests which spans a collector receives from a program that is stopping.

use std::time::{Duration, Instant};

use super::{Program, worklog};
use crate::support::collector::{Collector, Treats, of_route};
use crate::support::mongod::free_port;
use crate::support::store::{Backend, place};

/// Stops a program right after a request. Returns how long it took to exit.
async fn stop_after_request(endpoint: &str) -> Duration {
    let place = place(Backend::Embedded).await;
    let mut command = worklog(&place.url);
    let command = command.env("WORKLOG_OTLP_ENDPOINT", endpoint);
    let mut program = Program::spawn(command, free_port());
    program.wait_for_status("/login", 200).await;
    program.interrupt();
    let stopped = Instant::now();
    assert_eq!(program.exit_code(), Some(0));
    stopped.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn pending_spans_are_flushed_at_shutdown() {
    let collector = Collector::start(Treats::Takes);
    stop_after_request(&collector.endpoint()).await;
    let spans = collector.so_far();
    assert_eq!(of_route(&spans, "/login").len(), 1, "{spans:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_skips_a_hanging_collector() {
    let (place, collector) = (place(Backend::Embedded).await, Collector::start(Treats::Hangs));
    let mut command = worklog(&place.url);
    let command = command.env("WORKLOG_OTLP_ENDPOINT", collector.endpoint());
    let mut program = Program::spawn(command, free_port());
    program.wait_for_status("/login", 200).await;
    program.interrupt();
    tokio::time::sleep(Duration::from_secs(1)).await;
    program.interrupt();
    let stopped = Instant::now();
    assert_eq!(program.exit_code(), Some(0));
    assert!(stopped.elapsed() < Duration::from_secs(3), "{:?}", stopped.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unresponsive_collector_delays_shutdown_only_briefly() {
    let nobody = format!("http://127.0.0.1:{}", free_port());
    for endpoint in [nobody, Collector::start(Treats::Hangs).endpoint()] {
        let elapsed = stop_after_request(&endpoint).await;
        assert!(elapsed < Duration::from_secs(10), "{endpoint}: {elapsed:?}");
    }
}
