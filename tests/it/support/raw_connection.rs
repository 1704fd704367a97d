//! A TCP connection to a server on the same host, from any address of the loopback network.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

/// The maximum wait for a server to close a connection.
const TIMEOUT: Duration = Duration::from_secs(15);

pub(crate) struct RawConnection(pub(crate) TcpStream);

impl RawConnection {
    /// Connects from this address.
    pub(crate) async fn from(address: [u8; 4], port: u16) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((Ipv4Addr::from(address), 0).into()).expect("a loopback address");
        let stream = socket.connect(SocketAddr::from(([127, 0, 0, 1], port))).await;
        Self(stream.expect("connects"))
    }

    pub(crate) async fn open(port: u16) -> Self {
        Self::from([127, 0, 0, 1], port).await
    }

    /// Connects with the smallest buffer for what the server sends.
    pub(crate) async fn with_small_buffer(port: u16) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(1).expect("a size");
        let stream = socket.connect(SocketAddr::from(([127, 0, 0, 1], port))).await;
        Self(stream.expect("connects"))
    }

    /// Sends the head of a request.
    pub(crate) async fn send_head(&mut self, line: &str, headers: &str) {
        let head = format!("{line} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
        self.send(&head).await.expect("sent");
    }

    pub(crate) async fn send(&mut self, text: &str) -> std::io::Result<()> {
        self.0.write_all(text.as_bytes()).await
    }

    /// Requests a page. Returns its status, or nothing if the connection was closed.
    pub(crate) async fn get(&mut self, path: &str) -> Option<u16> {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")).await.ok()?;
        let mut answer = vec![0; 16 * 1024];
        let length = timeout(TIMEOUT, self.0.read(&mut answer)).await.expect("a response").ok()?;
        status(&String::from_utf8_lossy(&answer[..length]))
    }

    /// Waits for the server to close the connection. Returns what it sent before.
    pub(crate) async fn until_closed(&mut self) -> String {
        let mut received = Vec::new();
        // If data was still arriving, the server's system resets the connection.
        let _ = timeout(TIMEOUT, self.0.read_to_end(&mut received)).await.expect("is closed");
        String::from_utf8_lossy(&received).into_owned()
    }

    /// Sends this text again and again, until the server closes the connection. Returns how long
    /// that took.
    pub(crate) async fn drip(&mut self, text: &str, every: Duration) -> Duration {
        let start = Instant::now();
        while self.send(text).await.is_ok() {
            assert!(start.elapsed() < TIMEOUT, "isn't closed");
            sleep(every).await;
        }
        start.elapsed()
    }
}

/// Returns the status of a response.
pub(crate) fn status(response: &str) -> Option<u16> {
    response.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}
