//! `/settings/data`: links to export, import, and delete the user's data.

pub(crate) mod delete_account;
pub(crate) mod delete_days;
mod form;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::App;
use crate::app::days::erasure;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::form::PageQuery;
use crate::web::pages::respond::{html, layout};
use crate::web::pages::settings::data::form::DataQuery;
use crate::web::pages::settings::data::view::DataPage;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::Section;

/// Shows the page (`GET /settings/data`). `deleted` is the number of entries that were just
/// deleted.
pub(crate) async fn show_data(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<DataQuery>,
) -> Result<HttpResponse, PageError> {
    let deleted = query.deleted.parse().ok();
    let logs = erasure::load_record(&app, &user).await?;
    let layout = layout(t::data(), Some(&user), Section::Settings, false);
    let page = DataPage::new(layout, SettingsPart::Data, &logs, deleted);
    Ok(html(StatusCode::OK, page.render()?))
}
