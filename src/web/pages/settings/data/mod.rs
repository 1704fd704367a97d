//! `/settings/data`: importing, exporting, and deleting the user's data.

pub(crate) mod delete_account;
pub(crate) mod delete_days;
mod form;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::App;
use crate::app::days::erasure;
use crate::domain::accounts::user::User;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::PageQuery;
use crate::web::messages;
use crate::web::pages::respond::{html, layout};
use crate::web::pages::settings::data::form::DataQuery;
use crate::web::pages::settings::data::view::{DataPage, format_deleted};
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::Section;

/// Shows the page (`GET /settings/data`). `deleted` is the number of entries that were just
/// deleted.
pub(crate) async fn show_data(
    app: web::Data<App>,
    user: CurrentUser,
    PageQuery(query): PageQuery<DataQuery>,
    PageQuery(done): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let imported =
        || done.is(Flash::Settings).then(|| messages::message_for("import.settings_done"));
    let notice = query.deleted.parse().ok().map(format_deleted).or_else(imported);
    render_data(&app, &user, StatusCode::OK, notice, None).await
}

/// Renders the page. `notice` confirms the last action, and `error` is that of the uploaded file.
pub(crate) async fn render_data(
    app: &App,
    user: &User,
    status: StatusCode,
    notice: Option<String>,
    error: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let years = erasure::logged_years(app, user).await?;
    let layout = layout(t::data(), Some(user), Section::Settings, false);
    let page = DataPage::new(layout, SettingsPart::Data, &years, notice, error);
    Ok(html(status, page.render()?))
}
