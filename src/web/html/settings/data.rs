//! `/settings/data`: what leads to a copy of the data, and what leads to deleting it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::{App, erasure};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::Fields;
use crate::web::html::respond::{chrome, html};
use crate::web::html::views::{DataPage, Section, SettingsPart};

/// `GET /settings/data`: `deleted` says how many entries have just been deleted.
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let deleted = query.get("deleted").parse().ok();
    let logs = erasure::record(&app, &user).await?;
    let chrome = chrome("Data", Some(&user), Section::Settings, false);
    let page = DataPage::new(chrome, SettingsPart::Data, &logs, deleted);
    Ok(html(StatusCode::OK, page.render()?))
}
