//! A client that keeps its connection open as the server asks and never retries. A lost request is
//! an error, which other clients would hide.

use std::io::{Error, Result};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A connection to a server on the same host.
pub(crate) struct Connection(BufReader<TcpStream>);

/// A server's response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Whether the response closes the connection.
    pub(crate) closes: bool,
}

impl Connection {
    pub(crate) async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Requests a page. `headers` contains more header lines, each with its line ending.
    pub(crate) async fn get(&mut self, path: &str, headers: &str) -> Result<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")).await?;
        self.receive().await
    }

    pub(crate) async fn send(&mut self, text: &str) -> Result<()> {
        self.0.get_mut().write_all(text.as_bytes()).await
    }

    /// Reads a whole response.
    pub(crate) async fn receive(&mut self) -> Result<Answer> {
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| Error::other(format!("no response: {first:?}")))?;
        let (mut closes, mut length) = (false, None);
        loop {
            let line = self.line().await?.to_ascii_lowercase();
            match line.split_once(": ") {
                Some(("connection", how)) => closes = how == "close",
                Some(("content-length", bytes)) => length = bytes.parse().ok(),
                Some(_) => {}
                None => break,
            }
        }
        let length = length.ok_or_else(|| Error::other("a response without a length"))?;
        self.0.read_exact(&mut vec![0; length]).await?;
        Ok(Answer { status, closes })
    }

    /// Waits for the server to close the connection, and returns whether it did.
    pub(crate) async fn is_closed(&mut self) -> bool {
        matches!(self.0.read_u8().await, Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof)
    }

    async fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.0.read_line(&mut line).await? == 0 {
            return Err(Error::other("the connection ended before the response"));
        }
        Ok(line.trim_end().to_owned())
    }
}
