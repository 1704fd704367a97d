//! Saves a submitted form that can't be handled now, because the session expired or the store is
//! unavailable, so that it can be shown again.

use std::cell::RefCell;
use std::rc::Rc;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest, web};

use super::body_memory::BodyMemory;
use super::error::PageError;
use super::form::{FormError, parse_form};
use super::routes::{Replay, RouteTable};
use super::upload;

/// The size limit of a form that is shown again, in bytes. The form of a day is much smaller.
pub(crate) const MAX_REPLAYED: usize = 32 * 1024;

/// The submitted form, shared between the middleware that reads it and the code that shows it
/// again.
#[derive(Debug, Clone, Default)]
pub(crate) struct SubmittedForm(Rc<RefCell<Option<FormSubmission>>>);

#[derive(Debug, Clone)]
struct FormSubmission {
    path: String,
    body: Bytes,
    replay: Replay,
}

impl SubmittedForm {
    /// Returns the path and body of the form, if it may be shown again.
    pub(crate) fn replayable(&self) -> Option<(String, String)> {
        self.copy_if(Replay::allows)
    }

    /// Returns the path and body of the form, if it may be shown again to the user who sent it.
    pub(crate) fn kept_for_sender(&self) -> Option<(String, String)> {
        self.copy_if(Replay::allows_for_sender)
    }

    fn copy_if(
        &self,
        allows: impl Fn(Replay, &[(String, String)]) -> bool,
    ) -> Option<(String, String)> {
        let sent = self.0.borrow();
        let sent = sent.as_ref().filter(|sent| sent.body.len() <= MAX_REPLAYED)?;
        let body = std::str::from_utf8(&sent.body).ok()?;
        let fields: Vec<(String, String)> = parse_form(&sent.body).ok()?;
        allows(sent.replay, &fields).then(|| (sent.path.clone(), body.to_owned()))
    }

    /// Returns the body of the submitted form. Empty if there is none.
    pub(crate) fn body(request: &HttpRequest) -> Bytes {
        let form = request.extensions().get::<Self>().cloned().unwrap_or_default();
        let sent = form.0.borrow();
        sent.as_ref().map_or_else(Bytes::new, |sent| sent.body.clone())
    }
}

/// Returns whether a form that was sent to this path may be shown after a login. The path and the body
/// come from the login form, which may have been prepared by someone else.
pub(crate) fn is_replayable(request: &HttpRequest, path: &str, body: &str) -> bool {
    let pattern = request.resource_map().match_pattern(path);
    let routes = request.app_data::<web::Data<RouteTable>>();
    let route = pattern.zip(routes).and_then(|(pattern, routes)| routes.get(&pattern));
    let fields = parse_form::<Vec<(String, String)>>(body.as_bytes());
    (1..=MAX_REPLAYED).contains(&body.len())
        && route
            .filter(|route| route.page_of(path) == path)
            .zip(fields.ok())
            .is_some_and(|(route, fields)| route.replay.allows(&fields))
}

/// Middleware that reads the whole body of a form before the request is handled.
pub(crate) async fn buffer_form(
    routes: web::Data<RouteTable>,
    memory: web::Data<BodyMemory>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    if request.method() == Method::POST {
        let route = routes.of(&request);
        if route.is_some_and(|route| route.takes_files) && upload::is_multipart(&request) {
            return Ok(next.call(request).await?.map_into_left_body());
        }
        match read_body(&memory, &mut request).await {
            Ok(body) => {
                let path = request.path().to_owned();
                let replay = route.map_or(Replay::No, |route| route.replay);
                let form = request.extensions().get::<SubmittedForm>().cloned().unwrap_or_default();
                form.0.replace(Some(FormSubmission { path, body, replay }));
                request.extensions_mut().insert(form);
            }
            Err(error) => return Ok(request.error_response(error).map_into_right_body()),
        }
    }
    Ok(next.call(request).await?.map_into_left_body())
}

async fn read_body(memory: &BodyMemory, request: &mut ServiceRequest) -> Result<Bytes, PageError> {
    let body = memory.read(request).await?;
    let is_form = request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded");
    if !is_form && !body.is_empty() {
        return Err(FormError::ContentType.into());
    }
    Ok(body)
}
