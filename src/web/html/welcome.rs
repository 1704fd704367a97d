//! `/`: says what this is; signed-in people go on to their month.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use super::views::{Section, WelcomePage};
use crate::web::error::PageError;
use crate::web::session;
use crate::web::site::Site;

/// `GET /`: `deleted` says that the account has just been deleted.
pub async fn page(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    if session::user(&session).is_some() {
        return Ok(see_other("/month"));
    }
    let deleted = "Your account is deleted, with everything in it.";
    let page = WelcomePage {
        chrome: chrome("Welcome", None, Section::None, site.signup_open()),
        notice: (request.query_string() == "deleted=1").then_some(deleted),
    };
    Ok(html(StatusCode::OK, page.render()?))
}
