//! Knows what a client has to send: the head of a request, a body, or nothing.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Instant;

use actix_http::{BoxedPayloadStream, Payload, Request};
use actix_web::body::{BodySize, MessageBody};
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::Stream;

use super::limits::ClientDeadlines;
use super::pace::Pace;

/// What the server waits for a client to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientTask {
    SendHead,
    SendBody,
    ReadResponse,
}

impl ClientTask {
    pub(super) const ALL: [Self; 3] = [Self::SendHead, Self::SendBody, Self::ReadResponse];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::SendHead => "head",
            Self::SendBody => "body",
            Self::ReadResponse => "response",
        }
    }
}

/// What the client of a connection has to send, and until when. The stream and the requests of the
/// connection share it.
pub(super) struct ConnectionProgress {
    deadlines: ClientDeadlines,
    due: Cell<Option<(ClientTask, Instant)>>,
}

impl ConnectionProgress {
    pub(super) fn new(deadlines: ClientDeadlines) -> Rc<Self> {
        let progress = Self { deadlines, due: Cell::new(None) };
        progress.await_head();
        Rc::new(progress)
    }

    /// Returns what the client has to send, and until when.
    pub(super) fn due(&self) -> Option<(ClientTask, Instant)> {
        self.due.get()
    }

    /// Gives a client that has to send a head the full time for it, because it has only now received
    /// the previous response.
    pub(super) fn restart_head(&self) {
        if let Some((ClientTask::SendHead, _)) = self.due.get() {
            self.await_head();
        }
    }

    /// Waits for the next head. actix closes the connection earlier if it is idle. It doesn't do so
    /// if the head is incomplete, or if it discards the rest of a body.
    fn await_head(&self) {
        let time = self.deadlines.keep_alive + self.deadlines.head;
        self.due.set(Some((ClientTask::SendHead, Instant::now() + time)));
    }

    fn await_body(&self, pace: &mut Pace) {
        self.due.set(Some((ClientTask::SendBody, pace.wait(Instant::now()))));
    }

    fn stop_awaiting_body(&self) {
        if let Some((ClientTask::SendBody, _)) = self.due.get() {
            self.due.set(None);
        }
    }
}

/// A request that is being handled. Once it is dropped, the client has to send the next head.
pub(super) struct RequestInProgress(Rc<ConnectionProgress>);

impl RequestInProgress {
    /// Starts to handle a request, whose payload is replaced by one that measures its pace. Returns
    /// `None` if the connection has no deadlines.
    pub(super) fn start(request: &mut Request) -> Option<Self> {
        let progress = Rc::clone(request.conn_data::<Rc<ConnectionProgress>>()?);
        progress.due.set(None);
        match request.take_payload() {
            Payload::None => {}
            payload => {
                let pace = Pace::new(progress.deadlines.body);
                let payload = TimedPayload { payload, pace, progress: Rc::clone(&progress) };
                *request.payload() = Payload::Stream { payload: Box::pin(payload) };
            }
        }
        Some(Self(progress))
    }
}

impl Drop for RequestInProgress {
    fn drop(&mut self) {
        self.0.await_head();
    }
}

/// The body of a request. While its handler waits for it, the client must keep the minimum pace.
struct TimedPayload {
    payload: Payload<BoxedPayloadStream>,
    pace: Pace,
    progress: Rc<ConnectionProgress>,
}

impl Stream for TimedPayload {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Poll::Ready(item) = Pin::new(&mut this.payload).poll_next(context) else {
            this.progress.await_body(&mut this.pace);
            return Poll::Pending;
        };
        this.progress.stop_awaiting_body();
        if let Some(Ok(bytes)) = &item {
            this.pace.advance(bytes.len(), Instant::now());
        }
        Poll::Ready(item)
    }
}

impl Drop for TimedPayload {
    fn drop(&mut self) {
        self.progress.stop_awaiting_body();
    }
}

/// The body of a response. The request is in progress until the body is complete.
pub(super) struct ResponseInProgress<B> {
    body: Pin<Box<B>>,
    _request: Option<RequestInProgress>,
}

impl<B> ResponseInProgress<B> {
    pub(super) fn new(body: B, request: Option<RequestInProgress>) -> Self {
        Self { body: Box::pin(body), _request: request }
    }
}

impl<B: MessageBody> MessageBody for ResponseInProgress<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_mut().poll_next(context)
    }
}
