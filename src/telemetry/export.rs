//! The bounded queue of spans before the exporter. It counts dropped spans, and logs failures.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry::Context;
use opentelemetry::trace::{SpanId, SpanKind};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, Span, SpanData, SpanExporter, SpanProcessor,
};
use prometheus_client::metrics::counter::Counter;

/// The maximum number of waiting spans, at about four per request. Further spans are dropped, so
/// that no request waits for the collector.
const CAPACITY: usize = 8192;

/// The number of spans exported together.
const BATCH: usize = 512;

/// How long the first span of a batch waits for others.
const DELAY: Duration = Duration::from_secs(1);

/// How often a failure is logged while exports keep failing.
const LOG_INTERVAL: Duration = Duration::from_mins(1);

/// Batches spans for an exporter. When the queue is full, it drops spans itself, because the SDK's
/// processor doesn't report how many it drops.
#[derive(Debug)]
pub(super) struct SpanQueue {
    batches: BatchSpanProcessor,
    waiting: Arc<AtomicUsize>,
    dropped: Counter,
}

impl SpanQueue {
    /// Returns a queue for an exporter. `dropped` counts the spans that it drops.
    pub(super) fn before(exporter: impl SpanExporter + 'static, dropped: &Counter) -> Self {
        let waiting = Arc::new(AtomicUsize::new(0));
        let exporter =
            LoggedExporter { exporter, waiting: Arc::clone(&waiting), logged: Mutex::default() };
        let config = BatchConfigBuilder::default()
            .with_max_queue_size(CAPACITY)
            .with_max_export_batch_size(BATCH)
            .with_scheduled_delay(DELAY)
            .build();
        let batches = BatchSpanProcessor::new(exporter, config);
        Self { batches, waiting, dropped: dropped.clone() }
    }
}

impl SpanProcessor for SpanQueue {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.batches.on_start(span, context);
    }

    /// Marks the span of each request as a server span. Request spans are those without a parent in
    /// this process. A field on the span would also be repeated in every log line.
    fn on_end(&self, mut span: SpanData) {
        if span.parent_span_is_remote || span.parent_span_id == SpanId::INVALID {
            span.span_kind = SpanKind::Server;
        }
        if self.waiting.fetch_add(1, Ordering::Relaxed) < CAPACITY {
            self.batches.on_end(span);
        } else {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            self.dropped.inc();
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.batches.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.batches.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.batches.set_resource(resource);
    }
}

/// Logs the failures of an exporter. A batch that fails is lost.
#[derive(Debug)]
struct LoggedExporter<E> {
    exporter: E,
    waiting: Arc<AtomicUsize>,
    /// When a failure was last logged. Reset by a successful export.
    logged: Mutex<Option<Instant>>,
}

impl<E: SpanExporter> SpanExporter for LoggedExporter<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.waiting.fetch_sub(batch.len(), Ordering::Relaxed);
        let exported = self.exporter.export(batch).await;
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        match &exported {
            Ok(()) => *logged = None,
            Err(error) if logged.is_none_or(|at| at.elapsed() >= LOG_INTERVAL) => {
                tracing::warn!(%error, "traces cannot be exported; their spans are lost");
                *logged = Some(Instant::now());
            }
            Err(_) => {}
        }
        exported
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use opentelemetry::trace::{Tracer, TracerProvider};
    use opentelemetry_sdk::trace::SdkTracerProvider;

    use super::*;

    /// Reports each batch, and then blocks until the other end is dropped.
    #[derive(Debug)]
    struct Stuck {
        arrived: Sender<usize>,
        until: Mutex<Receiver<()>>,
    }

    impl SpanExporter for Stuck {
        async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
            self.arrived.send(batch.len()).expect("a test that listens");
            let _ = self.until.lock().expect("no panic").recv();
            Ok(())
        }
    }

    #[test]
    fn spans_beyond_the_capacity_are_dropped_and_counted() {
        let (arrived, batches) = channel();
        let (release, until) = channel();
        let dropped = Counter::default();
        let queue = SpanQueue::before(Stuck { arrived, until: Mutex::new(until) }, &dropped);
        let provider = SdkTracerProvider::builder().with_span_processor(queue).build();
        let tracer = provider.tracer("test");
        drop(tracer.start("first"));
        assert_eq!(batches.recv(), Ok(1));
        for _ in 0..CAPACITY + 7 {
            drop(tracer.start("next"));
        }
        assert_eq!(dropped.get(), 7);
        drop(release);
        provider.shutdown().unwrap();
        assert_eq!(batches.try_iter().sum::<usize>(), CAPACITY);
    }
}
