//! Entity tags: whether a program already has what it asks for.

use actix_web::http::header::{HeaderMap, IF_NONE_MATCH};

/// Whether a program already has the answer with this tag (RFC 9110, 13.1.2). A header that makes no
/// sense is passed over.
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
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
