//! `/admin/store`: the state of the store and the server.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::{App, admin};
use crate::locale::t;
use crate::web::auth::CurrentAdmin;
use crate::web::error::PageError;
use crate::web::pages::admin::store::view::StorePage;
use crate::web::pages::respond::{html, layout};
use crate::web::site_config::SiteConfig;
use crate::web::views::Section;

/// Shows the state of the store and the server (`GET /admin/store`).
pub(crate) async fn show_store(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    user: CurrentAdmin,
) -> Result<HttpResponse, PageError> {
    let state = admin::store_status(&app).await?;
    let hosts = app.notifier.webhooks.hosts().to_string();
    let page = StorePage::new(
        layout(t::admin_database(), Some(&user), Section::Admin, false),
        &state,
        site.signup,
        app.notifier.can_send_mail(),
        &hosts,
    );
    Ok(html(StatusCode::OK, page.render()?))
}
