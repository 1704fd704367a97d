//! `/password/reset`: choosing a new password with a one-time link.

pub mod form;
pub mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::link_form::TokenForm;
use super::respond::{chrome, html, link_ended, secret_address, see_other};
use crate::app::App;
use crate::app::accounts::{self, password_reset};
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form, Query};
use crate::web::session;
use crate::web::views::Section;
use form::ResetForm;
use view::ResetPage;

/// The message for a link that expired or was used.
const ENDED: &str = "Links to a new password work once, and for a limited time.";
const AGAIN: (&str, &str) = ("/password/forgot", "Ask for a new link");

/// Shows the form (`GET /password/reset?token=`).
pub async fn page(
    app: web::Data<App>,
    Query(query): Query<TokenForm>,
) -> Result<HttpResponse, PageError> {
    let token = query.token.as_str();
    let Some(user) = password_reset::user_of(&app, token).await? else {
        return link_ended(ENDED, AGAIN);
    };
    show(user.username.as_str(), token, StatusCode::OK, &FieldErrors::default())
}

/// Sets the password (`POST /password/reset`). Ends every session of the user, including this
/// browser's.
pub async fn submit(
    app: web::Data<App>,
    session: Session,
    Form { typed: form, mut errors }: Form<ResetForm>,
) -> Result<HttpResponse, PageError> {
    let token = form.token.as_str();
    let Some(user) = password_reset::user_of(&app, token).await? else {
        return link_ended(ENDED, AGAIN);
    };
    let chosen = accounts::choose_password(&app, &form.new_password, &user.username).await?;
    let password = errors.take("new_password", chosen);
    let Some(password) = password.filter(|_| errors.is_empty()) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(user.username.as_str(), token, status, &errors);
    };
    if !password_reset::reset(&app, token, password).await? {
        return link_ended(ENDED, AGAIN);
    }
    session::end(&session);
    Ok(see_other(Flash::Password.at("/login")))
}

fn show(
    account: &str,
    token: &str,
    status: StatusCode,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let chrome = chrome("New password", None, Section::None, false);
    let page = ResetPage { chrome, account, token, errors };
    Ok(secret_address(html(status, page.render()?)))
}
