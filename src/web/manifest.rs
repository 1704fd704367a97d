//! The web app manifest, with which phones install Worklog like an app.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::json;

use super::assets;

/// The color of the page in light mode, `--page` in `10-base.css`.
const PAGE_COLOR: &str = "#f7f7f5";

/// Serves the manifest (`GET /manifest.webmanifest`). The fields are those of
/// <https://www.w3.org/TR/appmanifest/>.
pub(crate) async fn serve_manifest() -> HttpResponse {
    let icon = |src, sizes, kind, purpose| json!({ "src": src, "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": "Worklog",
        "short_name": "Worklog",
        "start_url": "/month",
        "scope": "/",
        "display": "standalone",
        "background_color": PAGE_COLOR,
        "theme_color": PAGE_COLOR,
        "icons": [
            icon(assets::ICON, "any", "image/svg+xml", "any"),
            icon(assets::ICON_192, "192x192", "image/png", "any maskable"),
            icon(assets::ICON_512, "512x512", "image/png", "any maskable"),
        ],
    });
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/manifest+json"))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .body(manifest.to_string())
}
