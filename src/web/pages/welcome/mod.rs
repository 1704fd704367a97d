//! `/`: the start page for visitors. Redirects logged-in users to their month.

pub mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use crate::web::error::PageError;
use crate::web::flash::{Done, Flash};
use crate::web::form::Query;
use crate::web::session;
use crate::web::site_config::Site;
use crate::web::views::Section;
use view::WelcomePage;

/// Shows the start page (`GET /`).
pub async fn page(
    site: web::Data<Site>,
    session: Session,
    Query(query): Query<Done>,
) -> Result<HttpResponse, PageError> {
    if session::user(&session).is_some() {
        return Ok(see_other("/month"));
    }
    let deleted = "Your account is deleted, with everything in it.";
    let page = WelcomePage {
        chrome: chrome("Welcome", None, Section::None, site.signup_open()),
        notice: query.is(Flash::AccountDeleted).then_some(deleted),
    };
    Ok(html(StatusCode::OK, page.render()?))
}
