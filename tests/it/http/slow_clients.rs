//! Tests that slow clients are closed, and that patient servers aren't taken for slow clients.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::AsyncReadExt;
use tokio::time::sleep;
use url::Url;
use worklog::web::{ClientDeadlines, MinPace};

use crate::support::keep_alive::Connection;
use crate::support::page::Page;
use crate::support::raw_connection::{RawConnection, status};
use crate::support::server::Server;

const fn ms(time: u64) -> Duration {
    Duration::from_millis(time)
}

/// Starts a server with deadlines other than the default ones. Returns its port.
async fn serving(change: impl FnOnce(&mut ClientDeadlines)) -> (Server, u16) {
    let flags = ["--rate-limits=off"];
    let server = Server::limited(&flags, |limits| change(&mut limits.deadlines)).await;
    let port = Url::parse(&server.url).unwrap().port().unwrap();
    (server, port)
}

/// A short deadline for a head. actix reads the clock twice a second, so it may come up to half a
/// second early.
const HEAD: Duration = ms(1000);

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";

#[actix_web::test]
async fn bodies_that_stop_are_closed() {
    let (_server, port) = serving(|deadlines| {
        (deadlines.keep_alive, deadlines.head) = (HEAD, HEAD);
        deadlines.body.patience = ms(300);
    })
    .await;
    for (line, headers, start, expected) in [
        ("POST /login", "Content-Length: 100\r\n", "u", 408),
        ("POST /login", CHUNKED, "5\r\nuse", 408),
        ("POST /nothing", "Content-Length: 100\r\n", "u", 408),
        ("PUT /api/v1/user/ada/entries/2026-11-18", "Content-Length: 100\r\n", "{", 408),
        // These respond without reading the body.
        ("POST /livez", "Content-Length: 100\r\n", "u", 405),
        ("POST /livez", CHUNKED, "5\r\nuse", 405),
        ("GET /login", CHUNKED, "5\r\nuse", 200),
    ] {
        let mut connection = RawConnection::open(port).await;
        let head = format!("{line} HTTP/1.1\r\nHost: localhost\r\n{FORM}{headers}\r\n{start}");
        connection.send(&head).await.unwrap();
        let response = connection.until_closed().await;
        assert_eq!(status(&response), Some(expected), "{line} {headers}: {response}");
    }
}

#[actix_web::test]
async fn bodies_below_the_minimum_rate_are_closed() {
    let pace = MinPace { patience: ms(400), bytes_per_second: 1000 };
    let (_server, port) = serving(|deadlines| deadlines.body = pace).await;
    let mut connection = RawConnection::open(port).await;
    connection.send_head("POST /login", &format!("{FORM}Content-Length: 100000\r\n")).await;
    let taken = connection.drip("u", ms(20)).await;
    assert!(taken >= pace.patience, "{taken:?}");
}

#[actix_web::test]
async fn slow_but_steady_bodies_are_received() {
    let pace = MinPace { patience: ms(600), bytes_per_second: 500 };
    let (_server, port) = serving(|deadlines| deadlines.body = pace).await;
    let mut connection = RawConnection::open(port).await;
    let headers = format!("{FORM}Content-Length: 8000\r\nConnection: close\r\n");
    connection.send_head("POST /login", &headers).await;
    let start = Instant::now();
    for _ in 0..40 {
        connection.send(&"u".repeat(200)).await.unwrap();
        sleep(ms(40)).await;
    }
    assert!(start.elapsed() > pace.patience * 2);
    let response = connection.until_closed().await;
    assert_eq!(status(&response), Some(422), "{response}");
}

#[actix_web::test]
async fn heads_that_never_end_are_closed() {
    let short = |deadlines: &mut ClientDeadlines| {
        (deadlines.keep_alive, deadlines.head) = (HEAD, HEAD);
    };
    let (_server, port) = serving(short).await;
    for requests in [0, 1, 2] {
        let mut connection = RawConnection::open(port).await;
        for _ in 0..requests {
            assert_eq!(connection.get("/livez").await, Some(200));
        }
        connection.send("GET /livez HTTP/1.1\r\n").await.unwrap();
        connection.drip("X: y\r\n", ms(20)).await;
    }
}

#[actix_web::test]
async fn idle_connections_stay_open_for_their_time() {
    let short = MinPace { patience: ms(50), bytes_per_second: 1_000_000 };
    let (_server, port) = serving(|deadlines| {
        deadlines.keep_alive = ms(2000);
        (deadlines.body, deadlines.response) = (short, short);
    })
    .await;
    let mut connection = Connection::open(port).await.unwrap();
    for _ in 0..3 {
        assert_eq!(connection.get("/livez", "").await.unwrap().status, 200);
        sleep(ms(700)).await;
    }
    let idle = Instant::now();
    assert!(connection.is_closed().await);
    assert!(idle.elapsed() < ms(10_000), "{:?}", idle.elapsed());
}

/// No deadline applies while the password hasher is busy.
#[actix_web::test]
async fn clients_may_wait_for_the_server() {
    let short = MinPace { patience: ms(300), bytes_per_second: 1_000_000 };
    let (server, _) = serving(|deadlines| {
        (deadlines.keep_alive, deadlines.head) = (ms(50), HEAD);
        (deadlines.body, deadlines.response) = (short, short);
    })
    .await;
    server.sign_up("ada").await;
    let guess = [("username", "ada"), ("password", "wrong-horse-1")];
    let browser = server.browser();
    let guesses = (0..100).map(async |_| {
        let start = Instant::now();
        assert_eq!(browser.post("/login", &guess).await.status(), 422);
        start.elapsed()
    });
    let longest = join_all(guesses).await.into_iter().max();
    assert!(longest > Some(ms(50) + HEAD), "none waited longer than the deadlines: {longest:?}");
}

/// Returns the path of a file of more than a megabyte.
async fn large_file(server: &Server) -> String {
    let page: Page = server.browser().page("/api/").await;
    let scripts = page.attributes("script", "src");
    scripts.into_iter().find(|script| script.contains("swagger-ui-bundle")).expect("a script")
}

#[actix_web::test]
async fn clients_that_do_not_read_their_responses_are_closed() {
    let (server, port) = serving(|deadlines| deadlines.response.patience = ms(300)).await;
    let path = large_file(&server).await;
    let mut connection = RawConnection::with_small_buffer(port).await;
    for _ in 0..4 {
        connection.send_head(&format!("GET {path}"), "").await;
    }
    let taken = connection.drip("\r\n", ms(20)).await;
    assert!(taken >= ms(300), "{taken:?}");
}

#[actix_web::test]
async fn slow_but_steady_readers_receive_their_responses() {
    let patience = ms(600);
    let (server, port) = serving(|deadlines| deadlines.response.patience = patience).await;
    let path = large_file(&server).await;
    let mut connection = RawConnection::with_small_buffer(port).await;
    connection.send_head(&format!("GET {path}"), "Connection: close\r\n").await;
    let (start, mut received) = (Instant::now(), 0);
    let mut buffer = vec![0; 32 * 1024];
    loop {
        match connection.0.read(&mut buffer).await.expect("the whole response") {
            0 => break,
            bytes => received += bytes,
        }
        // Far less than the minimum would be too slow for the test.
        if received % (16 * 1024) < 2048 {
            sleep(ms(10)).await;
        }
    }
    assert!(received > 1024 * 1024, "{received}");
    assert!(start.elapsed() > patience, "{:?}", start.elapsed());
}
