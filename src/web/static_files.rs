//! The handler for embedded static files.

use std::io::Read;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ContentEncoding, VARY};
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::read::GzDecoder;

use super::assets;
use super::compression::negotiate;
use super::error::PageError;

/// Serves a static file (`GET /static/{name}`) that browsers may cache forever, because its name
/// changes with its content.
pub(crate) async fn serve_asset(
    name: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let asset = assets::find(&name).ok_or(PageError::NotFound("missing.file"))?;
    let packed = |coding| match coding {
        ContentEncoding::Brotli => asset.brotli,
        ContentEncoding::Gzip => asset.gzip,
        _ => None,
    };
    let mut offered = vec![ContentEncoding::Brotli, ContentEncoding::Gzip];
    offered.retain(|coding| packed(*coding).is_some());
    let coding = negotiate(&request, &offered);
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, asset.content_type))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((VARY, "Accept-Encoding"))
        .insert_header(coding);
    match packed(coding).or(asset.plain) {
        Some(bytes) => Ok(response.body(bytes)),
        None => Ok(response.body(gunzip(asset.gzip.unwrap_or_default())?)),
    }
}

fn gunzip(gzip: &[u8]) -> Result<Vec<u8>, PageError> {
    let mut plain = Vec::new();
    GzDecoder::new(gzip).read_to_end(&mut plain).map_err(PageError::internal)?;
    Ok(plain)
}
