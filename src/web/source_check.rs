//! Rejects requests for other hosts, and unsafe requests that other sites made the browser send.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};

use super::api;
use super::error::PageError;
use super::routes::{RouteTable, TokenAccess};
use super::site_config::SiteConfig;

/// Returns whether a path is a health probe. Probes are accepted for any host.
pub(crate) fn is_health_check(path: &str) -> bool {
    matches!(path, "/livez" | "/readyz")
}

/// Middleware that rejects requests for another host, and unsafe requests that another site caused.
pub(crate) async fn check_origin(
    site: web::Data<SiteConfig>,
    routes: web::Data<RouteTable>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    site.warn_of_untrusted_proxy(request.peer_addr().map(|peer| peer.ip()), request.headers());
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host =
        host.or_else(|| request.uri().authority().map(actix_web::http::uri::Authority::as_str));
    let host = host.unwrap_or_default();
    let probe = is_health_check(request.path());
    let refusal = if !probe && !site.is_known_host(host) {
        Some("page.wrong_host")
    } else if !request.method().is_safe()
        && !is_call_with_token(&routes, &request)
        && !is_own_origin(&site, request.headers(), host)
    {
        Some("page.other_site")
    } else {
        None
    };
    match refusal {
        Some(code) => Ok(request.error_response(PageError::Forbidden(code)).map_into_right_body()),
        None => Ok(next.call(request).await?.map_into_left_body()),
    }
}

/// Returns whether the request is an API call authenticated by a token. Pages on other origins can
/// only send one if their origin is allowed ([`SiteConfig::api_origins`]), and the session cookie
/// is then ignored.
fn is_call_with_token(routes: &RouteTable, request: &ServiceRequest) -> bool {
    api::bearer(request.headers()).is_some()
        && routes.of(request).is_some_and(|route| route.tokens == TokenAccess::Accepted)
}

/// Returns whether an unsafe request was sent by a page of this site or not by a browser.
///
/// `Sec-Fetch-Site` decides if the browser sends it. Without it (plain HTTP on a home network, or
/// an old browser), the host of `Origin` must be the request's or the public one. A request with
/// neither header isn't from a browser, so it has no cookies that another site could abuse.
fn is_own_origin(site: &SiteConfig, headers: &HeaderMap, host: &str) -> bool {
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or(""));
    match (text(HeaderName::from_static("sec-fetch-site")), text(header::ORIGIN)) {
        (Some(from), _) => matches!(from, "same-origin" | "none"),
        (None, Some(origin)) => site.is_own_origin(origin, host),
        (None, None) => true,
    }
}
