//! A wrapper that counts and times each store operation, limits its time, and makes it a span in
//! the trace of its request.

use std::sync::Arc;
use std::time::{Duration, Instant};

use opentelemetry::Context;
use opentelemetry::trace::TraceContextExt;
use tracing::{Instrument, Span};

use super::metrics::{OperationOutcome, StoreMetrics};
use super::{PerThread, Store, StoreError, time_limit};

/// The target of the spans of store operations.
pub(crate) const SPAN_TARGET: &str = "worklog::store_operations";

/// A store with metrics and traces.
pub(super) struct MeteredStore {
    store: Box<dyn Store>,
    /// The kind of database, according to OpenTelemetry's semantic conventions.
    system: &'static str,
    metrics: StoreMetrics,
    /// Whether operations have time limits.
    limited: bool,
}

impl MeteredStore {
    /// Wraps the embedded store. Its operations have no time limits: it doesn't depend on another
    /// host, and its writer reports each write to the end.
    pub(super) fn embedded(store: impl Store + 'static, metrics: StoreMetrics) -> Self {
        Self { store: Box::new(store), system: "sqlite", metrics, limited: false }
    }

    /// Wraps the MongoDB store.
    pub(super) fn mongo(store: impl Store + 'static, metrics: StoreMetrics) -> Self {
        Self { store: Box::new(store), system: "mongodb", metrics, limited: true }
    }

    /// Returns the wrapped store.
    pub(super) fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Counts and times an operation when it completes or exceeds its limit. If its future is
    /// dropped, it isn't counted.
    pub(super) async fn time<T, E: OperationOutcome + From<StoreError>>(
        &self,
        operation: &'static str,
        limit: Option<Duration>,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let start = Instant::now();
        let span = self.span(operation);
        let work = work.instrument(span.clone());
        let done = match limit.filter(|_| self.limited) {
            Some(limit) => time_limit::within(limit, work).await,
            None => work.await,
        };
        let outcome = done.as_ref().map_or_else(OperationOutcome::word, |_| "ok");
        self.metrics.count_operation(operation, outcome, start.elapsed());
        if done.as_ref().is_err_and(OperationOutcome::is_full) {
            self.metrics.note_full();
        }
        if done.as_ref().is_err_and(OperationOutcome::is_fault) {
            span.record("error.type", outcome).record("otel.status_code", "ERROR");
        }
        done
    }

    /// Returns the span of an operation. Outside of a request, it isn't part of any trace.
    fn span(&self, operation: &'static str) -> Span {
        if !Context::map_current(Context::has_active_span) {
            return Span::none();
        }
        tracing::info_span!(
            target: SPAN_TARGET,
            "store",
            otel.name = operation,
            otel.kind = "client",
            db.system.name = self.system,
            db.operation.name = operation,
            error.type = tracing::field::Empty,
            otel.status_code = tracing::field::Empty,
        )
    }
}

impl PerThread for MeteredStore {
    fn thread_local_handle(&self) -> Option<Arc<dyn Store>> {
        self.store.thread_local_handle()
    }
}

/// Declares a store trait and implements it for [`MeteredStore`] by calling the wrapped store, with
/// the name of each method as the name of the operation.
///
/// An operation may take [`TIMEOUT`](time_limit::TIMEOUT), unless its declaration ends with `in` and
/// another limit. `in None` is for operations that limit their steps themselves.
macro_rules! metered {
    (@limit) => {
        Some($crate::storage::time_limit::TIMEOUT)
    };
    (@limit $limit:expr) => {
        $limit
    };
    (
        $(#[$about:meta])*
        pub trait $name:ident {
            $(
                $(#[$note:meta])*
                async fn $operation:ident(&self $(, $argument:ident: $kind:ty)* $(,)?)
                    -> Result<$done:ty, $error:ty> $(in $limit:expr)?;
            )+
        }
    ) => {
        $(#[$about])*
        pub trait $name {
            $(
                $(#[$note])*
                async fn $operation(&self $(, $argument: $kind)*) -> Result<$done, $error>;
            )+
        }

        #[async_trait]
        impl $name for $crate::storage::metered::MeteredStore {
            $(
                async fn $operation(&self $(, $argument: $kind)*) -> Result<$done, $error> {
                    let limit = metered!(@limit $($limit)?);
                    let work = self.store().$operation($($argument),*);
                    self.time(stringify!($operation), limit, work).await
                }
            )+
        }
    };
}
