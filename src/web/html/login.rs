//! `/login` and `/logout`.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use super::views::{Kept, LoginPage, Section};
use crate::app::accounts;
use crate::app::{App, AppError};
use crate::domain::password::Password;
use crate::web::auth::{Client, LOGIN_ENDED, local_path};
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::session::{self, KeptForm};
use crate::web::site::Site;

const START: &str = "/month";

/// `GET /login`: `next` says where to go on, `ended` that a login has ended, `changed` that the
/// password was changed.
pub async fn page(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let next = local_path(query.get("next")).unwrap_or(START);
    if session::user(&session).is_some() {
        return Ok(see_other(next));
    }
    let changed = "Your password is changed. Log in with the new one.";
    let notice = match (query.get("ended"), query.get("changed")) {
        ("1", _) => Some(LOGIN_ENDED),
        (_, "1") => Some(changed),
        _ => None,
    };
    let page = LoginPage {
        chrome: chrome("Log in", None, Section::None, site.signup_open()),
        form: &Fields::default(),
        errors: &FieldErrors::default(),
        next,
        notice,
        kept: None,
    };
    Ok(html(StatusCode::OK, page.render()?))
}

/// `POST /login`
pub async fn submit(
    app: web::Data<App>,
    site: web::Data<Site>,
    session: Session,
    client: Client,
    request: HttpRequest,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let next = local_path(form.once("next")?).unwrap_or(START);
    let (username, password) = (form.once("username")?.trim(), form.once("password")?);
    let mut errors = FieldErrors::default();
    if username.is_empty() {
        errors.add("username", "Type your username.");
    }
    if password.is_empty() {
        errors.add("password", "Type your password.");
    }
    if !errors.is_empty() {
        return show(&site, &form, &errors, next);
    }
    match accounts::log_in(&app, username, Password::typed(password), client.0).await {
        Ok(user) => {
            let remember = form.once("remember")? == "on";
            session::start(&session, user.id, remember, &request)?;
            let body = form.once("kept")?.to_owned();
            if !body.is_empty() {
                session::keep_form(&session, &KeptForm { path: next.to_owned(), body })?;
            }
            Ok(see_other(next))
        }
        Err(AppError::WrongCredentials) => {
            errors.add("password", "Username and password do not fit.");
            show(&site, &form, &errors, next)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /logout`
pub async fn log_out(session: Session) -> HttpResponse {
    session::end(&session);
    see_other("/")
}

fn show(
    site: &Site,
    form: &Fields,
    errors: &FieldErrors,
    next: &str,
) -> Result<HttpResponse, PageError> {
    let body = form.get("kept");
    let page = LoginPage {
        chrome: chrome("Log in", None, Section::None, site.signup_open()),
        form,
        errors,
        next,
        notice: None,
        kept: (!body.is_empty()).then_some(Kept { body }),
    };
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page.render()?))
}
