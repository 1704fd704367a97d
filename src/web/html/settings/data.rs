//! `/settings/data`: links to export, import, and delete the user's data.

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

/// Shows the page (`GET /settings/data`). `deleted` is the number of entries that were just
/// deleted.
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
