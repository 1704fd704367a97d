//! `/password/reset`: choosing a new password with a one-time link.

pub(crate) mod form;
pub(crate) mod view;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::link_form::TokenForm;
use super::respond::{end_session, hide_address, html, layout, render_expired_link};
use crate::app::accounts::password_reset;
use crate::app::{App, AppError};
use crate::locale::t;
use crate::web::client_ip::ClientIp;
use crate::web::error::PageError;
use crate::web::flash::Flash;
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::views::Section;
use form::ResetForm;
use view::ResetPage;

/// The code of the message for a link that expired or was used.
const EXPIRED: &str = "link.reset_ended";

/// Shows the form (`GET /password/reset?token=`).
pub(crate) async fn show_password_reset(
    app: web::Data<App>,
    PageQuery(query): PageQuery<TokenForm>,
) -> Result<HttpResponse, PageError> {
    let token = query.token.as_str();
    let Some(user) = password_reset::find_user(&app, token).await? else {
        return render_ended();
    };
    render_password_reset(user.username.as_str(), token, StatusCode::OK, &FieldErrors::default())
}

/// Sets the password (`POST /password/reset`). Ends every session of the user, including this
/// browser's.
pub(crate) async fn reset_password(
    app: web::Data<App>,
    session: Session,
    client: ClientIp,
    Form { values: form, mut errors }: Form<ResetForm>,
) -> Result<HttpResponse, PageError> {
    let token = form.token.as_str();
    let Some(user) = password_reset::find_user(&app, token).await? else {
        return render_ended();
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let reject = |errors: &_| render_password_reset(user.username.as_str(), token, status, errors);
    let chosen = app.password_rules.parse(&form.new_password, &user.username);
    let password = errors.ok_or_record("new_password", chosen);
    let Some(password) = password.filter(|_| errors.is_empty()) else { return reject(&errors) };
    match password_reset::reset(&app, &user, token, password, client.0).await {
        Ok(true) => {}
        Ok(false) => return render_ended(),
        Err(AppError::WeakPassword(error)) => {
            errors.add_error("new_password", error);
            return reject(&errors);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(end_session(&session, Flash::Password.at("/login")))
}

/// Responds that the link can't be used.
fn render_ended() -> Result<HttpResponse, PageError> {
    render_expired_link(EXPIRED, ("/password/forgot", t::reset_retry()))
}

fn render_password_reset(
    account: &str,
    token: &str,
    status: StatusCode,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let layout = layout(t::reset_title(), None, Section::None, false);
    let page = ResetPage { layout, account, token, errors };
    Ok(hide_address(html(status, page.render()?)))
}
