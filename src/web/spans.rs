//! Requests as pieces of work of a trace, for whoever collects them. Without one nothing is kept.

use std::time::SystemTime;

use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::domain::trace::{SpanId, TraceParent};

/// How many wait to be collected. Those that come after are left out: no request waits for it.
const QUEUE: usize = 2048;

/// A request that was answered.
#[derive(Debug, Clone)]
pub struct RequestSpan {
    /// The trace, and the work of answering in it.
    pub own: TraceParent,
    /// What it is a part of, where the caller said so.
    pub parent: Option<SpanId>,
    /// One of the known methods.
    pub method: &'static str,
    /// The template of the address.
    pub route: String,
    /// The answer's status.
    pub status: u16,
    /// When it came in.
    pub began: SystemTime,
    /// When the answer began.
    pub ended: SystemTime,
}

/// Takes requests to whoever collects them, if anybody does.
#[derive(Debug, Clone, Default)]
pub struct Spans(Option<Sender<RequestSpan>>);

impl Spans {
    /// Takes them to what is given beside it.
    pub fn collected() -> (Self, Receiver<RequestSpan>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(Some(sender)), receiver)
    }

    /// Whether anybody collects them.
    pub fn are_collected(&self) -> bool {
        self.0.is_some()
    }

    /// Hands one over, unless too many wait; tells whether it was left out.
    pub fn leaves_out(&self, span: RequestSpan) -> bool {
        self.0.as_ref().is_some_and(|sender| sender.try_send(span).is_err())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_collects_in_time_is_left_out() {
        let span = RequestSpan {
            own: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".parse().unwrap(),
            parent: None,
            method: "GET",
            route: "/month".to_owned(),
            status: 200,
            began: SystemTime::UNIX_EPOCH,
            ended: SystemTime::UNIX_EPOCH,
        };
        assert!(!Spans::default().leaves_out(span.clone()));
        let (spans, waiting) = Spans::collected();
        let left_out = (0..QUEUE + 7).filter(|_| spans.leaves_out(span.clone())).count();
        assert_eq!(left_out, 7);
        drop(waiting);
        assert!(spans.leaves_out(span));
    }
}
