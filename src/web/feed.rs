//! `/feed/{secret}.ics`: a person's days for other programs, without a login.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse, web};

use super::error::PageError;
use super::tags::is_known;
use crate::app::{App, feeds};

/// `GET /feed/{secret}.ics`. Whatever leads to no feed is answered alike: an address that never was,
/// one that was revoked, one of an account that is closed.
pub async fn file(
    app: web::Data<App>,
    file: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let reading = match file.strip_suffix(".ics") {
        Some(secret) => feeds::read(&app, secret).await?,
        None => None,
    };
    let nothing = "There is no such calendar feed. It may have been revoked.";
    let reading = reading.ok_or(PageError::NotFound(nothing))?;
    // Weak: compression changes the bytes on the way, not what they say.
    let tag = EntityTag::new_weak(reading.tag);
    let known = is_known(&request, &tag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header(ETag(tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    if known {
        return Ok(answer.finish());
    }
    Ok(answer.insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8")).body(reading.file))
}
