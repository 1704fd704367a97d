//! Middleware that asks users for their password before risky actions, unless they entered it
//! recently.

use actix_session::SessionExt;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, web};

use super::auth::encode_return_path;
use super::error::PageError;
use super::form::parse_form;
use super::form_replay::SubmittedForm;
use super::pages::respond::redirect;
use super::routes::{PasswordCheck, RouteFacts, RouteTable};
use super::session::{self, PendingForm};

/// Middleware that asks for the password if the route requires it and the user hasn't entered it
/// recently.
pub(crate) async fn require_recent_password(
    routes: web::Data<RouteTable>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let route = routes.of(&request).filter(|route| route.password != PasswordCheck::Never);
    let Some(route) = route else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    // The handler rejects what can't be parsed, and repeated fields.
    let fields: Vec<(String, String)> =
        parse_form(&SubmittedForm::body(request.request())).unwrap_or_default();
    let applies = route.password.applies(request.method(), &fields);
    if !applies || session::has_recent_password(&request.get_session()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let response = ask_for_password(route, &request).unwrap_or_else(|error| {
        error.log();
        error.error_response()
    });
    Ok(request.into_response(response).map_into_right_body())
}

/// Redirects to the page that asks for the password. A submitted form is stored, so that its page
/// can show it again afterwards. Because of the redirect, the browser never asks to send the form
/// again when the user goes back.
fn ask_for_password(
    route: RouteFacts,
    request: &ServiceRequest,
) -> Result<HttpResponse, PageError> {
    let page = route.page_of(request.path());
    let form = request.extensions().get::<SubmittedForm>().and_then(SubmittedForm::kept_for_sender);
    if let Some((path, body)) = form.filter(|(sent_to, _)| sent_to == page) {
        session::save_pending_form(&request.get_session(), &PendingForm { path, body })?;
    }
    Ok(redirect(format!("/confirm?next={}", encode_return_path(page, request))))
}
