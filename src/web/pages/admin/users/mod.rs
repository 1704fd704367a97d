//! `/admin/users`: the list of accounts.

pub(crate) mod form;
pub(crate) mod user;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::{App, admin};
use crate::locale::t;
use crate::web::auth::CurrentAdmin;
use crate::web::error::PageError;
use crate::web::form::PageQuery;
use crate::web::pages::admin::menu::AdminPart;
use crate::web::pages::admin::users::form::UsersQuery;
use crate::web::pages::admin::users::view::UsersPage;
use crate::web::pages::respond::{html, layout};
use crate::web::views::Section;

/// Shows a page of the accounts (`GET /admin/users`). `name` filters by prefix; `after` is the last
/// username of the previous page.
pub(crate) async fn show_users(
    app: web::Data<App>,
    user: CurrentAdmin,
    PageQuery(query): PageQuery<UsersQuery>,
) -> Result<HttpResponse, PageError> {
    let (typed, after) = (query.name.as_str(), query.after.as_str());
    let page = UsersPage {
        layout: layout(t::admin_users(), Some(&user), Section::Admin, false),
        current: AdminPart::Users,
        users: &admin::users(&app, typed, after).await?,
        typed,
        is_first: after.is_empty(),
        now: app.clock.now(),
        zone: user.settings.time_zone,
    };
    Ok(html(StatusCode::OK, page.render()?))
}
