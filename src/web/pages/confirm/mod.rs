//! `/confirm`: entering the password before a risky action.

pub(crate) mod form;
mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respond::{html, layout, redirect};
use crate::app::accounts;
use crate::app::{App, AppError};
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::User;
use crate::locale::t;
use crate::web::auth::{CurrentUser, parse_local_path};
use crate::web::client_ip::ClientIp;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::session;
use crate::web::views::Section;
use form::{ConfirmForm, ConfirmQuery};
use view::PasswordCheckPage;

const START_PATH: &str = "/month";

/// Asks for the password (`GET /confirm`). `next` is the path to redirect to afterwards.
pub(crate) async fn show_confirmation(
    user: CurrentUser,
    session: Session,
    PageQuery(query): PageQuery<ConfirmQuery>,
) -> Result<HttpResponse, PageError> {
    let next = parse_local_path(&query.next).unwrap_or(START_PATH);
    if session::has_recent_password(&session) {
        return Ok(redirect(next));
    }
    render_confirmation(&user, &session, StatusCode::OK, next, &FieldErrors::default())
}

/// Checks the password (`POST /confirm`). Wrong ones are counted like those on other pages of the
/// user.
pub(crate) async fn confirm_password(
    app: web::Data<App>,
    user: CurrentUser,
    session: Session,
    client: ClientIp,
    Form { values: form, mut errors }: Form<ConfirmForm>,
) -> Result<HttpResponse, PageError> {
    let next = parse_local_path(&form.next).unwrap_or(START_PATH);
    if errors.is_empty() {
        let password = Password::from_input(&form.password);
        match accounts::check_password(&app, &user, password, client.0).await {
            Ok(_) => {
                session::record_password(&session)?;
                return Ok(redirect(next));
            }
            Err(AppError::WrongCredentials) => errors.add("password", "password.wrong"),
            Err(error) => return Err(error.into()),
        }
    }
    render_confirmation(&user, &session, StatusCode::UNPROCESSABLE_ENTITY, next, &errors)
}

fn render_confirmation(
    user: &User,
    session: &Session,
    status: StatusCode,
    next: &str,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let path = next.split_once('?').map_or(next, |(path, _)| path);
    let page = PasswordCheckPage {
        layout: layout(t::confirm_password_title(), Some(user), Section::None, false),
        username: user.username.as_str(),
        errors,
        next,
        is_form_kept: session::has_pending_form(session, path),
    };
    Ok(html(status, page.render()?))
}
