//! The outer middleware of every response: security headers, the request ID, and error pages.

use std::fmt;

use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, web};
use tracing_actix_web::RequestId;

use super::api::{self, ApiError};
use super::error::PageError;
use super::form::parse;
use super::form_replay::SentForm;
use super::response_kind::Want;
use super::site_config::Site;
use super::views::message::{MessagePage, SentAgain};
use super::views::{Chrome, Section};

/// The header with the request ID, which also appears in the log and on error pages.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The properties of a request that are needed after it was handled.
struct Asked {
    want: Want,
    is_call: bool,
    id: Option<String>,
    form: SentForm,
    secure: bool,
}

/// Middleware that adds headers to every response, and a page, fragment, or JSON body to errors.
pub async fn frame(
    site: web::Data<Site>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let asked = Asked {
        want: Want::of(request.headers()),
        is_call: request.path().starts_with(api::PREFIX),
        id: request.extensions().get::<RequestId>().map(ToString::to_string),
        form: SentForm::default(),
        secure: site.is_secure(),
    };
    request.extensions_mut().insert(asked.form.clone());
    let answer = next.call(request).await.map_err(|error| Explained::of_session(&error, &asked))?;
    let status = answer.status();
    // An API error with a body keeps it, because it is JSON already. Page errors get a new body.
    let error = answer.response().error();
    let is_bare = is_empty(answer.response().body().size()) || (error.is_some() && !asked.is_call);
    if let Some(error) = error.and_then(|error| error.as_error::<ApiError>()) {
        error.log();
    }
    let mut answer = if status.as_u16() >= 400 && is_bare {
        let error = answer.response().error().and_then(|error| error.as_error::<PageError>());
        let explained = explain(status, error, &asked);
        let (request, plain) = answer.into_parts();
        let mut response = explained.error_response();
        for (name, value) in plain.headers() {
            if !response.headers().contains_key(name) {
                response.headers_mut().insert(name.clone(), value.clone());
            }
        }
        ServiceResponse::new(request, response).map_into_right_body()
    } else {
        answer.map_into_left_body()
    };
    finish(answer.headers_mut(), &asked);
    Ok(answer)
}

fn is_empty(size: BodySize) -> bool {
    matches!(size, BodySize::None | BodySize::Sized(0))
}

fn finish(headers: &mut HeaderMap, asked: &Asked) {
    super::security_headers::add_headers(headers, asked.secure);
    if let Some(id) = asked.id.as_deref().and_then(|id| HeaderValue::from_str(id).ok()) {
        headers.insert(REQUEST_ID, id);
    }
}

fn explain(status: StatusCode, error: Option<&PageError>, asked: &Asked) -> Explained {
    if let Some(error) = error {
        error.log();
    }
    let message = match (error, status) {
        (Some(error), _) => error.to_string(),
        (None, StatusCode::NOT_FOUND) => "This address leads nowhere.".to_owned(),
        (None, StatusCode::METHOD_NOT_ALLOWED) => {
            "This address does not take that method.".to_owned()
        }
        (None, status) if status.is_client_error() => "The request makes no sense.".to_owned(),
        (None, _) => "Something went wrong here, and it has been written to the log.".to_owned(),
    };
    let retry_after = error.and_then(PageError::retry_after);
    if asked.is_call {
        let (body, kind) = (api::body_of(&message), "application/json");
        return Explained { status, body, kind, retry_after, headers: None };
    }
    let sent = asked.form.to_keep().filter(|_| status == StatusCode::SERVICE_UNAVAILABLE);
    let sent = sent.and_then(|(path, body)| Some((path, parse(body.as_bytes()).ok()?)));
    let sent: Option<(String, Vec<(String, String)>)> = sent;
    let page = MessagePage {
        chrome: Chrome {
            title: PageError::heading(status).to_owned(),
            username: None,
            is_admin: false,
            section: Section::None,
            signup_open: false,
            log_today: None,
        },
        heading: PageError::heading(status),
        message: &message,
        request_id: asked.id.as_deref().filter(|_| status.is_server_error()),
        back: Some(("/", "Go to the start page")),
        sent: sent.as_ref().map(|(path, fields)| SentAgain { path, fields }),
    };
    let body = match asked.want {
        Want::Page => askama::Template::render(&page),
        Want::Fragment => page.alert_fragment(),
    };
    let (body, kind) = (body.unwrap_or_default(), "text/html; charset=utf-8");
    Explained { status, body, kind, retry_after, headers: None }
}

/// An error with its rendered page, fragment, or JSON.
#[derive(Debug)]
struct Explained {
    status: StatusCode,
    body: String,
    /// The media type of the body.
    kind: &'static str,
    retry_after: Option<u64>,
    /// The headers that [`finish`] sets, if the error is returned past it.
    headers: Option<HeaderMap>,
}

impl Explained {
    /// Renders an error of the session layer, the only one that returns an error instead of a
    /// response. Its cause is always that the store failed.
    fn of_session(error: &Error, asked: &Asked) -> Self {
        let away = PageError::StoreAway(None);
        tracing::debug!(%error, "the session could not be loaded or kept");
        let mut explained = explain(away.status_code(), Some(&away), asked);
        let mut headers = HeaderMap::new();
        finish(&mut headers, asked);
        explained.headers = Some(headers);
        explained
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.status.fmt(f)
    }
}

impl ResponseError for Explained {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.insert_header((CONTENT_TYPE, self.kind));
        response.insert_header(("HX-Push-Url", "false"));
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds));
        }
        let mut response = response.body(self.body.clone());
        for (name, value) in self.headers.iter().flatten() {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response
    }
}
