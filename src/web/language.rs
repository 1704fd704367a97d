//! The language of a request: that of the user's settings, or the one that the browser prefers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AcceptLanguage, Header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use crate::locale::Language;

/// Middleware that runs the request in the language that the browser prefers. `session` changes it
/// to the user's, once the user is known. The API speaks English only.
pub(crate) async fn with_language(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.path().starts_with("/api/") {
        return next.call(request).await;
    }
    preferred(&request).scope(next.call(request)).await
}

/// Returns the first language of `Accept-Language` that has a catalog.
fn preferred(request: &impl HttpMessage) -> Language {
    let accepted = AcceptLanguage::parse(request).map(|header| header.ranked()).unwrap_or_default();
    let mut tags = accepted.iter().filter_map(|range| range.item());
    tags.find_map(|tag| tag.as_str().parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_language_is_the_first_one_with_a_catalog() {
        for (header, language) in [
            ("", Language::En),
            ("fr, en;q=0.5", Language::En),
            ("en-GB,en;q=0.9", Language::En),
            ("*", Language::En),
            ("!", Language::En),
        ] {
            let request = TestRequest::get().insert_header(("Accept-Language", header));
            assert_eq!(preferred(&request.to_request()), language, "{header}");
        }
    }
}
