//! `/password`: changing the password with the current one, logged in or not.

pub(crate) mod form;
pub(crate) mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::respond::{html, layout, redirect};
use super::settings::menu::SettingsPart;
use crate::app::accounts;
use crate::app::{App, AppError};
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::User;
use crate::locale::t;
use crate::web::auth::read_logged_today;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form};
use crate::web::login_client::LoginClient;
use crate::web::session;
use crate::web::views::Section;
use form::PasswordForm;
use view::PasswordPage;

/// Shows the form (`GET /password`).
pub(crate) async fn show_password(
    app: web::Data<App>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let user = session::user(&session);
    let form = PasswordForm::default();
    render_password(&app, user.as_deref(), StatusCode::OK, &form, &FieldErrors::default()).await
}

/// Changes the password (`POST /password`). Ends every session of the user except this one, which
/// continues under a new key.
pub(crate) async fn change_password(
    app: web::Data<App>,
    session: Session,
    client: LoginClient,
    request: HttpRequest,
    Form { values: form, mut errors }: Form<PasswordForm>,
) -> Result<HttpResponse, PageError> {
    let signed_in = session::user(&session);
    let own_name = signed_in.as_deref().map_or("", |user| user.username.as_str());
    let username = Some(form.username.trim()).filter(|name| !name.is_empty());
    let username = username.unwrap_or(own_name).to_owned();
    let (current, new) = (form.password.as_str(), form.new_password.as_str());
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let reject =
        async |errors: &_| render_password(&app, signed_in.as_deref(), status, &form, errors).await;
    if username.is_empty() {
        errors.add("username", "username.missing");
    }
    let new = match username.parse() {
        Ok(name) => app.password_rules.parse(new, &name),
        Err(_) => Password::parse_length(new),
    };
    let new = errors.ok_or_record("new_password", new);
    let Some(new) = new.filter(|_| errors.is_empty()) else {
        return reject(&errors).await;
    };
    let change = (new, form.reason());
    let current = Password::from_input(current);
    let source = client.source_or_session(&username, signed_in.as_deref());
    let user = match accounts::change_password(&app, &username, current, change, &source).await {
        Ok(user) => user,
        Err(AppError::WrongCredentials) => {
            errors.add("password", "login.current_wrong");
            return reject(&errors).await;
        }
        Err(AppError::WeakPassword(error)) => {
            errors.add_error("new_password", error);
            return reject(&errors).await;
        }
        Err(error) => return Err(error.into()),
    };
    let goes_on = session::restart(&session, &user, &request)?;
    Ok(redirect(Flash::Password.at(if goes_on { "/settings/account" } else { "/login" })))
}

async fn render_password(
    app: &App,
    user: Option<&User>,
    status: StatusCode,
    form: &PasswordForm,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    if let Some(user) = user {
        read_logged_today(app, user).await;
    }
    let page = PasswordPage {
        layout: layout(t::change_password(), user, Section::Settings, false),
        menu: user.map(|_| SettingsPart::Account.menu()),
        form,
        errors,
        notice: None,
        ask_username: user.is_none(),
    };
    Ok(html(status, page.render()?))
}
