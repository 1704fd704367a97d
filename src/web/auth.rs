//! Authentication of page requests: middleware that requires a login or an admin, and extractors
//! for the user and the admin.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::rc::Rc;

use actix_session::SessionExt;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::LOCATION;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::error::{NOTHING_HERE, PageError};
use super::form::FieldErrors;
use super::form_replay::SubmittedForm;
use super::messages;
use super::pages::login::form::LoginForm;
use super::pages::login::view::{LoginPage, ReplayBody};
use super::pages::respond::html;
use super::request_log::RequestUser;
use super::response_kind::ResponseKind;
use super::routes::{RouteFacts, RouteTable};
use super::session;
use super::site_config::SiteConfig;
use super::views::session_hint::session_hint;
use super::views::{Layout, Section};
use crate::app::{App, days};
use crate::domain::accounts::user::User;
use crate::locale::t;

/// The logged-in user. Only routes behind [`require_login`] can extract it.
#[derive(Debug, Clone)]
pub(crate) struct CurrentUser(Rc<User>);

impl From<Rc<User>> for CurrentUser {
    fn from(user: Rc<User>) -> Self {
        Self(user)
    }
}

impl Deref for CurrentUser {
    type Target = User;

    fn deref(&self) -> &User {
        &self.0
    }
}

impl FromRequest for CurrentUser {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user = request.extensions().get::<Self>().cloned();
        ready(user.ok_or_else(|| PageError::internal("a page for users stands unguarded")))
    }
}

/// The logged-in admin. Only routes behind [`require_admin`] can extract it.
#[derive(Debug, Clone)]
pub(crate) struct CurrentAdmin(CurrentUser);

impl Deref for CurrentAdmin {
    type Target = User;

    fn deref(&self) -> &User {
        &self.0
    }
}

impl FromRequest for CurrentAdmin {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let admin = request.extensions().get::<Self>().cloned();
        ready(admin.ok_or_else(|| PageError::internal("a page for admins stands unguarded")))
    }
}

/// Middleware that lets admins through. All other users get the same 404 as for an unknown path.
pub(crate) async fn require_admin(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let user = request.extensions().get::<CurrentUser>().cloned();
    let Some(admin) = user.filter(|user| user.is_active_admin()) else {
        let not_found = PageError::NotFound(NOTHING_HERE);
        return Ok(request.error_response(not_found).map_into_right_body());
    };
    request.extensions_mut().insert(CurrentAdmin(admin));
    Ok(next.call(request).await?.map_into_left_body())
}

/// The longest path to return to, in bytes.
const MAX_LOCAL_PATH: usize = 2048;

/// Returns `next` if it is a path on this site, so that a redirect to it can't leave the site, and short
/// enough to be stored in a session.
pub(crate) fn parse_local_path(next: &str) -> Option<&str> {
    if next.len() > MAX_LOCAL_PATH {
        return None;
    }
    let local = next.starts_with('/') && !next.starts_with("//");
    let plain = !next.contains(|c: char| c == '\\' || c.is_control());
    (local && plain).then_some(next)
}

/// Returns the path of a request's page as the value of `next`, with the query if the request is for
/// the page itself.
pub(crate) fn encode_return_path(page: &str, request: &ServiceRequest) -> String {
    let query = request.uri().query().filter(|_| page == request.path());
    let page = query.map_or_else(|| page.to_owned(), |query| format!("{page}?{query}"));
    utf8_percent_encode(&page, NON_ALPHANUMERIC).to_string()
}

/// Middleware that lets logged-in users through. Others must log in, and then return to the page
/// that they requested. Removes the cookie of an expired session. If they request a path without a
/// route, responds with 404 instead.
pub(crate) async fn require_login(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    routes: web::Data<RouteTable>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    if let Some(user) = session::user(&request.get_session()) {
        read_today(&app, &routes, &user, &request).await;
        request.extensions_mut().insert(RequestUser(user.id));
        request.extensions_mut().insert(CurrentUser(user));
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let Some(route) = routes.of(&request) else {
        return Ok(request.error_response(PageError::NotFound(NOTHING_HERE)).map_into_right_body());
    };
    let ended = request.cookie(session::cookie_name(site.is_secure())).is_some();
    let response = redirect_to_login(&app, &site, route, &request, ended);
    let mut response = response.unwrap_or_else(|error| {
        error.log();
        actix_web::ResponseError::error_response(&error)
    });
    if ended {
        response.add_cookie(&session::removal_cookie(site.is_secure()))?;
    }
    Ok(request.into_response(response).map_into_right_body())
}

/// Reads what the user logged today if the response may be a page. A form's response can be one,
/// too, such as one with errors.
async fn read_today(app: &App, routes: &RouteTable, user: &User, request: &ServiceRequest) {
    let is_page = ResponseKind::from_headers(request.headers()) == ResponseKind::Page;
    if is_page && routes.of(request).is_none_or(|route| route.reads_today) {
        read_logged_today(app, user).await;
    }
}

/// Reads what the user logged today, which the header of a page shows.
pub(crate) async fn read_logged_today(app: &App, user: &User) {
    // Without it, the button logs today, which reports an existing entry.
    let entry = days::entry(app, user, days::today_for(app, user)).await.ok().flatten();
    session::set_logged_today(entry.as_ref());
}

fn redirect_to_login(
    app: &App,
    site: &SiteConfig,
    route: RouteFacts,
    request: &ServiceRequest,
    ended: bool,
) -> Result<HttpResponse, PageError> {
    let back = route.page_of(request.path());
    if request.method() != Method::POST {
        let back = encode_return_path(back, request);
        let login = format!("/login?next={back}{}", if ended { "&ended=1" } else { "" });
        return Ok(match ResponseKind::from_headers(request.headers()) {
            ResponseKind::Page => {
                HttpResponse::SeeOther().insert_header((LOCATION, login)).finish()
            }
            ResponseKind::Fragment => HttpResponse::Unauthorized()
                .insert_header(("HX-Redirect", login))
                .body(messages::text("login.ended")),
        });
    }
    let form = request.extensions().get::<SubmittedForm>().and_then(SubmittedForm::replayable);
    let body = form.filter(|(sent_to, _)| sent_to == back).map(|(_, body)| body);
    let page = LoginPage {
        layout: Layout {
            signup_open: site.signup_open(),
            theme: session::theme(),
            ..Layout::new(t::log_in(), None, Section::None, None)
        },
        form: &LoginForm::blank(site),
        session_hint: session_hint(app.session_lifetimes),
        errors: &FieldErrors::default(),
        next: back,
        notice: body.is_none().then(|| messages::text("login.ended")),
        replay: body.as_deref().map(|body| ReplayBody { body }),
    };
    Ok(html(StatusCode::UNAUTHORIZED, askama::Template::render(&page)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_on_this_site() {
        for (next, local) in [
            ("/month/2026-11", true),
            ("/", true),
            ("", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("/a\r\nSet-Cookie: x", false),
            ("month", false),
            (&format!("/{}", "x".repeat(2047)), true),
            (&format!("/{}", "x".repeat(2048)), false),
        ] {
            assert_eq!(parse_local_path(next).is_some(), local, "{next:?}");
        }
    }
}
