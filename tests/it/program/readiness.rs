//! Tests readiness while a primary is lost.

use std::time::{Duration, Instant};

use super::{Program, TIMEOUT};
use crate::support::mongod::Mongod;
use crate::support::server::Browser;

/// How long the kubelet waits for a probe.
const PROBE: Duration = Duration::from_secs(5);

/// Uses MongoDB's default timeouts, with which an election takes longest.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_stays_ready_during_an_election() {
    let members = Mongod::members(3);
    let hosts: Vec<_> = members.iter().map(Mongod::host).collect();
    let url = format!("mongodb://{}/elected?replicaSet=rs0", hosts.join(","));
    let program = Program::serve(&url).await;
    let ada = Browser::at(&program.url);
    ada.sign_up("ada", "").await;
    // By then, the other members know that the login is committed. Until a new primary knows, it
    // doesn't return what was committed last, so the login would seem to have ended.
    tokio::time::sleep(Duration::from_secs(1)).await;

    members[0].signal("-KILL");
    let (killed, mut refused) = (Instant::now(), 0);
    loop {
        let probed = Instant::now();
        assert_eq!(ada.get("/readyz").await.status(), 200, "after {:?}", killed.elapsed());
        assert!(probed.elapsed() < PROBE, "{:?}", probed.elapsed());
        let page = ada.get("/month").await;
        match page.status().as_u16() {
            200 if refused > 0 => break,
            503 => {
                assert!(page.headers().contains_key("retry-after"));
                refused += 1;
            }
            status => assert_eq!(status, 200),
        }
        assert!(killed.elapsed() < TIMEOUT, "no primary is elected");
    }
    println!("pages came back after {:?}, {refused} were refused", killed.elapsed());
    assert_eq!(ada.post("/day/2026-11-18", &[("type", "office")]).await.status(), 303);
}
