//! Compresses response bodies with gzip.
//!
//! A complete body is compressed on the worker that rendered it and sent in one write with a
//! `Content-Length`: a month page takes less time than handing it to another thread would. A streamed
//! body, such as an export, remains a stream and is compressed chunk by chunk.

use std::cell::RefCell;

use actix_http::encoding::Encoder;
use actix_web::Error;
use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ResponseHead, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ContentEncoding, HeaderMap, HeaderValue, VARY,
};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use flate2::{Compress, Compression, FlushCompress, Status};

/// Bodies below this many bytes are sent as they are: with their headers they fit into one or two packets
/// either way.
const MIN_LENGTH: u64 = 1024;

/// The deflate level.
const LEVEL: u32 = 1;

/// The base-2 logarithm of the deflate window, 32 KiB: the largest, because pages repeat themselves over
/// their whole length.
const WINDOW_BITS: u8 = 15;

thread_local! {
    /// The worker's compressor. Its state takes a quarter of a mebibyte, too much to allocate for each page.
    static GZIP: RefCell<Compress> =
        RefCell::new(Compress::new_gzip(Compression::new(LEVEL), WINDOW_BITS));
}

/// Compresses the body of a response to a client that accepts gzip.
///
/// Leaves alone what already has a `Content-Encoding`, small bodies, media types that don't compress, and
/// responses to requests that another site's page caused (see [`is_caused_by_another_site`]).
pub async fn compress<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<Bytes, Encoder<B>>>, Error> {
    let headers = request.headers();
    let wants_gzip = accepts(headers, "gzip") && !is_caused_by_another_site(headers);
    let response = next.call(request).await?;
    Ok(response.map_body(|head, body| compress_body(head, body, wants_gzip)))
}

/// Returns whether a client accepts a content coding.
pub fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let lines = headers.get_all(ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}

/// Returns whether a page of another site made the browser send this request.
///
/// Such a site could choose what a page reflects and learn from the length of the compressed response
/// whether it repeats a secret on the page (BREACH). Browsers send the header wherever responses are
/// encrypted, which is where their length matters.
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
    if is_small || !is_compressible(head) {
        return EitherBody::right(Encoder::response(ContentEncoding::Identity, head, body));
    }
    let vary = (VARY, HeaderValue::from_static("Accept-Encoding"));
    if !wants_gzip {
        head.headers_mut().append(vary.0, vary.1);
        return EitherBody::right(Encoder::response(ContentEncoding::Identity, head, body));
    }
    match body.try_into_bytes() {
        Ok(body) => {
            head.headers_mut().append(vary.0, vary.1);
            EitherBody::left(gzip(head, body))
        }
        // The encoder adds the headers itself.
        Err(stream) => EitherBody::right(Encoder::response(ContentEncoding::Gzip, head, stream)),
    }
}

fn is_compressible(head: &ResponseHead) -> bool {
    let headers = head.headers();
    let is_text =
        headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|media_type| {
            media_type.starts_with("text/") || media_type.starts_with("application/json")
        });
    is_text && head.status != StatusCode::PARTIAL_CONTENT && !headers.contains_key(CONTENT_ENCODING)
}

/// Compresses a complete body, unless that makes it no shorter.
fn gzip(head: &mut ResponseHead, body: Bytes) -> Bytes {
    let mut compressed = Vec::with_capacity(body.len());
    let status = GZIP.with_borrow_mut(|gzip| {
        gzip.reset();
        gzip.compress_vec(&body, &mut compressed, FlushCompress::Finish)
    });
    // It ends before the stream does where the result would exceed the capacity.
    if !matches!(status, Ok(Status::StreamEnd)) {
        return body;
    }
    head.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    compressed.into()
}
