//! The trace context that is passed on with messages.

use std::collections::HashMap;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry_sdk::propagation::TraceContextPropagator;

/// Returns the `traceparent` of the current request, if it is part of a trace.
pub(crate) fn traceparent() -> Option<String> {
    let mut headers = HashMap::new();
    TraceContextPropagator::new().inject(&mut headers);
    headers.remove("traceparent")
}
