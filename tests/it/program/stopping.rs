//! Tests how the server stops: after a drain on SIGTERM, at once on Ctrl-C.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::Program;
use super::rolling::sign_up_cookie;
use crate::support::keep_alive::Connection;
use crate::support::mongod::{Mongod, free_port};
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, Place, place};

/// How long a drain takes without requests: 6 s, and some more on a busy machine.
const DRAIN: std::ops::Range<Duration> = Duration::from_secs(6)..Duration::from_secs(12);

/// How long a drain takes while requests keep arriving.
const LONGEST_DRAIN: Duration = Duration::from_secs(15);

/// The limit for a stop without a drain.
const SOON: Duration = Duration::from_secs(3);

async fn serving() -> (Place, Program) {
    let place = place(Backend::Embedded).await;
    let program = Program::serve(&place.url).await;
    (place, program)
}

#[tokio::test(flavor = "multi_thread")]
async fn draining_answers_requests_and_closes_connections() {
    let (_place, mut program) = serving().await;
    let mut connection = Connection::open(program.port).await.unwrap();
    let before = connection.get("/login", "").await.unwrap();
    assert_eq!((before.status, before.closes), (200, false));
    program.terminate();
    let stopped = Instant::now();
    program.wait_for_status("/readyz", 503).await;
    assert!(stopped.elapsed() < Duration::from_secs(1), "{:?}", stopped.elapsed());
    // On the old connection and on new ones: pages, a static file, and an error.
    let after = connection.get("/login", "").await.unwrap();
    assert_eq!((after.status, after.closes), (200, true));
    assert!(connection.is_closed().await);
    for (path, status) in [("/livez", 200), ("/month", 303), ("/static/x.css", 404), ("/x", 404)] {
        let mut new = Connection::open(program.port).await.unwrap();
        let response = new.get(path, "").await.unwrap();
        assert_eq!((response.status, response.closes), (status, true), "{path}");
    }
    assert_eq!(program.exit_code(), Some(0));
    assert!(DRAIN.contains(&stopped.elapsed()), "{:?}", stopped.elapsed());
}

/// The session layer returns an error, outside all other layers.
#[tokio::test(flavor = "multi_thread")]
async fn draining_closes_connections_when_the_session_cannot_be_read() {
    let mut mongod = Mongod::replica_set();
    let program = Program::serve(&mongod.url("drained")).await;
    let cookie = sign_up_cookie(&program.url).await;
    let mut connection = Connection::open(program.port).await.unwrap();
    assert_eq!(connection.get("/month", &cookie).await.unwrap().status, 200);
    mongod.stop();
    program.terminate();
    program.wait_for_status("/readyz", 503).await;
    let response = connection.get("/month", &cookie).await.unwrap();
    assert_eq!((response.status, response.closes), (503, true));
    assert!(connection.is_closed().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn draining_continues_while_requests_arrive_up_to_a_limit() {
    let (_place, mut program) = serving().await;
    program.terminate();
    let stopped = Instant::now();
    while let Ok(mut connection) = Connection::open(program.port).await {
        // The last ones are refused or cut off, because the listener is closed.
        let response = connection.get("/login", "").await;
        let over = stopped.elapsed() + Duration::from_secs(1) > LONGEST_DRAIN;
        let answered = response.is_ok_and(|response| response.status == 200);
        assert!(over || answered, "{:?}", stopped.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(program.exit_code(), Some(0));
    let (elapsed, to_spare) = (stopped.elapsed(), Duration::from_secs(7));
    assert!((LONGEST_DRAIN..LONGEST_DRAIN + to_spare).contains(&elapsed), "{elapsed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn shutdown_finishes_pending_requests_and_accepts_no_new_ones() {
    let (_place, mut program) = serving().await;
    let form = format!("username=ada&password={PASSWORD}&password_confirm={PASSWORD}");
    let (first, rest) = form.split_at(10);
    let mut unfinished = Connection::open(program.port).await.unwrap();
    let head = format!(
        "POST /signup HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n",
        form.len()
    );
    unfinished.send(&format!("{head}{first}")).await.unwrap();
    // Once another request has a response, the server has accepted the first.
    program.wait_for_status("/livez", 200).await;
    program.terminate();
    while TcpStream::connect(("127.0.0.1", program.port)).is_ok() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    unfinished.send(rest).await.unwrap();
    let response = unfinished.receive().await.unwrap();
    assert_eq!((response.status, response.closes), (303, true));
    drop(unfinished);
    assert_eq!(program.exit_code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_or_a_second_signal_stops_immediately() {
    let (_place, mut program) = serving().await;
    let mut connection = Connection::open(program.port).await.unwrap();
    assert_eq!(connection.get("/login", "").await.unwrap().status, 200);
    let stopped = Instant::now();
    program.interrupt();
    assert_eq!(program.exit_code(), Some(0));
    assert!(stopped.elapsed() < SOON, "{:?}", stopped.elapsed());

    for second in ["-TERM", "-INT"] {
        let (_place, mut program) = serving().await;
        program.terminate();
        program.wait_for_status("/readyz", 503).await;
        let stopped = Instant::now();
        program.signal(second);
        assert_eq!(program.exit_code(), Some(0));
        assert!(stopped.elapsed() < SOON, "{second}: {:?}", stopped.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_waiting_for_its_database_can_be_stopped() {
    let url = format!("mongodb://127.0.0.1:{}/worklog?replicaSet=rs0", free_port());
    for signal in ["-TERM", "-INT"] {
        let mut program = Program::start(&url, free_port());
        program.wait_for_status("/month", 503).await;
        let mut connection = Connection::open(program.port).await.unwrap();
        let response = connection.get("/month", "").await.unwrap();
        assert_eq!((response.status, response.closes), (503, true));
        let stopped = Instant::now();
        program.signal(signal);
        assert_eq!(program.exit_code(), Some(0), "{signal}");
        assert!(stopped.elapsed() < SOON, "{:?}", stopped.elapsed());
    }
}
