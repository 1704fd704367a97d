//! The trace that a request belongs to, read from the headers of W3C Trace Context.

use actix_web::http::header::HeaderMap;
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{SpanContext, TraceContextExt, TraceState};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Starts the span of a request, in the trace that the caller names or in a new one. If traces
/// aren't exported, returns a new span ID in the caller's trace, to propagate to outgoing requests,
/// or an empty context if the caller names no trace.
pub(super) fn start(span: &Span, headers: &HeaderMap) -> Context {
    let caller =
        TraceContextPropagator::new().extract_with_context(&Context::new(), &Headers(headers));
    if span.set_parent(caller.clone()).is_ok() {
        return span.context();
    }
    let Some(own) = child(caller.span().span_context()) else { return caller };
    caller.with_remote_span_context(own)
}

fn child(parent: &SpanContext) -> Option<SpanContext> {
    let id = RandomIdGenerator::default().new_span_id();
    let flags = parent.trace_flags();
    let own = SpanContext::new(parent.trace_id(), id, flags, false, TraceState::NONE);
    parent.is_valid().then_some(own)
}

/// The trace headers: only `traceparent`, unless it is malformed or repeated. `tracestate` isn't
/// used here, and would let callers choose up to 16 KiB that each queued span keeps in memory.
struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let mut lines = self.0.get_all(key).filter(|_| key == "traceparent");
        let line = lines.next()?.to_str().ok()?;
        (lines.next().is_none() && is_well_formed(line)).then_some(line)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(actix_web::http::header::HeaderName::as_str).collect()
    }
}

/// Returns whether each field of a `traceparent` has the right length and is lowercase, which the
/// propagator doesn't check.
fn is_well_formed(line: &str) -> bool {
    const SHAPE: &[u8; 55] = b"00-00000000000000000000000000000000-0000000000000000-00";
    let fits = |(found, shape): (u8, &u8)| match shape {
        b'-' => found == b'-',
        _ => matches!(found, b'0'..=b'9' | b'a'..=b'f'),
    };
    let rest = line.as_bytes().get(SHAPE.len()..);
    let may_end_so = |rest: &[u8]| match rest.first() {
        None => true,
        Some(next) => *next == b'-' && !line.starts_with("00"),
    };
    line.bytes().zip(SHAPE).all(fits) && rest.is_some_and(may_end_so)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};
    use opentelemetry::trace::{TraceFlags, TracerProvider};
    use opentelemetry_sdk::trace::SdkTracerProvider;
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";

    /// Returns the span of a request with these `traceparent` lines if traces aren't exported.
    fn started(lines: &[&str]) -> SpanContext {
        start(&Span::none(), &headers(lines)).span().span_context().clone()
    }

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            let line = HeaderValue::from_str(line).unwrap();
            headers.append(HeaderName::from_static("traceparent"), line);
        }
        headers
    }

    #[test]
    fn valid_headers_are_accepted() {
        for (line, sampled) in [
            (format!("00-{TRACE}-{SPAN}-01"), true),
            (format!("00-{TRACE}-{SPAN}-00"), false),
            // Unknown flags are ignored.
            (format!("00-{TRACE}-{SPAN}-03"), true),
            (format!("00-{TRACE}-{SPAN}-fe"), false),
            // Future versions, which can have more fields.
            (format!("01-{TRACE}-{SPAN}-01"), true),
            (format!("cc-{TRACE}-{SPAN}-01-what-the-future-brings"), true),
            (format!("fe-{TRACE}-{SPAN}-01-"), true),
        ] {
            let own = started(&[&line]);
            assert_eq!(own.trace_id().to_string(), TRACE, "{line}");
            assert_ne!(own.span_id().to_string(), SPAN, "{line}");
            let flags = if sampled { TraceFlags::SAMPLED } else { TraceFlags::NOT_SAMPLED };
            assert_eq!(own.trace_flags(), flags, "{line}");
        }
    }

    #[test]
    fn invalid_headers_are_ignored() {
        let (no_trace, no_span) = ("0".repeat(32), "0".repeat(16));
        for line in [
            String::new(),
            "00".to_owned(),
            format!("00-{TRACE}-{SPAN}"),
            format!("00-{TRACE}-{SPAN}-"),
            format!("00-{TRACE}-{SPAN}-1"),
            format!("00-{TRACE}-{SPAN}-001"),
            format!("00-{TRACE}-{SPAN}-0g"),
            format!("00-{TRACE}-{SPAN}-0A"),
            format!("00-{TRACE}-{SPAN}-01-"),
            format!("00-{TRACE}-{SPAN}-01-more"),
            format!("ff-{TRACE}-{SPAN}-01"),
            format!("0-{TRACE}-{SPAN}-01"),
            format!("+0-{TRACE}-{SPAN}-01"),
            format!("00-{no_trace}-{SPAN}-01"),
            format!("00-{TRACE}-{no_span}-01"),
            format!("00-{}-{SPAN}-01", TRACE.to_uppercase()),
            format!("00-{TRACE}-{}-01", SPAN.to_uppercase()),
            format!("00-{}-{SPAN}-01", &TRACE[1..]),
            format!("00-{TRACE}0-{SPAN}-01"),
            format!("00-{TRACE}-{SPAN}0-01"),
            format!("00_{TRACE}_{SPAN}_01"),
            format!(" 00-{TRACE}-{SPAN}-01"),
            format!("cc-{TRACE}-{SPAN}-01.what"),
        ] {
            assert_eq!(started(&[&line]), SpanContext::NONE, "{line:?}");
        }
        let line = format!("00-{TRACE}-{SPAN}-01");
        assert_eq!(started(&[&line, &line]), SpanContext::NONE);
        assert_eq!(started(&[]), SpanContext::NONE);
    }

    #[test]
    fn the_trace_state_is_dropped() {
        let mut headers = headers(&[&format!("00-{TRACE}-{SPAN}-01")]);
        let name = HeaderName::from_static("tracestate");
        headers.append(name, HeaderValue::from_static("vendor=value"));
        let own = start(&Span::none(), &headers).span().span_context().clone();
        assert_eq!(
            (own.trace_id().to_string().as_str(), own.trace_state().header()),
            (TRACE, String::new())
        );
    }

    #[test]
    fn exported_spans_belong_to_the_callers_trace_or_a_new_one() {
        let tracer = SdkTracerProvider::builder().build().tracer("test");
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        let layer = layer.with_context_activation(false);
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            let exported = |lines: &[&str]| {
                let span = tracing::info_span!("request");
                start(&span, &headers(lines)).span().span_context().clone()
            };
            let sampled = exported(&[&format!("00-{TRACE}-{SPAN}-01")]);
            assert_eq!(
                (sampled.trace_id().to_string().as_str(), sampled.is_sampled()),
                (TRACE, true)
            );
            assert_ne!(sampled.span_id().to_string(), SPAN);
            let unsampled = exported(&[&format!("00-{TRACE}-{SPAN}-00")]);
            assert_eq!((unsampled.trace_id(), unsampled.is_sampled()), (sampled.trace_id(), false));
            for lines in [&[][..], &["00-malformed"]] {
                let new = exported(lines);
                assert!(new.is_valid() && new.is_sampled() && new.trace_id() != sampled.trace_id());
            }
        });
    }
}
