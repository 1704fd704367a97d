//! The language of a request: that of the user's settings, or the one that the browser prefers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AcceptLanguage, Header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use chrono::Weekday;
use strum::VariantArray;

use crate::domain::days::week::WeekStart;
use crate::locale::{Language, first_weekday};

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
pub(crate) fn preferred(request: &impl HttpMessage) -> Language {
    find_accepted(request, |tag| tag.parse().ok()).unwrap_or_default()
}

/// Returns the first day of the week in the first region of `Accept-Language`, such as `US`. Monday
/// if there is no region, or if the settings don't offer its day.
pub(crate) fn preferred_week_start(request: &impl HttpMessage) -> WeekStart {
    let first = find_accepted(request, first_weekday).unwrap_or(Weekday::Mon);
    let mut starts = WeekStart::VARIANTS.iter().copied();
    starts.find(|start| start.weekday() == first).unwrap_or_default()
}

/// Returns the result of the first language tag of `Accept-Language` that has one.
fn find_accepted<T>(request: &impl HttpMessage, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let accepted = AcceptLanguage::parse(request).map(|header| header.ranked()).unwrap_or_default();
    accepted.iter().filter_map(|range| range.item()).find_map(|tag| find(tag.as_str()))
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

    #[test]
    fn the_week_starts_as_in_the_first_region() {
        for (header, start) in [
            ("", WeekStart::Monday),
            ("en", WeekStart::Monday),
            ("en-US,en;q=0.9", WeekStart::Sunday),
            ("en;q=0.9,pt-BR;q=0.8,de-DE;q=0.7", WeekStart::Sunday),
            ("en-GB,en-US;q=0.8", WeekStart::Monday),
            ("ar-EG", WeekStart::Saturday),
            ("zh-Hant-TW", WeekStart::Sunday),
            ("dv-MV", WeekStart::Monday),
            ("en-XX,de-DE;q=0.5", WeekStart::Monday),
        ] {
            let request = TestRequest::get().insert_header(("Accept-Language", header));
            assert_eq!(preferred_week_start(&request.to_request()), start, "{header}");
        }
    }
}
