//! `/settings/data/delete-account`: deleting the account, which requires the password.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::app::accounts::tokens;
use crate::app::days::erasure;
use crate::app::exchange::feeds;
use crate::app::{App, AppError};
use crate::domain::accounts::password::Password;
use crate::domain::accounts::user::User;
use crate::locale::t;
use crate::web::auth::CurrentUser;
use crate::web::client_ip::ClientIp;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form};
use crate::web::pages::respond::{end_session, html, layout};
use crate::web::pages::settings::data::form::DeleteAccountForm;
use crate::web::pages::settings::data::view::DeleteAccountPage;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::Section;

/// Shows what would be deleted (`GET /settings/data/delete-account`).
pub(crate) async fn show_delete_account(
    app: web::Data<App>,
    user: CurrentUser,
) -> Result<HttpResponse, PageError> {
    render_delete_account(&app, &user, StatusCode::OK, &FieldErrors::default()).await
}

/// Deletes the account (`POST /settings/data/delete-account`).
pub(crate) async fn delete_account(
    app: web::Data<App>,
    user: CurrentUser,
    login: Session,
    client: ClientIp,
    Form { values: form, mut errors }: Form<DeleteAccountForm>,
) -> Result<HttpResponse, PageError> {
    if !errors.is_empty() {
        return render_delete_account(&app, &user, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    }
    let password = Password::from_input(&form.password);
    match erasure::delete_account(&app, &user, password, client.0).await {
        Ok(()) => Ok(end_session(&login, Flash::AccountDeleted.at("/"))),
        Err(AppError::WrongCredentials) => {
            errors.add("password", "password.wrong");
            render_delete_account(&app, &user, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn render_delete_account(
    app: &App,
    user: &User,
    status: StatusCode,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let page = DeleteAccountPage {
        layout: layout(t::delete_account(), Some(user), Section::Settings, false),
        current: SettingsPart::Data,
        extent: erasure::logged_days(app, user).await?,
        feeds: feeds::list(app, user).await?.len(),
        tokens: tokens::list(app, user).await?.len(),
        errors,
    };
    Ok(html(status, page.render()?))
}
