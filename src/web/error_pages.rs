//! The outer middleware of every response: security headers, the request ID, and error pages.

use std::fmt;

use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, web};
use tracing_actix_web::RequestId;

use super::api::{self, ApiError};
use super::auth::CurrentUser;
use super::error::{NOTHING_HERE, PageError};
use super::form::parse_form;
use super::form_replay::SubmittedForm;
use super::messages;
use super::response_kind::ResponseKind;
use super::site_config::SiteConfig;
use super::theme::Theme;
use super::views::message::{MessagePage, ReplayForm};
use super::views::{Layout, LogToday, Section};
use crate::app::{App, days};
use crate::domain::accounts::user::User;
use crate::locale::t;

/// The header with the request ID, which also appears in the log and on error pages.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The properties of a request that are needed after it was handled.
struct RequestContext {
    want: ResponseKind,
    is_call: bool,
    id: Option<String>,
    form: SubmittedForm,
    secure: bool,
    theme: Theme,
}

impl RequestContext {
    /// Returns whether an error page offers to log today: not if the server is overloaded or the
    /// database is unavailable.
    fn shows_today(&self, status: StatusCode) -> bool {
        let is_fine = matches!(
            status,
            StatusCode::BAD_REQUEST
                | StatusCode::FORBIDDEN
                | StatusCode::NOT_FOUND
                | StatusCode::METHOD_NOT_ALLOWED
        );
        is_fine && !self.is_call && self.want == ResponseKind::Page
    }
}

/// Middleware that adds headers to every response, and a page, fragment, or JSON body to errors.
pub(crate) async fn add_error_pages(
    site: web::Data<SiteConfig>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let theme = Theme::of_request(request.request(), site.is_secure());
    let context = RequestContext {
        want: ResponseKind::from_headers(request.headers()),
        is_call: request.path().starts_with(api::PREFIX),
        id: request.extensions().get::<RequestId>().map(ToString::to_string),
        form: SubmittedForm::default(),
        secure: site.is_secure(),
        theme,
    };
    request.extensions_mut().insert(context.form.clone());
    let response = next
        .call(request)
        .await
        .map_err(|error| ErrorPage::from_session_error(&error, &context))?;
    let status = response.status();
    // An API error with a body keeps it, because it is JSON already. Page errors get a new body.
    let error = response.response().error();
    let is_bare =
        has_empty_body(response.response().body().size()) || (error.is_some() && !context.is_call);
    if let Some(error) = error.and_then(|error| error.as_error::<ApiError>()) {
        error.log();
    }
    let mut response = if status.as_u16() >= 400 && is_bare {
        explain(response, &context).await.map_into_right_body()
    } else {
        response.map_into_left_body()
    };
    add_headers(response.headers_mut(), &context);
    Ok(response)
}

/// Replaces the body of an error by a page, fragment, or JSON.
async fn explain<B>(response: ServiceResponse<B>, context: &RequestContext) -> ServiceResponse {
    let status = response.status();
    let user = response.request().extensions().get::<CurrentUser>().cloned();
    let user = user.as_deref();
    let app = response.request().app_data::<web::Data<App>>();
    let log_today = match (app, user) {
        (Some(app), Some(user)) if context.shows_today(status) => Some(log_today(app, user).await),
        _ => None,
    };
    let error = response.response().error().and_then(|error| error.as_error::<PageError>());
    let explained = build_error_page(status, error, (user, log_today), context);
    let (request, plain) = response.into_parts();
    let mut response = explained.error_response();
    for (name, value) in plain.headers() {
        if !response.headers().contains_key(name) {
            response.headers_mut().insert(name.clone(), value.clone());
        }
    }
    ServiceResponse::new(request, response)
}

/// Returns the button that logs today. It only opens today if the entry can't be read.
async fn log_today<'a>(app: &App, user: &'a User) -> LogToday<'a> {
    let today = days::today_for(app, user);
    match days::entry(app, user, today).await {
        Ok(entry) => {
            let logged = entry.as_ref().map(|entry| &entry.content.parts);
            LogToday::new(&user.settings, today, logged)
        }
        Err(_) => LogToday { day: today, shown: None, is_logged: false },
    }
}

fn has_empty_body(size: BodySize) -> bool {
    matches!(size, BodySize::None | BodySize::Sized(0))
}

fn add_headers(headers: &mut HeaderMap, context: &RequestContext) {
    super::security_headers::add_headers(headers, context.secure);
    if let Some(id) = context.id.as_deref().and_then(|id| HeaderValue::from_str(id).ok()) {
        headers.insert(REQUEST_ID, id);
    }
}

fn build_error_page(
    status: StatusCode,
    error: Option<&PageError>,
    (user, log_today): (Option<&User>, Option<LogToday<'_>>),
    context: &RequestContext,
) -> ErrorPage {
    if let Some(error) = error {
        error.log();
    }
    let message = error.map_or_else(
        || {
            messages::message_for(match status {
                StatusCode::NOT_FOUND => NOTHING_HERE,
                StatusCode::METHOD_NOT_ALLOWED => "page.method",
                status if status.is_client_error() => "page.malformed",
                _ => "page.failed",
            })
        },
        messages::message_for,
    );
    let retry_after = error.and_then(PageError::retry_after);
    if context.is_call {
        let is_unknown = status == StatusCode::NOT_FOUND;
        let message = if is_unknown { messages::text("api.no_path") } else { message.as_str() };
        let (body, kind) = (api::error_body(message), "application/json");
        return ErrorPage { status, body, kind, retry_after, headers: None };
    }
    let sent = context.form.replayable().filter(|_| status == StatusCode::SERVICE_UNAVAILABLE);
    let sent = sent.and_then(|(path, body)| Some((path, parse_form(body.as_bytes()).ok()?)));
    let sent: Option<(String, Vec<(String, String)>)> = sent;
    let layout = Layout::new(PageError::heading(status), user, Section::None, None);
    let page = MessagePage {
        layout: Layout { log_today, theme: context.theme, ..layout },
        heading: PageError::heading(status),
        message: &message,
        request_id: context.id.as_deref().filter(|_| status.is_server_error()),
        back: Some(("/", t::error_start_page())),
        sent: sent.as_ref().map(|(path, fields)| ReplayForm { path, fields }),
    };
    let body = match context.want {
        ResponseKind::Page => askama::Template::render(&page),
        ResponseKind::Fragment => page.alert_fragment(),
    };
    let (body, kind) = (body.unwrap_or_default(), "text/html; charset=utf-8");
    ErrorPage { status, body, kind, retry_after, headers: None }
}

/// An error with its rendered page, fragment, or JSON.
#[derive(Debug)]
struct ErrorPage {
    status: StatusCode,
    body: String,
    /// The media type of the body.
    kind: &'static str,
    retry_after: Option<u64>,
    /// The headers that [`add_headers`] sets, if the error is returned past it.
    headers: Option<HeaderMap>,
}

impl ErrorPage {
    /// Renders an error of the session layer, the only one that returns an error instead of a
    /// response.
    fn from_session_error(error: &Error, context: &RequestContext) -> Self {
        let away = PageError::StoreAway(None);
        let failure = error.as_error().unwrap_or_else(|| {
            tracing::error!(%error, "the session can't be loaded or saved");
            &away
        });
        let mut explained =
            build_error_page(failure.status_code(), Some(failure), (None, None), context);
        let mut headers = HeaderMap::new();
        add_headers(&mut headers, context);
        if matches!(failure, PageError::SessionRefused) && !context.is_call {
            explained.status = StatusCode::SEE_OTHER;
            headers.insert(LOCATION, HeaderValue::from_static("/login?ended=1"));
        }
        explained.headers = Some(headers);
        explained
    }
}

impl fmt::Display for ErrorPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.status.fmt(f)
    }
}

impl ResponseError for ErrorPage {
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
