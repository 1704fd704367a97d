//! `/api/`: the API's documentation, to read and to try, and `/api/v1/openapi.json`.

use std::io::Read;
use std::sync::{Arc, OnceLock};

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ContentEncoding, LOCATION,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::read::GzDecoder;
use utoipa_swagger_ui::{Config, SwaggerFile, serve};

use super::entry::answer_tagged;
use super::error::ApiError;
use super::openapi;
use crate::web::error::PageError;
use crate::web::files::accepts;
use crate::web::session;
use crate::web::site::Site;

/// Where the document is.
pub const DOCUMENT: &str = "/api/v1/openapi.json";

/// Swagger UI styles elements itself and has its icons in data addresses; scripts are its own files.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The document as it is sent. Each worker makes it for the first who asks, and keeps it.
#[derive(Default)]
pub struct Document(OnceLock<Bytes>);

impl Document {
    fn text(&self, site: &Site) -> Result<Bytes, ApiError> {
        if let Some(text) = self.0.get() {
            return Ok(text.clone());
        }
        let document = openapi::document(session::cookie_name(site.is_secure()));
        let text = Bytes::from(serde_json::to_vec(&document)?);
        Ok(self.0.get_or_init(|| text).clone())
    }
}

/// `GET /api/v1/openapi.json`
pub async fn document(
    site: web::Data<Site>,
    document: web::Data<Document>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    Ok(answer_tagged(&request, document.text(&site)?))
}

/// `GET /api`: its addresses are relative to `/api/`.
pub async fn to_folder() -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header((LOCATION, "/api/")).finish()
}

/// `GET /api/{file}`
pub async fn file(
    file: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let config = Config::from(DOCUMENT)
        .try_it_out_enabled(true)
        .display_request_duration(true)
        .default_models_expand_depth(0)
        .validator_url("none");
    let found = serve(&file, Arc::new(config)).map_err(|error| error.to_string());
    let found = found.map_err(PageError::internal)?;
    let SwaggerFile { bytes, content_type, gzpipped, .. } =
        found.ok_or(PageError::NotFound("There is no such page of the documentation."))?;
    let mut answer = HttpResponse::Ok();
    answer.content_type(content_type);
    answer.insert_header((CONTENT_SECURITY_POLICY, POLICY));
    answer.insert_header((CACHE_CONTROL, "no-cache"));
    if !gzpipped {
        return Ok(answer.body(bytes.into_owned()));
    }
    if accepts(request.headers(), "gzip") {
        answer.insert_header((CONTENT_ENCODING, ContentEncoding::Gzip));
        return Ok(answer.body(bytes.into_owned()));
    }
    let mut plain = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut plain).map_err(PageError::internal)?;
    Ok(answer.body(plain))
}
