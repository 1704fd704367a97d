//! The API's documentation: Swagger UI at `/api/` and the document at `/api/v1/openapi.json`.

use std::sync::OnceLock;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, LOCATION};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::entry::respond_with_etag;
use super::error::ApiError;
use super::openapi;
use crate::web::assets;
use crate::web::error::PageError;
use crate::web::pages::respond::html;
use crate::web::routes::RouteTable;
use crate::web::session;
use crate::web::site_config::SiteConfig;
use crate::web::theme::Theme;

/// The content security policy of Swagger UI, which sets inline styles and embeds its icons as
/// `data:` URLs. Scripts are still served as files from this origin.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The page of Swagger UI. `static/api.js` passes it the URL of the document.
#[derive(Template)]
#[template(path = "api.html")]
struct Documentation {
    theme: Theme,
}

/// The serialized `OpenAPI` document. Each worker generates it on the first request and caches it.
#[derive(Default)]
pub(crate) struct CachedDocument(OnceLock<Bytes>);

impl CachedDocument {
    fn get_or_build(&self, site: &SiteConfig, routes: &RouteTable) -> Result<Bytes, ApiError> {
        if let Some(text) = self.0.get() {
            return Ok(text.clone());
        }
        let document = openapi::build_document(session::cookie_name(site.is_secure()), routes);
        let text = Bytes::from(serde_json::to_vec(&document)?);
        Ok(self.0.get_or_init(|| text).clone())
    }
}

/// Handles `GET /api/v1/openapi.json`.
pub(crate) async fn serve_openapi(
    site: web::Data<SiteConfig>,
    routes: web::Data<RouteTable>,
    document: web::Data<CachedDocument>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(respond_with_etag(&request, document.get_or_build(&site, &routes)?))
}

/// Handles `GET /api` by redirecting to `/api/`.
pub(crate) async fn redirect_to_docs() -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header((LOCATION, "/api/")).finish()
}

/// Handles `GET /api/`.
pub(crate) async fn show_docs(
    site: web::Data<SiteConfig>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let page = Documentation { theme: Theme::of_request(&request, site.is_secure()) };
    let mut response = html(StatusCode::OK, page.render()?);
    let policy = HeaderValue::from_static(POLICY);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
