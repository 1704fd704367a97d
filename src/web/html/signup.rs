//! `/signup`: making an account.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use super::views::{Section, SignupPage};
use crate::app::accounts::{self, NewAccount};
use crate::app::{App, AppError};
use crate::domain::settings::parse_time_zone;
use crate::web::auth::Client;
use crate::web::credentials;
use crate::web::error::{PageError, SIGNUP_CLOSED};
use crate::web::form::{FieldErrors, Fields};
use crate::web::session;
use crate::web::site::Site;

/// `GET /signup`
pub async fn page(site: web::Data<Site>, session: Session) -> Result<HttpResponse, PageError> {
    open(&site)?;
    if session::user(&session).is_some() {
        return Ok(see_other("/month"));
    }
    show(&site, StatusCode::OK, &Fields::default(), &FieldErrors::default())
}

/// `POST /signup`
pub async fn submit(
    app: web::Data<App>,
    site: web::Data<Site>,
    session: Session,
    client: Client,
    request: HttpRequest,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    open(&site)?;
    let mut errors = FieldErrors::default();
    let Some(account) = read(&app, &form, &mut errors).await? else {
        return show(&site, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors);
    };
    match accounts::sign_up(&app, account, client.0).await {
        Ok(user) => {
            session::start(&session, user.id, false, &request)?;
            Ok(see_other("/month"))
        }
        Err(AppError::UsernameTaken) => {
            errors.add("username", "This username is taken.");
            show(&site, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn open(site: &Site) -> Result<(), PageError> {
    site.signup_open().then_some(()).ok_or(PageError::Forbidden(SIGNUP_CLOSED))
}

async fn read(
    app: &App,
    form: &Fields,
    errors: &mut FieldErrors,
) -> Result<Option<NewAccount>, PageError> {
    let (name, typed) = (form.once("username")?, form.once("password")?);
    let credentials = credentials::read(app, name, typed, errors).await?;
    let email = match form.once("email")?.trim() {
        "" => None,
        email => errors.take("email", email.parse()),
    };
    if typed != form.once("password_confirm")? {
        errors.add("password_confirm", "The two passwords differ.");
    }
    let time_zone = parse_time_zone(form.once("time_zone")?).ok();
    let (Some((username, password)), true) = (credentials, errors.is_empty()) else {
        return Ok(None);
    };
    Ok(Some(NewAccount { username, email, password, time_zone }))
}

fn show(
    site: &Site,
    status: StatusCode,
    form: &Fields,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("Sign up", None, Section::None, site.signup_open());
    let page = SignupPage { chrome, form, errors, notice: None };
    Ok(html(status, page.render()?))
}
