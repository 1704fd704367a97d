//! `/password/forgot`: asking for a link to a new password.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use super::views::{ForgotPage, Section};
use crate::app::{App, resets};
use crate::web::auth::Client;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};

/// `GET /password/forgot`: `asked` says that a link was just asked for.
pub async fn page(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let asked = request.query_string() == "asked=1";
    show(&app, StatusCode::OK, &Fields::default(), &FieldErrors::default(), asked)
}

/// `POST /password/forgot`: the same work and the same answer, whoever is named.
pub async fn submit(
    app: web::Data<App>,
    client: Client,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let typed = form.once("username")?.trim();
    let mut errors = FieldErrors::default();
    if typed.is_empty() {
        errors.add("username", "Type your username or your e-mail address.");
    }
    if !errors.is_empty() || !app.messenger.sends_mail() {
        return show(&app, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, false);
    }
    resets::ask(&app, typed, client.0).await?;
    Ok(see_other("/password/forgot?asked=1"))
}

fn show(
    app: &App,
    status: StatusCode,
    form: &Fields,
    errors: &FieldErrors,
    asked: bool,
) -> Result<HttpResponse, PageError> {
    let sends_mail = app.messenger.sends_mail();
    let chrome = chrome("Forgotten password", None, Section::None, false);
    Ok(html(status, ForgotPage { chrome, form, errors, sends_mail, asked }.render()?))
}
