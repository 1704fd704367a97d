//! `/feed/{secret}.ics`: a person's days for other programs, without a login.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};

use super::error::PageError;
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
    let tag = format!("W/\"{}\"", reading.tag);
    let known = is_known(request.headers(), &tag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    if known {
        return Ok(answer.finish());
    }
    Ok(answer.insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8")).body(reading.file))
}

/// Whether a program already has the answer with this tag (RFC 9110, 13.1.2).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    let lines = headers.get_all(IF_NONE_MATCH).filter_map(|line| line.to_str().ok());
    let mut sent = lines.flat_map(|line| line.split(',')).map(str::trim);
    sent.any(|sent| sent == "*" || opaque(sent) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        for (sent, known) in [
            ("W/\"a1\"", true),
            ("\"a1\"", true),
            ("\"b2\", W/\"a1\"", true),
            ("*", true),
            ("\"a\"", false),
            ("a1", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, HeaderValue::from_static(sent));
            assert_eq!(is_known(&headers, "W/\"a1\""), known, "{sent}");
        }
        assert!(!is_known(&HeaderMap::new(), "W/\"a1\""));
    }
}
