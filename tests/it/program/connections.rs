//! Tests that many open connections don't lock out others, and the limit on descriptors.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Program, TIMEOUT, worklog};
use crate::support::mongod::free_port;
use crate::support::raw_connection::{RawConnection, status};
use crate::support::store::{Backend, place};

/// Starts a server with the limit on descriptors that a command of `ulimit` sets.
async fn with_descriptors(database: &str, limit: &str) -> Program {
    let mut command = Command::new("sh");
    let script = format!("ulimit {limit}; exec \"$0\"");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_worklog")]);
    command.envs(worklog(database).get_envs().filter_map(|(name, value)| Some((name, value?))));
    let program = Program::spawn(command.stdout(Stdio::null()).stderr(Stdio::piped()), free_port());
    program.wait_for_status("/readyz", 200).await;
    program
}

/// Returns the soft and the hard limit.
fn descriptors(program: &Program) -> (String, String) {
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", program.child.id()));
    let limits = limits.expect("limits");
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).expect("a line");
    let mut limits = line.split_whitespace().map(str::to_owned);
    (limits.next().expect("soft"), limits.next().expect("hard"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limit_on_descriptors_is_raised_and_logged() {
    let place = place(Backend::Embedded).await;
    let mut program = with_descriptors(&place.url, "-Sn 250").await;
    let (soft, hard) = descriptors(&program);
    assert_eq!(soft, hard);
    assert_ne!(soft, "250");
    program.interrupt();
    let log = program.log();
    assert!(log.contains("raised the limit on descriptors"), "{log}");
    assert!(log.contains(" from=250 ") && log.contains(&format!(" to={hard}")), "{log}");
}

/// Opens connections that send the start of a request and stop. Returns them with the number of
/// those that were refused.
async fn stall(count: usize, addresses: u8, port: u16) -> (Vec<RawConnection>, usize) {
    let mut connections = Vec::new();
    for host in (1..=addresses).cycle().take(count) {
        let mut connection = RawConnection::from([127, 0, 1, host], port).await;
        let start = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nu";
        // It may have been refused already.
        let _ = connection.send(start).await;
        connections.push(connection);
    }
    let mut refused = 0;
    for connection in &mut connections {
        refused += usize::from(is_refused(connection).await);
    }
    (connections, refused)
}

/// Returns whether the server has closed a connection, or does so within a moment.
async fn is_refused(connection: &mut RawConnection) -> bool {
    let mut start = [0; 64];
    let read = tokio::io::AsyncReadExt::read(&mut connection.0, &mut start);
    match tokio::time::timeout(Duration::from_millis(5), read).await {
        Ok(Ok(length)) => {
            let response = String::from_utf8_lossy(&start[..length]);
            assert_eq!(status(&response), Some(503), "{response}");
            true
        }
        Ok(Err(_)) => true,
        Err(_) => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_stalled_connections_of_one_address_do_not_lock_out_others() {
    worklog::startup::raise_descriptor_limit();
    let place = place(Backend::Embedded).await;
    let program = with_descriptors(&place.url, "-n 1024").await;
    let (_stalled, refused) = stall(1100, 1, program.port).await;
    assert_eq!(refused, 1100 - 256);
    let start = Instant::now();
    for path in ["/livez", "/login", "/readyz"] {
        let mut other = RawConnection::open(program.port).await;
        assert_eq!(other.get(path).await, Some(200), "{path}");
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

/// With 1,024 descriptors, at most 768 connections are open.
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_silent_connections_of_many_addresses_lock_out_others_for_seconds_at_most() {
    worklog::startup::raise_descriptor_limit();
    let place = place(Backend::Embedded).await;
    let program = with_descriptors(&place.url, "-n 1024").await;
    let start = Instant::now();
    let mut silent = Vec::new();
    for host in (1..=10).cycle().take(1100) {
        silent.push(RawConnection::from([127, 0, 1, host], program.port).await);
    }
    let refused = silent.pop().expect("a connection").until_closed().await;
    assert_eq!(status(&refused), Some(503), "{refused}");
    while RawConnection::open(program.port).await.get("/login").await != Some(200) {
        assert!(start.elapsed() < TIMEOUT, "locked out");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The server waits five seconds for the head of a request.
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}
