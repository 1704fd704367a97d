//! `/settings/data/delete-account`: everything goes, with the password.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::{App, AppError, erasure, feeds, tokens};
use crate::domain::extent::Extent;
use crate::domain::password::Password;
use crate::domain::user::User;
use crate::web::auth::{Client, CurrentUser};
use crate::web::error::PageError;
use crate::web::form::{FieldErrors, Fields};
use crate::web::html::respond::{chrome, html, see_other};
use crate::web::html::views::{DeleteAccountPage, Section, SettingsPart};
use crate::web::session;

/// `GET /settings/data/delete-account`
pub async fn page(app: web::Data<App>, user: CurrentUser) -> Result<HttpResponse, PageError> {
    show(&app, &user, StatusCode::OK, &FieldErrors::default()).await
}

/// `POST /settings/data/delete-account`
pub async fn submit(
    app: web::Data<App>,
    user: CurrentUser,
    login: Session,
    client: Client,
    form: Fields,
) -> Result<HttpResponse, PageError> {
    let password = form.once("password")?;
    let mut errors = FieldErrors::default();
    if password.is_empty() {
        errors.add("password", "Type your password.");
        return show(&app, &user, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    }
    match erasure::delete_account(&app, &user, Password::typed(password), client.0).await {
        Ok(()) => {
            session::end(&login);
            Ok(see_other("/?deleted=1"))
        }
        Err(AppError::WrongCredentials) => {
            errors.add("password", "That is not your password.");
            show(&app, &user, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    app: &App,
    user: &User,
    status: StatusCode,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let page = DeleteAccountPage {
        chrome: chrome("Delete the account", Some(user), Section::Settings, false),
        here: SettingsPart::Data,
        extent: Extent::of(&erasure::record(app, user).await?),
        feeds: feeds::list(app, user).await?.len(),
        tokens: tokens::list(app, user).await?.len(),
        form: &Fields::default(),
        errors,
    };
    Ok(html(status, page.render()?))
}
