//! `/password`: changing the password with the current one, signed in or not.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use super::views::{PasswordPage, Section};
use crate::app::accounts;
use crate::app::{App, AppError};
use crate::domain::password::Password;
use crate::domain::user::User;
use crate::web::auth::Client;
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::session;

/// `GET /password`
pub async fn page(session: Session) -> Result<HttpResponse, PageError> {
    let user = session::user(&session);
    let form = Fields::default();
    show(user.as_deref(), StatusCode::OK, &form, &FieldErrors::default())
}

/// `POST /password`: ends every login of the user; this one goes on under a new key.
pub async fn submit(
    app: web::Data<App>,
    session: Session,
    client: Client,
    request: HttpRequest,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let signed_in = session::user(&session);
    let own_name = signed_in.as_deref().map_or("", |user| user.username.as_str());
    let username = Some(form.once("username")?.trim()).filter(|name| !name.is_empty());
    let username = username.unwrap_or(own_name).to_owned();
    let (current, new) = (form.once("password")?, form.once("new_password")?);
    let mut errors = FieldErrors::default();
    if username.is_empty() {
        errors.add("username", "Type your username.");
    }
    if new != form.once("new_password_confirm")? {
        errors.add("new_password_confirm", "The two new passwords differ.");
    }
    let new = match username.parse() {
        Ok(name) => errors.take("new_password", accounts::choose_password(&app, new, &name).await?),
        Err(_) => Some(Password::typed(new)),
    };
    let Some(new) = new.filter(|_| errors.is_empty()) else {
        return show(signed_in.as_deref(), StatusCode::UNPROCESSABLE_ENTITY, &form, &errors);
    };
    let user = match accounts::log_in(&app, &username, Password::typed(current), client.0).await {
        Ok(user) => user,
        Err(AppError::WrongCredentials) => {
            errors.add("password", "Username and current password do not fit.");
            return show(signed_in.as_deref(), StatusCode::UNPROCESSABLE_ENTITY, &form, &errors);
        }
        Err(error) => return Err(error.into()),
    };
    accounts::set_password(&app, user.id, new).await?;
    let goes_on = session::start_again(&session, user.id, &request)?;
    Ok(see_other(if goes_on { "/settings?done=password" } else { "/login?changed=1" }))
}

fn show(
    user: Option<&User>,
    status: StatusCode,
    form: &Fields,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let page = PasswordPage {
        chrome: chrome("Change password", user, Section::Settings, false),
        form,
        errors,
        notice: None,
        ask_username: user.is_none(),
    };
    Ok(html(status, page.render()?))
}
