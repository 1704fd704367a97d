//! `/login` and `/logout`.

pub(crate) mod form;
pub(crate) mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{end_session, html, layout, redirect};
use crate::app::accounts;
use crate::app::{App, AppError};
use crate::domain::accounts::password::Password;
use crate::locale::t;
use crate::web::auth::parse_local_path;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::form_replay::is_replayable;
use crate::web::language::preferred;
use crate::web::login_client::LoginClient;
use crate::web::messages;
use crate::web::session::{self, PendingForm};
use crate::web::site_config::SiteConfig;
use crate::web::views::Section;
use crate::web::views::session_hint::session_hint;
use form::{LoginForm, LoginQuery};
use view::{LoginPage, ReplayBody};

const START_PATH: &str = "/month";

/// Shows the login page (`GET /login`). `next` is the path to redirect to afterwards, and `ended`
/// is `1` if a session expired.
pub(crate) async fn show_login(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    session: Session,
    PageQuery(query): PageQuery<LoginQuery>,
    PageQuery(done): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let next = parse_local_path(&query.next).unwrap_or(START_PATH);
    if session::user(&session).is_some() {
        return Ok(redirect(next));
    }
    let notice = match done.done {
        _ if query.ended => Some("login.ended"),
        Some(Flash::Password) => Some("login.password_changed"),
        _ => None,
    };
    let page = LoginPage {
        layout: layout(t::log_in(), None, Section::None, site.signup_open()),
        form: &LoginForm::blank(&site),
        session_hint: session_hint(app.session_lifetimes),
        errors: &FieldErrors::default(),
        next,
        notice: notice.map(messages::text),
        replay: None,
    };
    Ok(html(StatusCode::OK, page.render()?))
}

/// Logs in (`POST /login`). If the session expired while a form was being sent, stores that form so
/// that the next page can show it.
pub(crate) async fn log_in(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    session: Session,
    client: LoginClient,
    request: HttpRequest,
    Form { values: form, mut errors }: Form<LoginForm>,
) -> Result<HttpResponse, PageError> {
    let next = parse_local_path(&form.next).unwrap_or(START_PATH);
    let (username, password) = (form.username.trim(), form.password.as_str());
    if !errors.is_empty() {
        return render_login(&app, &site, &form, &errors, next);
    }
    let (source, browser) = (client.source(username), client.user_agent());
    let password = Password::from_input(password);
    let language = Some(preferred(&request));
    match accounts::log_in(&app, username, password, &source, browser, language).await {
        Ok(user) => {
            session::start(&session, &user, form.remember, &request)?;
            if is_replayable(&request, next, &form.kept) {
                let (path, body) = (next.to_owned(), form.kept.clone());
                session::save_pending_form(&session, &PendingForm { path, body })?;
            }
            Ok(redirect(next))
        }
        Err(AppError::WrongCredentials) => {
            errors.add("password", "login.wrong");
            render_login(&app, &site, &form, &errors, next)
        }
        Err(error) => Err(error.into()),
    }
}

/// Logs out (`POST /logout`).
pub(crate) async fn log_out(session: Session) -> HttpResponse {
    end_session(&session, "/")
}

fn render_login(
    app: &App,
    site: &SiteConfig,
    form: &LoginForm,
    errors: &FieldErrors,
    next: &str,
) -> Result<HttpResponse, PageError> {
    let body = form.kept.as_str();
    let page = LoginPage {
        layout: layout(t::log_in(), None, Section::None, site.signup_open()),
        form,
        session_hint: session_hint(app.session_lifetimes),
        errors,
        next,
        notice: None,
        replay: (!body.is_empty()).then_some(ReplayBody { body }),
    };
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page.render()?))
}
