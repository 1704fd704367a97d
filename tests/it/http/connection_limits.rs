//! Tests the limits on open connections.

use std::time::{Duration, Instant};

use tokio::time::sleep;
use url::Url;

use crate::support::raw_connection::{RawConnection, status};
use crate::support::server::Server;

/// The maximum time to refuse a connection.
const QUICKLY: Duration = Duration::from_secs(2);

async fn serving(flags: &[&str], total: usize, per_address: usize) -> (Server, u16) {
    let server = Server::limited(flags, |limits| {
        (limits.total, limits.per_address) = (total, per_address);
        limits.deadlines.head = Duration::from_mins(1);
    })
    .await;
    let port = Url::parse(&server.url).unwrap().port().unwrap();
    (server, port)
}

/// Opens a connection that sends nothing, from 127.0.0.`host`.
async fn silent(host: u8, port: u16) -> RawConnection {
    RawConnection::from([127, 0, 0, host], port).await
}

async fn assert_refused(host: u8, port: u16) {
    let start = Instant::now();
    let response = silent(host, port).await.until_closed().await;
    assert!(start.elapsed() < QUICKLY, "{:?}", start.elapsed());
    assert_eq!(status(&response), Some(503), "{response}");
    assert!(response.contains("\r\nRetry-After: 5\r\n"), "{response}");
    assert!(response.contains("\r\nConnection: close\r\n"), "{response}");
}

/// Returns a connection that the server has accepted, once there is room.
async fn accepted(host: u8, port: u16) -> RawConnection {
    let give_up = Instant::now() + Duration::from_secs(15);
    loop {
        let mut connection = silent(host, port).await;
        if connection.get("/livez").await == Some(200) {
            return connection;
        }
        assert!(Instant::now() < give_up, "there is no room");
        sleep(Duration::from_millis(10)).await;
    }
}

#[actix_web::test]
async fn connections_of_one_address_are_limited() {
    let (_server, port) = serving(&[], 100, 2).await;
    let first = accepted(1, port).await;
    let _second = accepted(1, port).await;
    assert_refused(1, port).await;
    assert_eq!(silent(2, port).await.get("/livez").await, Some(200), "another address");
    drop(first);
    let _third = accepted(1, port).await;
    assert_refused(1, port).await;
}

#[actix_web::test]
async fn all_connections_are_limited() {
    let (_server, port) = serving(&[], 3, 2).await;
    let (first, _second) = (accepted(1, port).await, accepted(1, port).await);
    let _third = accepted(2, port).await;
    assert_refused(3, port).await;
    drop(first);
    let _fourth = accepted(3, port).await;
    assert_refused(2, port).await;
}

#[actix_web::test]
async fn trusted_proxies_are_exempt_from_the_limit_per_address() {
    let (_server, port) = serving(&["--trusted-proxies=127.0.0.1"], 4, 1).await;
    let (_first, _second) = (accepted(1, port).await, accepted(1, port).await);
    let _third = accepted(1, port).await;
    let _other = accepted(2, port).await;
    assert_refused(1, port).await;
}
