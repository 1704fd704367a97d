//! `/admin/store`: the state of the store and the server.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::{App, admin};
use crate::web::auth::CurrentAdmin;
use crate::web::error::PageError;
use crate::web::pages::admin::store::view::StorePage;
use crate::web::pages::respond::{chrome, html};
use crate::web::site_config::Site;
use crate::web::views::Section;

/// Shows the state of the store and the server (`GET /admin/store`).
pub async fn page(
    app: web::Data<App>,
    site: web::Data<Site>,
    user: CurrentAdmin,
) -> Result<HttpResponse, PageError> {
    let state = admin::store_state(&app).await?;
    let hosts = app.messenger.webhooks.hosts().to_string();
    let page = StorePage::new(
        chrome("Store", Some(&user), Section::Admin, false),
        &state,
        site.signup,
        app.messenger.sends_mail(),
        &hosts,
    );
    Ok(html(StatusCode::OK, page.render()?))
}
