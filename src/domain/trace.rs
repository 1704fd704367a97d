//! The trace that a request is part of, as W3C Trace Context (level 1) writes it in `traceparent`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Names a trace: 16 bytes, not all zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId(u128);

/// Names one piece of work in it: 8 bytes, not all zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanId(u64);

impl TraceId {
    /// One of these random bits.
    pub fn new(random: u128) -> Self {
        Self(random.max(1))
    }
}

impl SpanId {
    /// One of these random bits.
    pub fn new(random: u64) -> Self {
        Self(random.max(1))
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A piece of work in a trace, for those that it asks to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TraceParent {
    /// The trace.
    pub trace: TraceId,
    /// The work.
    pub span: SpanId,
    /// Whether whoever began the trace keeps it.
    pub sampled: bool,
}

impl TraceParent {
    /// Work within this.
    #[must_use]
    pub fn child(self, span: SpanId) -> Self {
        Self { span, ..self }
    }
}

/// Not a `traceparent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no traceparent")]
pub struct NoTraceParent;

impl FromStr for TraceParent {
    type Err = NoTraceParent;

    /// Reads the header's value. Of versions to come what is known of this one is read, as the
    /// specification asks.
    fn from_str(text: &str) -> Result<Self, NoTraceParent> {
        let mut fields = text.splitn(5, '-');
        let mut field = |digits| hexadecimal(fields.next()?, digits);
        let mut read = || Some((field(2)?, field(32)?, field(16)?, field(2)?));
        let (version, trace, span, flags) = read().ok_or(NoTraceParent)?;
        let is_known = match version {
            0 => fields.next().is_none(),
            version => version != 0xff,
        };
        let (Ok(span), true) = (u64::try_from(span), is_known && trace != 0 && span != 0) else {
            return Err(NoTraceParent);
        };
        Ok(Self { trace: TraceId(trace), span: SpanId(span), sampled: flags & 1 == 1 })
    }
}

/// A number of so many digits, in lower case.
fn hexadecimal(text: &str, digits: usize) -> Option<u128> {
    let known = |c: u8| c.is_ascii_digit() || matches!(c, b'a'..=b'f');
    let is_one = text.len() == digits && text.bytes().all(known);
    is_one.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{}-{}-{:02x}", self.trace, self.span, u8::from(self.sampled))
    }
}

impl TryFrom<String> for TraceParent {
    type Error = NoTraceParent;

    fn try_from(text: String) -> Result<Self, NoTraceParent> {
        text.parse()
    }
}

impl From<TraceParent> for String {
    fn from(parent: TraceParent) -> Self {
        parent.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";

    #[test]
    fn what_the_specification_allows_is_read() {
        for (text, sampled) in [
            (format!("00-{TRACE}-{SPAN}-01"), true),
            (format!("00-{TRACE}-{SPAN}-00"), false),
            // Flags that are not known say nothing.
            (format!("00-{TRACE}-{SPAN}-03"), true),
            (format!("00-{TRACE}-{SPAN}-fe"), false),
            // Versions to come, which may say more.
            (format!("01-{TRACE}-{SPAN}-01"), true),
            (format!("cc-{TRACE}-{SPAN}-01-what-the-future-brings"), true),
            (format!("fe-{TRACE}-{SPAN}-01-"), true),
        ] {
            let parent: TraceParent = text.parse().expect(&text);
            assert_eq!(parent.trace.to_string(), TRACE, "{text}");
            assert_eq!((parent.span.to_string().as_str(), parent.sampled), (SPAN, sampled));
            assert_eq!(parent.to_string(), format!("00-{TRACE}-{SPAN}-0{}", u8::from(sampled)));
        }
    }

    #[test]
    fn what_it_forbids_is_not() {
        let (no_trace, no_span) = ("0".repeat(32), "0".repeat(16));
        for text in [
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
            assert_eq!(text.parse::<TraceParent>(), Err(NoTraceParent), "{text:?}");
        }
    }

    #[test]
    fn a_child_is_of_the_same_trace() {
        let parent: TraceParent = format!("00-{TRACE}-{SPAN}-01").parse().unwrap();
        let child = parent.child(SpanId::new(7));
        assert_eq!(child.to_string(), format!("00-{TRACE}-0000000000000007-01"));
        let kept = serde_json::to_string(&child).unwrap();
        assert_eq!(serde_json::from_str::<TraceParent>(&kept).unwrap(), child);
    }
}
