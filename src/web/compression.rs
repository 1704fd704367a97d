//! Compresses response bodies with gzip.
//!
//! A complete body is compressed on the worker that rendered it, and sent in one write with a
//! `Content-Length`. For a month page, this takes less time than handing it to another thread. A
//! streamed body, such as an export, remains a stream and is compressed chunk by chunk.

use std::cell::RefCell;

use actix_http::encoding::Encoder;
use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ResponseHead, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    AcceptEncoding, CONTENT_ENCODING, CONTENT_TYPE, ContentEncoding, Encoding, Header, HeaderMap,
    HeaderValue, VARY,
};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage};
use flate2::{Compress, Compression, FlushCompress, Status};

/// Shorter bodies, in bytes, are sent uncompressed: with their headers, they fit in one or two
/// packets either way.
const MIN_LENGTH: u64 = 1024;

/// The deflate level.
const LEVEL: u32 = 1;

/// The base-2 logarithm of the deflate window: 32 KiB, the maximum, because pages repeat text over
/// their whole length.
const WINDOW_BITS: u8 = 15;

thread_local! {
    /// The worker's compressor. Its state takes 256 KiB, too much to allocate for each page.
    static GZIP: RefCell<Compress> =
        RefCell::new(Compress::new_gzip(Compression::new(LEVEL), WINDOW_BITS));
}

/// Compresses the body of a response to a client that accepts gzip.
///
/// Skips responses that already have a `Content-Encoding`, small bodies, media types that don't
/// compress, and responses to requests from another site's page (see
/// [`is_caused_by_another_site`]).
pub(crate) async fn compress<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<Bytes, Encoder<B>>>, Error> {
    let wants_gzip = negotiate(&request, &[ContentEncoding::Gzip]) == ContentEncoding::Gzip
        && !is_caused_by_another_site(request.headers());
    let response = next.call(request).await?;
    Ok(response.map_body(|head, body| compress_body(head, body, wants_gzip)))
}

/// Returns the content coding that a client prefers among `offered`, or none (`identity`).
pub(crate) fn negotiate(
    request: &impl HttpMessage,
    offered: &[ContentEncoding],
) -> ContentEncoding {
    let offered = offered.iter().chain(&[ContentEncoding::Identity]);
    let offered: Vec<Encoding> = offered.copied().map(Encoding::Known).collect();
    let accepted = AcceptEncoding::parse(request).ok();
    match accepted.and_then(|accepted| accepted.negotiate(offered.iter())) {
        Some(Encoding::Known(coding)) => coding,
        // A client that refuses every coding gets the body as it is (RFC 9110, section 12.5.3).
        _ => ContentEncoding::Identity,
    }
}

/// Returns whether another site's page made the browser send this request.
///
/// That site could choose text that a page reflects, and learn from the length of the compressed
/// response whether the text repeats a secret on the page (BREACH). Browsers send the header on
/// every encrypted connection, and only there does the length matter.
fn is_caused_by_another_site(headers: &HeaderMap) -> bool {
    headers.get("Sec-Fetch-Site").is_some_and(|site| site != "same-origin" && site != "none")
}

fn compress_body<B: MessageBody>(
    head: &mut ResponseHead,
    body: B,
    wants_gzip: bool,
) -> EitherBody<Bytes, Encoder<B>> {
    let is_small = match body.size() {
        BodySize::None => true,
        BodySize::Sized(length) => length < MIN_LENGTH,
        BodySize::Stream => false,
    };
    // A 304 must have the `Vary` that the 200 would have (RFC 9110, section 15.4.5).
    if head.status == StatusCode::NOT_MODIFIED {
        vary_by_encoding(head);
    }
    if is_small || !is_compressible(head) {
        return EitherBody::right(Encoder::response(ContentEncoding::Identity, head, body));
    }
    if !wants_gzip {
        vary_by_encoding(head);
        return EitherBody::right(Encoder::response(ContentEncoding::Identity, head, body));
    }
    match body.try_into_bytes() {
        Ok(body) => {
            vary_by_encoding(head);
            EitherBody::left(gzip(head, body))
        }
        // The encoder adds the headers itself.
        Err(stream) => EitherBody::right(Encoder::response(ContentEncoding::Gzip, head, stream)),
    }
}

fn vary_by_encoding(head: &mut ResponseHead) {
    if head.headers().get_all(VARY).any(|names| names == "Accept-Encoding") {
        return;
    }
    head.headers_mut().append(VARY, HeaderValue::from_static("Accept-Encoding"));
}

fn is_compressible(head: &ResponseHead) -> bool {
    let headers = head.headers();
    let is_text =
        headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|media_type| {
            media_type.starts_with("text/") || media_type.starts_with("application/json")
        });
    is_text && head.status != StatusCode::PARTIAL_CONTENT && !headers.contains_key(CONTENT_ENCODING)
}

/// Compresses a complete body. Returns it unchanged if compression doesn't shorten it.
fn gzip(head: &mut ResponseHead, body: Bytes) -> Bytes {
    let mut compressed = Vec::with_capacity(body.len());
    let status = GZIP.with_borrow_mut(|gzip| {
        gzip.reset();
        gzip.compress_vec(&body, &mut compressed, FlushCompress::Finish)
    });
    // Without `StreamEnd`, the result exceeded the capacity: the length of the body.
    if !matches!(status, Ok(Status::StreamEnd)) {
        return body;
    }
    head.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    compressed.into()
}
