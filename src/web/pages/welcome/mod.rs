//! `/`: the start page for visitors. Redirects logged-in users to their month.

pub(crate) mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respond::{html, layout, redirect};
use crate::domain::types::DayTypes;
use crate::locale::{Language, t};
use crate::web::assets;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::PageQuery;
use crate::web::messages;
use crate::web::session;
use crate::web::site_config::SiteConfig;
use crate::web::views::Section;
use crate::web::views::format::TypeBadge;
use view::WelcomePage;

/// Shows the start page (`GET /`).
pub(crate) async fn show_welcome(
    site: web::Data<SiteConfig>,
    session: Session,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    if session::user(&session).is_some() {
        return Ok(redirect("/month"));
    }
    let mut types = DayTypes::default();
    types.localize();
    let page = WelcomePage {
        layout: layout(t::welcome_title(), None, Section::None, site.signup_open()),
        notice: query.is(Flash::AccountDeleted).then(|| messages::text("welcome.account_deleted")),
        types: types.offered().map(TypeBadge::new).collect(),
        screenshots: assets::screenshots(Language::current().tag()),
    };
    Ok(html(StatusCode::OK, page.render()?))
}
