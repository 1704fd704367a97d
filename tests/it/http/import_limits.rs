//! Tests that imports can't exhaust the memory of a server.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use url::Url;
use worklog::domain::exchange::import::MAX_BYTES;

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server};

on_both_stores! {
    files_with_too_many_rows_are_rejected,
}

/// A file of 4.7 MiB.
async fn files_with_too_many_rows_are_rejected(server: Server) {
    let ada = server.sign_up("ada").await;
    let table = format!("Date,Type\n{}", "2026-01-01,t\n".repeat(380_000));
    let three = (0..3).map(|_| ada.send_file("days.csv", table.clone().into_bytes()));
    for response in join_all(three).await {
        assert_eq!(response.status(), 422);
        Page::from_response(response).await.field("file").assert_error("more than 50000 rows");
    }
    let table = format!("Date,Type\n{}", "2026-01-01,t\n".repeat(50_000));
    let page = ada.page(&ada.import(&table).await).await;
    assert_eq!(page.lines("#sums li")[1], "50,000 rows need your input");
}

/// The number of a user's uploads that are received at once, or wait.
const PLACES: usize = 34;

#[actix_web::test]
async fn uploads_of_a_user_beyond_a_full_queue_are_rejected() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let bob = server.sign_up("bob").await;
    let waiting = ada.import("Date,Type\n2026-11-16,Office\n").await;
    let (port, cookie) = connection(&server, &ada, "ada").await;
    // Uploads that start and then stall.
    let start = Instant::now();
    let (answers, mut answered) = mpsc::unbounded_channel();
    let more = 3;
    let stalled = (0..PLACES + more).map(|_| stall(port, &cookie, MAX_BYTES));
    let stalled = join_all(stalled).await.into_iter().map(|mut stream| {
        let answers = answers.clone();
        actix_web::rt::spawn(async move {
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.map(|_| answers.send(answer))
        })
    });
    let stalled: Vec<_> = stalled.collect();
    for _ in 0..more {
        let answer = answered.recv().await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("retry-after: 5\r\n"), "{answer}");
        assert!(answer.contains("Other files are being imported right now."), "{answer}");
    }
    let large = format!("Date,Type\n{}", "2026-11-16,Office\n".repeat(10_000));
    assert_eq!(ada.send_file("days.csv", large.clone().into_bytes()).await.status(), 503);
    assert!(start.elapsed() < Duration::from_secs(15), "no one waited: {:?}", start.elapsed());
    // They neither keep others from importing, nor the user from confirming.
    bob.import(&large).await;
    assert_eq!(ada.confirm_import(&waiting, &[]).await.status(), 303);
    assert!(answered.try_recv().is_err(), "the others wait");
    for upload in stalled {
        upload.abort();
    }
    let give_up = Instant::now() + Duration::from_secs(15);
    while ada.send_file("days.csv", large.clone().into_bytes()).await.status() != 303 {
        assert!(Instant::now() < give_up, "the uploads are gone");
    }
}

#[actix_web::test]
async fn slow_uploads_do_not_delay_others() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let eve = server.sign_up("eve").await;
    let (port, cookie) = connection(&server, &eve, "eve").await;
    let _stalled = join_all((0..3).map(|_| stall(port, &cookie, MAX_BYTES))).await;
    let _small = join_all((0..PLACES).map(|_| stall(port, &cookie, 60_000))).await;
    // The server has received their start.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let start = Instant::now();
    let table = format!("Date,Type\n{}", "2026-11-16,Office\n".repeat(49_999));
    let review = ada.import(&table).await;
    ada.import("Date,Type\n2026-11-17,Office\n").await;
    eve.import("Date,Type\n2026-11-17,Office\n").await;
    assert!(start.elapsed() < Duration::from_secs(15), "it waited: {:?}", start.elapsed());
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
    assert_eq!(ada.type_of("2026-11-16").await, "office");
}

/// Returns the port of a server, and the cookie of a new session.
async fn connection(server: &Server, browser: &Browser, name: &str) -> (u16, String) {
    let login = browser.post("/login", &[("username", name), ("password", PASSWORD)]).await;
    let cookie = login.headers()["set-cookie"].to_str().unwrap();
    let port = Url::parse(&server.url).unwrap().port().unwrap();
    (port, cookie.split(';').next().unwrap().to_owned())
}

/// Starts an upload of this length without sending its file.
async fn stall(port: u16, cookie: &str, length: usize) -> TcpStream {
    let head = format!(
        "POST /import HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\
         Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n\r\n--x\r\n"
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}
