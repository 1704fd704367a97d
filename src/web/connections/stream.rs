//! A TCP connection with deadlines for its client.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep_until};

use super::admission::{Admission, ConnectionPermit};
use super::pace::Pace;
use super::progress::{ClientTask, ConnectionProgress};

/// A TCP connection that fails with `TimedOut` if its client is too slow.
///
/// actix flushes the stream whenever it has nothing left to write. So `poll_flush` and a blocked
/// `poll_write` together notice each change of what the client has to do.
pub(super) struct GuardedStream {
    stream: TcpStream,
    progress: Rc<ConnectionProgress>,
    /// The pace at which the client reads responses.
    reading: Pace,
    /// Fires at the deadline or earlier: moving it for each request would cost more than letting it
    /// fire every few seconds.
    timer: Pin<Box<Sleep>>,
    admission: Admission,
    _permit: ConnectionPermit,
}

impl GuardedStream {
    pub(super) fn new(stream: TcpStream, admission: &Admission, permit: ConnectionPermit) -> Self {
        let deadlines = *admission.deadlines();
        let progress = ConnectionProgress::new(deadlines);
        let first = progress.due().map_or_else(Instant::now, |(_, at)| at);
        Self {
            stream,
            progress,
            reading: Pace::new(deadlines.response),
            timer: Box::pin(sleep_until(first.into())),
            admission: admission.clone(),
            _permit: permit,
        }
    }

    pub(super) fn progress(&self) -> &Rc<ConnectionProgress> {
        &self.progress
    }

    /// Returns what the client has to do, and until when. While it hasn't taken a response, it
    /// can't be expected to send anything.
    fn due(&self) -> Option<(ClientTask, Instant)> {
        let reading = self.reading.give_up_at().map(|at| (ClientTask::ReadResponse, at));
        reading.or_else(|| self.progress.due())
    }

    /// Waits for the deadline.
    fn poll_deadline(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let Some((task, at)) = self.due() else { return Poll::Pending };
            if self.timer.is_elapsed() || self.timer.deadline() > at.into() {
                self.timer.as_mut().reset(at.into());
            }
            ready!(self.timer.as_mut().poll(context));
            if self.timer.deadline() >= at.into() {
                return Poll::Ready(self.give_up(task));
            }
        }
    }

    /// Tells the client, if possible, that it was too slow.
    fn give_up(&self, task: ClientTask) -> io::Error {
        tracing::debug!(waiting_for = task.label(), "a connection timed out");
        self.admission.metrics().count_timed_out(task);
        if task == ClientTask::ReadResponse {
            // The system would keep the unread rest of the response for minutes.
            let _ = self.stream.set_zero_linger();
        } else {
            let _ = self.stream.try_write(TIMED_OUT.as_bytes());
        }
        io::ErrorKind::TimedOut.into()
    }
}

impl AsyncRead for GuardedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for GuardedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Poll::Ready(written) = Pin::new(&mut self.stream).poll_write(context, bytes) else {
            self.reading.wait(Instant::now());
            return self.poll_deadline(context).map(Err);
        };
        let written = written?;
        if self.reading.advance(written, Instant::now()) {
            self.progress.restart_head();
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Poll::Ready(error) = self.poll_deadline(context) {
            return Poll::Ready(Err(error));
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// The response to a client that was too slow. If a proxy receives none, it reports a server error.
const TIMED_OUT: &str = "HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain\r\n\
    Content-Length: 26\r\nConnection: close\r\n\r\nThe request took too long.";

/// The response to a refused connection.
const REFUSED: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\n\
    Content-Length: 44\r\nRetry-After: 5\r\nConnection: close\r\n\r\n\
    Too many connections. Try again in a moment.";

/// Closes a connection with a response that says why. The response can get lost: waiting for the
/// request would keep the connection open.
pub(super) fn refuse(stream: TcpStream) -> io::Result<()> {
    let mut stream = stream.into_std()?;
    stream.write_all(REFUSED.as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    // Unread data would make the system discard the response.
    let _ = stream.read(&mut [0; 4096]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_state_their_length() {
        for response in [TIMED_OUT, REFUSED] {
            let (head, body) = response.split_once("\r\n\r\n").unwrap();
            assert!(head.contains(&format!("\r\nContent-Length: {}\r\n", body.len())), "{head}");
        }
    }
}
