//! `/theme`: choosing light or dark colors.

use actix_web::http::header::REFERER;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use url::{Position, Url};
use validator::Validate;

use super::respond::redirect;
use crate::web::auth::parse_local_path;
use crate::web::error::PageError;
use crate::web::form::Form;
use crate::web::site_config::SiteConfig;
use crate::web::theme::Theme;

/// The form of the control.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct ThemeForm {
    /// `light` or `dark`. Anything else is that of the system.
    theme: String,
}

/// Chooses the theme in this browser (`POST /theme`). Redirects to the page with the control.
pub(crate) async fn choose_theme(
    site: web::Data<SiteConfig>,
    request: HttpRequest,
    Form { values: form, .. }: Form<ThemeForm>,
) -> Result<HttpResponse, PageError> {
    let theme: Theme = form.theme.parse().unwrap_or_default();
    let mut response = redirect(referring_path(&request).unwrap_or_else(|| "/".to_owned()));
    // Fails only for names and values that aren't valid in a header.
    let _ = response.add_cookie(&theme.cookie(site.is_secure()));
    Ok(response)
}

/// Returns the path and query of the page that the request comes from.
fn referring_path(request: &HttpRequest) -> Option<String> {
    let referrer = Url::parse(request.headers().get(REFERER)?.to_str().ok()?).ok()?;
    let path = &referrer[Position::BeforePath..Position::AfterQuery];
    parse_local_path(path).map(str::to_owned)
}
