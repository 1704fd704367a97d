//! Keeps what a person is sending, so that it can be shown again when it cannot be done now:
//! their login has ended, or the store is away.

use std::cell::RefCell;
use std::rc::Rc;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest};
use futures_util::StreamExt;

use super::error::PageError;
use super::form::{FormError, parse};
use super::upload;

/// The largest body of any form: 1 MiB.
pub const MAX_BODY: usize = 1024 * 1024;

/// The largest form that is shown again; a day's fields are far below it.
const MAX_KEPT: usize = 32 * 1024;

/// Fields that hold secrets.
const SECRETS: [&str; 4] = ["password", "new_password", "new_password_confirm", "slack"];

/// The form being sent, shared between the middleware that read it and those that show it again.
#[derive(Debug, Clone, Default)]
pub struct SentForm(Rc<RefCell<Option<Sent>>>);

#[derive(Debug, Clone)]
struct Sent {
    path: String,
    body: Bytes,
}

impl SentForm {
    /// Path and body of the form, where it is one to show again; none with a secret in it, which would
    /// come to be stored.
    pub fn to_keep(&self) -> Option<(String, String)> {
        let sent = self.0.borrow();
        let sent = sent.as_ref().filter(|sent| sent.body.len() <= MAX_KEPT)?;
        let below = |start: &str| sent.path.starts_with(start);
        // A deletion is never sent again by itself, and the account's has the password in it.
        let is_private =
            ["/day/", "/days", "/today", "/settings", "/import"].into_iter().any(below)
                && !below("/settings/data");
        let body = std::str::from_utf8(&sent.body).ok()?;
        let fields: Vec<(String, String)> = parse(&sent.body).ok()?;
        let is_private = is_private && !fields.iter().any(|(name, _)| SECRETS.contains(&&**name));
        is_private.then(|| (sent.path.clone(), body.to_owned()))
    }

    /// The body of the form that is being sent; empty where there is none.
    pub fn body(request: &HttpRequest) -> Bytes {
        let form = request.extensions().get::<Self>().cloned().unwrap_or_default();
        let sent = form.0.borrow();
        sent.as_ref().map_or_else(Bytes::new, |sent| sent.body.clone())
    }
}

/// Where files are sent, which the handler reads itself once it knows who sends them.
const UPLOADS: &str = "/import";

/// Reads the body of a form whole before anything else is done with the request.
pub async fn read_form(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let is_file = request.path() == UPLOADS && upload::is_multipart(request.headers());
    if request.method() == Method::POST && !is_file {
        let payload = request.take_payload();
        match read(request.headers(), payload).await {
            Ok(body) => {
                let path = request.path().to_owned();
                let form = request.extensions().get::<SentForm>().cloned().unwrap_or_default();
                form.0.replace(Some(Sent { path, body }));
                request.extensions_mut().insert(form);
            }
            Err(error) => return Ok(request.error_response(error).map_into_right_body()),
        }
    }
    Ok(next.call(request).await?.map_into_left_body())
}

async fn read(headers: &header::HeaderMap, mut payload: Payload) -> Result<Bytes, PageError> {
    let mut body = actix_web::web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| PageError::BadRequest(error.to_string()))?;
        if body.len() + chunk.len() > MAX_BODY {
            return Err(PageError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or("").trim();
    let is_form = essence.eq_ignore_ascii_case("application/x-www-form-urlencoded");
    if !is_form && !body.is_empty() {
        return Err(FormError::ContentType.into());
    }
    Ok(body.freeze())
}
