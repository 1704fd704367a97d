//! `/password/forgot`: requesting a password reset link.

pub(crate) mod form;
pub(crate) mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respond::{html, layout, redirect};
use crate::app::App;
use crate::app::accounts::password_reset;
use crate::locale::t;
use crate::web::client_ip::ClientIp;
use crate::web::error::PageError;
use crate::web::flash::{Flash, FlashQuery};
use crate::web::form::{FieldErrors, Form, PageQuery};
use crate::web::views::Section;
use form::ForgotForm;
use view::ForgotPage;

/// Shows the form (`GET /password/forgot`).
pub(crate) async fn show_forgot_password(
    app: web::Data<App>,
    PageQuery(query): PageQuery<FlashQuery>,
) -> Result<HttpResponse, PageError> {
    let requested = query.is(Flash::Asked);
    render_forgot_password(
        &app,
        StatusCode::OK,
        &ForgotForm::default(),
        &FieldErrors::default(),
        requested,
    )
}

/// Sends a reset link (`POST /password/forgot`). Does the same work and gives the same response
/// whether or not the user exists.
pub(crate) async fn request_reset(
    app: web::Data<App>,
    client: ClientIp,
    Form { values: form, errors }: Form<ForgotForm>,
) -> Result<HttpResponse, PageError> {
    if !errors.is_empty() || !app.notifier.can_send_mail() {
        return render_forgot_password(
            &app,
            StatusCode::UNPROCESSABLE_ENTITY,
            &form,
            &errors,
            false,
        );
    }
    password_reset::request(&app, form.username.trim(), client.0).await?;
    Ok(redirect(Flash::Asked.at("/password/forgot")))
}

fn render_forgot_password(
    app: &App,
    status: StatusCode,
    form: &ForgotForm,
    errors: &FieldErrors,
    requested: bool,
) -> Result<HttpResponse, PageError> {
    let sends_mail = app.notifier.can_send_mail();
    let layout = layout(t::forgot_title(), None, Section::None, false);
    Ok(html(status, ForgotPage { layout, form, errors, sends_mail, requested }.render()?))
}
