//! Rejects requests for other hosts, and unsafe requests that other sites made the browser send.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::uri::Authority;
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
    let refusal = if is_for_any_host(request.path()) { None } else { check_host(&site, &request) };
    let refusal = refusal.or_else(|| {
        let is_allowed = request.method().is_safe()
            || is_call_with_token(&routes, &request)
            || is_own_origin(&site, &request);
        (!is_allowed).then_some(PageError::Forbidden("page.other_site"))
    });
    match refusal {
        Some(error) => Ok(request.error_response(error).map_into_right_body()),
        None => Ok(next.call(request).await?.map_into_left_body()),
    }
}

/// Returns whether a path is served for any host. The probes of an orchestrator use the addresses
/// of containers. Static files, which an error page refers to, are the same on all servers.
fn is_for_any_host(path: &str) -> bool {
    is_health_check(path) || path.starts_with("/static/")
}

/// Rejects a request for a host that isn't this site's. A request that names none can't be a
/// browser's: actix rejects it unless it is HTTP/1.0, and also one with several `Host` headers.
fn check_host(site: &SiteConfig, request: &ServiceRequest) -> Option<PageError> {
    let host = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    let hosts: Vec<&str> = host.into_iter().chain(host_in_target(request)).collect();
    let is_known = hosts.iter().all(|host| site.is_known_host(host));
    match &site.public_url {
        Some(_) if hosts.is_empty() || !is_known => Some(PageError::OtherHost("page.wrong_host")),
        None if !is_known => Some(PageError::OtherHost("page.unknown_host")),
        _ => None,
    }
}

/// Returns the host of a request to a proxy, such as `GET http://log.example.org/`.
fn host_in_target(request: &ServiceRequest) -> Option<&str> {
    request.uri().authority().map(Authority::as_str)
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
fn is_own_origin(site: &SiteConfig, request: &ServiceRequest) -> bool {
    let headers = request.headers();
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or(""));
    let host = text(header::HOST).or_else(|| host_in_target(request)).unwrap_or_default();
    match (text(HeaderName::from_static("sec-fetch-site")), text(header::ORIGIN)) {
        (Some(from), _) => matches!(from, "same-origin" | "none"),
        (None, Some(origin)) => site.is_own_origin(origin, host),
        (None, None) => true,
    }
}
