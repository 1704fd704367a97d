//! Responses shared by all pages.

use actix_session::Session;
use actix_web::error::Error;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CLEAR_SITE_DATA, CONTENT_TYPE, HeaderValue, LOCATION, REFERRER_POLICY, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;
use futures_util::stream::{iter, poll_fn};
use futures_util::{Stream, StreamExt, TryStreamExt};

use crate::domain::accounts::user::User;
use crate::domain::days::day::today;
use crate::locale::{Language, t};
use crate::web::error::PageError;
use crate::web::views::menu::Menu;
use crate::web::views::message::MessagePage;
use crate::web::views::question::{Question, QuestionPage};
use crate::web::views::{Layout, Section};
use crate::web::{messages, response_kind, session};

/// Responds with a page or fragment. On an error, instructs htmx not to change the URL.
pub(crate) fn html(status: StatusCode, body: String) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((CONTENT_TYPE, "text/html; charset=utf-8"));
    response.insert_header((VARY, response_kind::VARY));
    if !status.is_success() {
        response.insert_header(("HX-Push-Url", "false"));
    }
    response.body(body)
}

/// The initial capacity, in bytes, for rendering a page. It fits a month page, which would
/// otherwise be moved several times while it grows.
const CAPACITY: usize = 24 * 1024;

/// The initial capacity, in bytes, for the year page, on which every day is a link: 53 KiB if each
/// working day has an entry.
const LARGE_CAPACITY: usize = 64 * 1024;

/// Renders a whole page.
pub(crate) fn render(page: &impl Template) -> askama::Result<String> {
    render_with_capacity(page, CAPACITY)
}

/// Renders a whole page that is larger than most.
pub(crate) fn render_large(page: &impl Template) -> askama::Result<String> {
    render_with_capacity(page, LARGE_CAPACITY)
}

fn render_with_capacity(page: &impl Template, room: usize) -> askama::Result<String> {
    let mut text = String::with_capacity(room);
    page.render_into(&mut text)?;
    Ok(text)
}

/// Streams the pieces of a body. Reads the first two before responding, so that an unavailable store
/// gets a 503. A later failure aborts the response, which clients notice.
pub(crate) async fn stream(
    mut response: HttpResponseBuilder,
    pieces: impl Stream<Item = Result<Vec<u8>, PageError>> + 'static,
) -> Result<HttpResponse, PageError> {
    let mut pieces = Box::pin(pieces);
    let mut first = Vec::new();
    for _ in 0..2 {
        first.extend(pieces.next().await.transpose()?);
    }
    let language = Language::current();
    let rest = poll_fn(move |context| language.with(|| pieces.as_mut().poll_next(context)));
    let rest = rest.map_err(|error| {
        error.log();
        Error::from(error)
    });
    let body = iter(first.into_iter().map(Ok)).chain(rest).map_ok(Bytes::from);
    Ok(response.streaming(body))
}

/// Redirects with 303 after a form was handled.
pub(crate) fn redirect(path: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path.into())).finish()
}

/// Ends the session and redirects. Browsers delete the pages that they keep in memory for Back;
/// over plain HTTP, only `restore.js` hides those.
pub(crate) fn end_session(session: &Session, path: impl Into<String>) -> HttpResponse {
    session::end(session);
    let mut response = redirect(path);
    response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    response
}

/// Responds with a page that asks before an action.
pub(crate) fn render_question(
    user: &User,
    menu: Menu,
    question: Question<'_>,
) -> Result<HttpResponse, PageError> {
    let layout = layout(question.title, Some(user), menu.section, false);
    let page = QuestionPage { layout, menu, question };
    Ok(html(StatusCode::OK, page.render()?))
}

/// Responds that a one-time link can't be used. The page doesn't depend on the reason, so that it
/// reveals nothing.
pub(crate) fn render_expired_link(
    code: &'static str,
    back: (&str, &str),
) -> Result<HttpResponse, PageError> {
    let page = MessagePage {
        layout: layout(t::link_ended_title(), None, Section::None, false),
        heading: t::link_ended(),
        message: messages::text(code),
        request_id: None,
        back: Some(back),
        sent: None,
    };
    Ok(hide_address(html(StatusCode::GONE, page.render()?)))
}

/// Prevents browsers from sending the URL, which contains a secret, as `Referer`, even to this
/// site. They still send the origin: without it, forms over plain HTTP would be rejected as coming
/// from another site.
pub(crate) fn hide_address(mut page: HttpResponse) -> HttpResponse {
    let policy = HeaderValue::from_static("strict-origin");
    page.headers_mut().insert(REFERRER_POLICY, policy);
    page
}

/// Builds the layout around a page, for a user or for visitors who aren't logged in.
pub(crate) fn layout<'a>(
    title: &str,
    user: Option<&'a User>,
    section: Section,
    signup_open: bool,
) -> Layout<'a> {
    let today = user.zip(session::now()).map(|(user, now)| today(now, user.settings.time_zone));
    let today = today.map(|day| (day, session::logged_today()));
    let (theme, outage) = (session::theme(), session::outage());
    Layout { signup_open, theme, outage, ..Layout::new(title, user, section, today) }
}
