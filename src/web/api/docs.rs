//! `/api/`: the API's documentation, to read and to try, and `/api/v1/openapi.json`.

use std::sync::OnceLock;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, LOCATION};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::entry::answer_tagged;
use super::error::ApiError;
use super::openapi;
use crate::web::assets;
use crate::web::error::PageError;
use crate::web::html::respond::html;
use crate::web::routes::RouteTable;
use crate::web::session;
use crate::web::site::Site;

/// Swagger UI styles elements itself and has its icons in data addresses; scripts are files of ours.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Swagger UI, told by `static/api.js` where the document is.
#[derive(Template)]
#[template(path = "api.html")]
struct Documentation;

/// The document as it is sent. Each worker makes it for the first who asks, and keeps it.
#[derive(Default)]
pub struct Document(OnceLock<Bytes>);

impl Document {
    fn text(&self, site: &Site, routes: &RouteTable) -> Result<Bytes, ApiError> {
        if let Some(text) = self.0.get() {
            return Ok(text.clone());
        }
        let document = openapi::document(session::cookie_name(site.is_secure()), routes);
        let text = Bytes::from(serde_json::to_vec(&document)?);
        Ok(self.0.get_or_init(|| text).clone())
    }
}

/// `GET /api/v1/openapi.json`
pub async fn document(
    site: web::Data<Site>,
    routes: web::Data<RouteTable>,
    document: web::Data<Document>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(answer_tagged(&request, document.text(&site, &routes)?))
}

/// `GET /api`
pub async fn to_folder() -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header((LOCATION, "/api/")).finish()
}

/// `GET /api/`
pub async fn page() -> Result<HttpResponse, PageError> {
    let mut answer = html(StatusCode::OK, Documentation.render()?);
    let policy = HeaderValue::from_static(POLICY);
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}
