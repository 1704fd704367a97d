//! The trace that goes on to those who are told.

use std::collections::HashMap;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry_sdk::propagation::TraceContextPropagator;

/// Returns the `traceparent` of the request that is being answered, if it is part of a trace.
pub fn traceparent() -> Option<String> {
    let mut headers = HashMap::new();
    TraceContextPropagator::new().inject(&mut headers);
    headers.remove("traceparent")
}
