//! `/settings/account`: name, address, password.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::{App, AppError, emails};
use crate::domain::password::Password;
use crate::domain::user::{Email, User};
use crate::web::auth::{Client, CurrentUser};
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::html::respond::{chrome, html, see_other};
use crate::web::html::views::{AccountPage, Section, SettingsPart};

/// `GET /settings/account`
pub async fn page(
    app: web::Data<App>,
    user: CurrentUser,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let notice = match request.query_string() {
        "done=address" => Some("A link was sent to the new address. It counts once you open it."),
        "done=kept" => Some("Your address is as it was."),
        "done=removed" => Some("Your address is removed."),
        "done=sent" => Some("Another link was sent."),
        _ => None,
    };
    let stored = user.pending_email().or(user.confirmed_email());
    let stored = stored.map(|email| ("email".to_owned(), email.to_string()));
    let form = stored.into_iter().collect();
    show(&app, &user, StatusCode::OK, &form, &FieldErrors::default(), notice)
}

/// `POST /settings/account`: another address; with `act` = `resend`, another link.
pub async fn submit(
    app: web::Data<App>,
    user: CurrentUser,
    client: Client,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let mut errors = FieldErrors::default();
    if !app.messenger.sends_mail() {
        errors.add("email", "This server sends no mail.");
    } else if form.once("act")? == "resend" {
        emails::resend(&app, &user).await?;
        return Ok(see_other("/settings/account?done=sent"));
    }
    let email: Option<Email> = match form.once("email")?.trim() {
        "" => None,
        typed => errors.take("email", typed.parse()),
    };
    let password = form.once("password")?;
    if password.is_empty() {
        errors.add("password", "Type your current password.");
    }
    if errors.is_empty() {
        let password = Password::typed(password);
        match emails::change(&app, &user, password, email.as_ref(), client.0).await {
            Ok(()) => {
                return Ok(see_other(format!("/settings/account?done={}", done(&user, email))));
            }
            Err(AppError::WrongCredentials) => {
                errors.add("password", "That is not your current password.");
            }
            Err(error) => return Err(error.into()),
        }
    }
    show(&app, &user, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, None)
}

fn done(user: &User, email: Option<Email>) -> &'static str {
    match email {
        None => "removed",
        Some(email) if user.confirmed_email() == Some(&email) => "kept",
        Some(_) => "address",
    }
}

fn show(
    app: &App,
    user: &User,
    status: StatusCode,
    form: &Fields,
    errors: &FieldErrors,
    notice: Option<&'static str>,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("Account", Some(user), Section::Settings, false);
    let (here, sends_mail) = (SettingsPart::Account, app.messenger.sends_mail());
    let page = AccountPage { chrome, here, user, form, errors, notice, sends_mail };
    Ok(html(status, page.render()?))
}
