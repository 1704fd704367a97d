//! `/password/reset`: choosing a new password by a link.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, link_ended, secret_address, see_other};
use super::views::{ResetPage, Section};
use crate::app::{App, accounts, resets};
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::session;

/// What a link that cannot be used leads to.
const ENDED: &str = "Links to a new password work once, and for a limited time.";
const AGAIN: (&str, &str) = ("/password/forgot", "Ask for a new link");

/// `GET /password/reset?token=`
pub async fn page(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let token = query.once("token")?;
    let Some(user) = resets::user_of(&app, token).await? else { return link_ended(ENDED, AGAIN) };
    let errors = FieldErrors::default();
    show(user.username.as_str(), token, StatusCode::OK, &Fields::default(), &errors)
}

/// `POST /password/reset`: ends every login of the user, this browser's too.
pub async fn submit(
    app: web::Data<App>,
    session: Session,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let token = form.once("token")?;
    let Some(user) = resets::user_of(&app, token).await? else { return link_ended(ENDED, AGAIN) };
    let typed = form.once("new_password")?;
    let mut errors = FieldErrors::default();
    let chosen = accounts::choose_password(&app, typed, &user.username).await?;
    let password = errors.take("new_password", chosen);
    if typed != form.once("new_password_confirm")? {
        errors.add("new_password_confirm", "The two new passwords differ.");
    }
    let Some(password) = password.filter(|_| errors.is_empty()) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(user.username.as_str(), token, status, &form, &errors);
    };
    if !resets::reset(&app, token, password).await? {
        return link_ended(ENDED, AGAIN);
    }
    session::end(&session);
    Ok(see_other("/login?changed=1"))
}

fn show(
    account: &str,
    token: &str,
    status: StatusCode,
    form: &Fields,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("New password", None, Section::None, false);
    let page = ResetPage { chrome, account, token, form, errors };
    Ok(secret_address(html(status, page.render()?)))
}
