//! Entity tags: evaluation of `If-None-Match`.

use actix_web::HttpMessage;
use actix_web::http::header::{EntityTag, Header, IfNoneMatch};

/// Returns whether the client already has the response with this `ETag` (RFC 9110, section 13.1.2).
/// Ignores a malformed header.
pub(crate) fn matches_etag(request: &impl HttpMessage, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(sent)) => sent.iter().any(|sent| sent.weak_eq(tag)),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::IF_NONE_MATCH;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        let tag = EntityTag::new_weak("a1".to_owned());
        for (sent, known) in [
            ("W/\"a1\"", true),
            ("\"a1\"", true),
            ("\"b2\", W/\"a1\"", true),
            ("*", true),
            ("\"a\"", false),
            ("a1", false),
            ("", false),
        ] {
            let request = TestRequest::default().insert_header((IF_NONE_MATCH, sent));
            assert_eq!(matches_etag(&request.to_http_request(), &tag), known, "{sent}");
        }
        assert!(!matches_etag(&TestRequest::default().to_http_request(), &tag));
    }
}
