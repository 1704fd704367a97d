//! The `healthcheck` command.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use super::CommandResult;

const TIMEOUT: Duration = Duration::from_secs(5);

/// Fails unless the server is ready. Containers use it as their health check.
pub(super) fn check(listen: SocketAddr) -> CommandResult {
    let is_wildcard = listen.ip().is_unspecified();
    let host = if is_wildcard { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { listen.ip() };
    let address = SocketAddr::new(host, listen.port());
    let status = request_status(address).map_err(|error| {
        let is_timeout = matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock);
        let cause = if is_timeout { "timed out".to_owned() } else { error.to_string() };
        format!("Can't reach the server at {address}: {cause}")
    })?;
    if status.starts_with("HTTP/1.1 200 ") {
        Ok(())
    } else {
        Err(format!("The server at {address} isn't ready: /readyz returned {status:?}").into())
    }
}

/// Requests `/readyz` over plain HTTP, and returns the status line.
fn request_status(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response)?;
    let response = String::from_utf8_lossy(&response);
    Ok(response.lines().next().unwrap_or_default().to_owned())
}
