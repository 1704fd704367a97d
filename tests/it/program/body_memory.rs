//! Measures the memory that bodies take which never end.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::Program;
use crate::support::server::Browser;
use crate::support::store::{Backend, place};

/// The number of connections, fewer than one address may have.
const CONNECTIONS: usize = 200;

/// The most memory that they may take: half of what they send. actix buffers up to 128 KiB for each.
const MOST_MIB: f64 = 90.0;

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_never_end_take_little_memory() {
    let place = place(Backend::Embedded).await;
    let program = Program::serve(&place.url).await;
    let address = program.url.trim_start_matches("http://").to_owned();
    for path in ["/login", "/api/v1/login"] {
        let idle = program.settled_mib().await;
        program.reset_peak();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: 1000000\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        );
        let mut open = Vec::new();
        for _ in 0..CONNECTIONS {
            let mut connection = TcpStream::connect(&address).await.unwrap();
            connection.write_all(head.as_bytes()).await.unwrap();
            open.push(connection);
        }
        let sent = open.iter_mut().map(|connection| async {
            // The server stops reading what it has no memory for.
            let _ =
                timeout(Duration::from_secs(2), connection.write_all(&vec![b'a'; 900_000])).await;
        });
        futures_util::future::join_all(sent).await;
        sleep(Duration::from_secs(1)).await;
        let peak = program.memory_mib("VmHWM:");
        println!("{path}: from {idle:.0} to {peak:.0} MiB");
        assert!(peak - idle <= MOST_MIB, "{path}: from {idle:.0} to {peak:.0} MiB");
        // Ordinary forms don't wait for the large ones.
        let name = format!("user-{}", path.len());
        Browser::at(&program.url).sign_up(&name, "").await;
    }
}
