//! Tests that authentication events reach the log and the store.

use std::time::Duration;

use serde_json::{Value, json};
use worklog::domain::accounts::auth_event::AuthEvent;
use worklog::storage::{self, Access};

use super::Program;
use crate::support::server::Browser;
use crate::support::store::{Backend, Place, place};

/// How long it takes until events are written: 10 s, and some more on a busy machine.
const WRITTEN: Duration = Duration::from_secs(13);

async fn fail_login(program: &Program) {
    program.wait_for_status("/readyz", 200).await;
    let wrong = [("username", "nobody"), ("password", "wrong-horse-1")];
    assert_eq!(Browser::at(&program.url).post("/login", &wrong).await.status(), 422);
}

/// Returns the events in the store of a server that has ended.
async fn stored(place: &Place) -> Vec<AuthEvent> {
    let url = place.url.parse().unwrap();
    let store = storage::open(&url, Access::Command).await.unwrap();
    store.auth_events(None, 10).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_logged_and_written_when_the_server_stops() {
    let place = place(Backend::Embedded).await;
    let mut program = Program::logging(&place.url, "json");
    fail_login(&program).await;
    program.interrupt();
    assert_eq!(program.exit_code(), Some(0));
    let stored = stored(&place).await;
    assert_eq!(stored.len(), 1);
    let log = program.log();
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
    let events: Vec<Value> =
        lines.filter(|line| line["message"] == "authentication event").collect();
    assert_eq!(events.len(), 1, "{log}");
    let found =
        json!([events[0]["event.kind"], events[0]["event.name"], events[0]["event.network"]]);
    assert_eq!(found, json!(["failed", stored[0].name, "127.0.0.0/24"]));
    assert!(!log.contains("nobody"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_written_while_the_server_runs() {
    let place = place(Backend::Embedded).await;
    let mut program = Program::serve(&place.url).await;
    fail_login(&program).await;
    tokio::time::sleep(WRITTEN).await;
    program.kill();
    assert_eq!(stored(&place).await.len(), 1);
}
