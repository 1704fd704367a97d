//! `/password/forgot`: requesting a password reset link.

pub mod form;
pub mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respond::{chrome, html, see_other};
use crate::app::App;
use crate::app::accounts::password_reset;
use crate::web::auth::Client;
use crate::web::error::PageError;
use crate::web::flash::{Done, Flash};
use crate::web::form::{FieldErrors, Form, Query};
use crate::web::views::Section;
use form::ForgotForm;
use view::ForgotPage;

/// Shows the form (`GET /password/forgot`).
pub async fn page(
    app: web::Data<App>,
    Query(query): Query<Done>,
) -> Result<HttpResponse, PageError> {
    let asked = query.is(Flash::Asked);
    show(&app, StatusCode::OK, &ForgotForm::default(), &FieldErrors::default(), asked)
}

/// Sends a reset link (`POST /password/forgot`). Does the same work and gives the same response
/// whether or not the user exists.
pub async fn submit(
    app: web::Data<App>,
    client: Client,
    Form { typed: form, errors }: Form<ForgotForm>,
) -> Result<HttpResponse, PageError> {
    if !errors.is_empty() || !app.messenger.sends_mail() {
        return show(&app, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, false);
    }
    password_reset::ask(&app, form.username.trim(), client.0).await?;
    Ok(see_other(Flash::Asked.at("/password/forgot")))
}

fn show(
    app: &App,
    status: StatusCode,
    form: &ForgotForm,
    errors: &FieldErrors,
    asked: bool,
) -> Result<HttpResponse, PageError> {
    let sends_mail = app.messenger.sends_mail();
    let chrome = chrome("Forgotten password", None, Section::None, false);
    Ok(html(status, ForgotPage { chrome, form, errors, sends_mail, asked }.render()?))
}
