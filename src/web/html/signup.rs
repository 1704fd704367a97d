//! `/signup`: making an account.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::USER_AGENT;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use super::views::{Section, SignupPage};
use crate::app::accounts::{self, NewAccount};
use crate::app::{App, AppError};
use crate::domain::settings::parse_time_zone;
use crate::domain::user::Username;
use crate::web::auth::Client;
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
            let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
            session::start(&session, user.id, false, agent.unwrap_or_default())?;
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
    let username = errors.take("username", form.once("username")?.trim().parse::<Username>());
    let email = match form.once("email")?.trim() {
        "" => None,
        email => errors.take("email", email.parse()),
    };
    let typed = form.once("password")?;
    let password = match &username {
        Some(username) => {
            errors.take("password", accounts::choose_password(app, typed, username).await?)
        }
        None => None,
    };
    if typed != form.once("password_confirm")? {
        errors.add("password_confirm", "The two passwords differ.");
    }
    let time_zone = parse_time_zone(form.once("time_zone")?).ok();
    Ok(match (username, password) {
        (Some(username), Some(password)) if errors.is_empty() => {
            Some(NewAccount { username, email, password, time_zone })
        }
        _ => None,
    })
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
