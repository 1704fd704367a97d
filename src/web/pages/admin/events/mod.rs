//! `/admin/events`: authentication events of the last 90 days.

mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::app::{App, admin};
use crate::locale::t;
use crate::web::auth::CurrentAdmin;
use crate::web::error::PageError;
use crate::web::form::PageQuery;
use crate::web::pages::admin::events::view::EventsPage;
use crate::web::pages::admin::menu::AdminPart;
use crate::web::pages::respond::{html, layout};
use crate::web::views::Section;

/// The query of the page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct EventsQuery {
    /// The position of the last record of the previous page. Empty on the first page.
    pub(crate) after: String,
}

/// Shows the events, newest first (`GET /admin/events`).
pub(crate) async fn show_events(
    app: web::Data<App>,
    user: CurrentAdmin,
    PageQuery(query): PageQuery<EventsQuery>,
) -> Result<HttpResponse, PageError> {
    let after = query.after.parse().ok();
    let events = admin::auth_events(&app, after.as_ref()).await?;
    let page = EventsPage {
        layout: layout(t::admin_logins(), Some(&user), Section::Admin, false),
        current: AdminPart::Events,
        events: &events,
        is_newest: after.is_none(),
        zone: user.settings.time_zone,
    };
    Ok(html(StatusCode::OK, page.render()?))
}
