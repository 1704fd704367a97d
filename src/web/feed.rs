//! `/feed/{secret}.ics`: a user's days as a calendar, without a login.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse, web};

use super::error::PageError;
use super::etag::matches_etag;
use super::large_body::large_body;
use crate::app::App;
use crate::app::exchange::feeds;

/// Serves a calendar feed (`GET /feed/{secret}.ics`). Returns the same 404 for an unknown secret, a
/// revoked feed, and a disabled account.
pub(crate) async fn serve_feed(
    app: web::Data<App>,
    file: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let reading = match file.strip_suffix(".ics") {
        Some(secret) => feeds::read(&app, secret).await?,
        None => None,
    };
    let reading = reading.ok_or(PageError::NotFound("missing.calendar"))?;
    // A weak `ETag`, because compression changes the bytes but not the content.
    let tag = EntityTag::new_weak(reading.tag);
    let known = matches_etag(&request, &tag);
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    if known {
        return Ok(response.finish());
    }
    Ok(response
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .body(large_body(reading.file, reading.turn)))
}
