//! `/login` and `/logout`.

pub mod form;
pub mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use crate::app::accounts;
use crate::app::{App, AppError};
use crate::domain::accounts::password::Password;
use crate::web::auth::{Client, LOGIN_ENDED, local_path};
use crate::web::error::PageError;
use crate::web::flash::{Done, Flash};
use crate::web::form::{FieldErrors, Form, Query};
use crate::web::session::{self, KeptForm};
use crate::web::site_config::Site;
use crate::web::views::Section;
use form::{LoginForm, LoginQuery};
use view::{Kept, LoginPage};

const START: &str = "/month";

/// Shows the login page (`GET /login`). `next` is the path to redirect to afterwards, and `ended`
/// is `1` if a session expired.
pub async fn page(
    site: web::Data<Site>,
    session: Session,
    Query(query): Query<LoginQuery>,
    Query(done): Query<Done>,
) -> Result<HttpResponse, PageError> {
    let next = local_path(&query.next).unwrap_or(START);
    if session::user(&session).is_some() {
        return Ok(see_other(next));
    }
    let changed = "Your password is changed. Log in with the new one.";
    let notice = if query.ended { Some(LOGIN_ENDED) } else { None };
    let notice = notice.or(done.is(Flash::Password).then_some(changed));
    let page = LoginPage {
        chrome: chrome("Log in", None, Section::None, site.signup_open()),
        form: &LoginForm::default(),
        errors: &FieldErrors::default(),
        next,
        notice,
        kept: None,
    };
    Ok(html(StatusCode::OK, page.render()?))
}

/// Logs in (`POST /login`). If the session expired while a form was being sent, stores that form so
/// that the next page can show it.
pub async fn submit(
    app: web::Data<App>,
    site: web::Data<Site>,
    session: Session,
    client: Client,
    request: HttpRequest,
    Form { typed: form, mut errors }: Form<LoginForm>,
) -> Result<HttpResponse, PageError> {
    let next = local_path(&form.next).unwrap_or(START);
    let (username, password) = (form.username.trim(), form.password.as_str());
    if !errors.is_empty() {
        return show(&site, &form, &errors, next);
    }
    match accounts::log_in(&app, username, Password::typed(password), client.0).await {
        Ok(user) => {
            session::start(&session, user.id, form.remember, &request)?;
            if !form.kept.is_empty() {
                let (path, body) = (next.to_owned(), form.kept.clone());
                session::keep_form(&session, &KeptForm { path, body })?;
            }
            Ok(see_other(next))
        }
        Err(AppError::WrongCredentials) => {
            errors.add("password", "login.wrong");
            show(&site, &form, &errors, next)
        }
        Err(error) => Err(error.into()),
    }
}

/// Logs out (`POST /logout`).
pub async fn log_out(session: Session) -> HttpResponse {
    session::end(&session);
    see_other("/")
}

fn show(
    site: &Site,
    form: &LoginForm,
    errors: &FieldErrors,
    next: &str,
) -> Result<HttpResponse, PageError> {
    let body = form.kept.as_str();
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
