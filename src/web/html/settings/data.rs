//! `/settings/data`: what leads to a copy of the data, and what leads to deleting it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::{App, erasure};
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::Query;
use crate::web::html::forms::DataQuery;
use crate::web::html::respond::{chrome, html};
use crate::web::html::views::{DataPage, Section, SettingsPart};

/// `GET /settings/data`: `deleted` says how many entries have just been deleted.
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    Query(query): Query<DataQuery>,
) -> Result<HttpResponse, PageError> {
    let deleted = query.deleted.parse().ok();
    let logs = erasure::record(&app, &user).await?;
    let chrome = chrome("Data", Some(&user), Section::Settings, false);
    let page = DataPage::new(chrome, SettingsPart::Data, &logs, deleted);
    Ok(html(StatusCode::OK, page.render()?))
}
