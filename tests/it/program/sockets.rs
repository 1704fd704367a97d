//! Checks the socket options of the program's listeners.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::net::{getpeername, sockopt::tcp_nodelay};
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};

use super::{Program, TIMEOUT, worklog};
use crate::support::mongod::{Mongod, free_port};
use crate::support::store::{Backend, place};

/// Returns the program's end of a connection, duplicated into this process, once the program has
/// accepted it.
fn accepted(program: &Program, client: SocketAddr) -> Option<OwnedFd> {
    let id = program.child.id();
    let pid = Pid::from_raw(id.cast_signed()).expect("a process");
    let process = pidfd_open(pid, PidfdFlags::empty()).expect("a running process");
    let files = std::fs::read_dir(format!("/proc/{id}/fd")).expect("its files");
    let numbers = files.filter_map(|file| file.ok()?.file_name().to_str()?.parse().ok());
    let mut shared =
        numbers.filter_map(|file| pidfd_getfd(&process, file, PidfdGetfdFlags::empty()).ok());
    let is_ours = |file: &OwnedFd| {
        let peer =
            getpeername(file).ok().flatten().and_then(|peer| SocketAddr::try_from(peer).ok());
        peer == Some(client)
    };
    shared.find(is_ours)
}

/// Without `TCP_NODELAY`, the end of a response that takes several writes waits 40 ms for the
/// client's delayed acknowledgment.
fn assert_no_delay(program: &Program, port: u16) {
    let mut client = TcpStream::connect(("127.0.0.1", port)).expect("connects");
    // An incomplete request keeps the connection open.
    client.write_all(b"GET /login HTTP/1.1\r\nHost: localhost\r\n").expect("sent");
    let address = client.local_addr().expect("an address");
    let give_up = Instant::now() + TIMEOUT;
    while !accepted(program, address).is_some_and(|server| tcp_nodelay(&server).expect("TCP")) {
        assert!(Instant::now() < give_up, "the connection isn't accepted, or waits");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_metrics_are_sent_without_delay() {
    let (place, metrics) = (place(Backend::Embedded).await, free_port());
    let mut command = worklog(&place.url);
    command.env("WORKLOG_METRICS_LISTEN", format!("127.0.0.1:{metrics}"));
    let program = Program::spawn(&mut command, free_port());
    program.wait_for_status("/readyz", 200).await;
    assert_no_delay(&program, program.port);
    assert_no_delay(&program, metrics);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_unavailable_page_is_sent_without_delay() {
    let mut mongod = Mongod::replica_set();
    mongod.stop();
    let program = Program::start(&mongod.url("late"), free_port());
    program.wait_for_status("/login", 503).await;
    assert_no_delay(&program, program.port);
}
