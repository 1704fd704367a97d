//! Sessions over HTTP: their cookie, and the data in a session.

mod state;
mod storage;

use std::rc::Rc;

use actix_session::config::{CookieContentSecurity, PersistentSession};
use actix_session::{Session, SessionInsertError, SessionMiddleware};
use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, Key};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use serde::de::DeserializeOwned;

use super::cookie::{MAX_AGE, PATH, SAME_SITE, build_cookie};
use super::device::{self, NewLogin};
use super::form::{FormError, parse_form};
use super::language::preferred_week_start;
use super::messages;
use super::request_log::RequestUser;
use super::site_config::SiteConfig;
use super::theme::Theme;
use crate::app::accounts::sessions::{REMEMBER, truncate_user_agent};
use crate::app::{App, AppError};
use crate::domain::Timestamp;
use crate::domain::accounts::session::{LoginSession, is_recent_password};
use crate::domain::accounts::user::{User, UserId};
use crate::domain::days::entry::{Entry, Parts};
use crate::domain::values::secret_hash::SecretHash;
use state::{REQUEST_STATE, RequestState};
use storage::{SessionStorage, USER_AGENT, USER_ID};

const PASSWORD_AT: &str = "password_at";
const PENDING_FORM: &str = LoginSession::PENDING_FORM;

/// Returns the middleware that loads the session of each request.
pub(crate) fn middleware(app: &App, key: Key, secure: bool) -> SessionMiddleware<SessionStorage> {
    SessionMiddleware::builder(SessionStorage::new(app.clone()), key)
        .session_lifecycle(PersistentSession::default().session_ttl(MAX_AGE))
        .cookie_name(cookie_name(secure).to_owned())
        .cookie_secure(secure)
        .cookie_http_only(true)
        .cookie_same_site(SAME_SITE)
        .cookie_path(PATH.to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .build()
}

/// Returns the name of the session cookie.
pub(crate) fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-worklog" } else { "worklog" }
}

/// Returns a cookie that removes the cookie of an expired session. actix-session removes only the
/// cookies of sessions that still exist.
pub(crate) fn removal_cookie(secure: bool) -> Cookie<'static> {
    let mut cookie = build_cookie(cookie_name(secure), String::new(), secure);
    cookie.make_removal();
    cookie
}

/// A form that was sent after the session had expired, or that requires a recent password.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct PendingForm {
    /// The path that it was sent to.
    pub(crate) path: String,
    /// The encoded body.
    pub(crate) body: String,
}

/// Starts a session for a user, under a new key.
pub(crate) fn start(
    session: &Session,
    user: &User,
    remember: bool,
    request: &HttpRequest,
) -> Result<(), SessionInsertError> {
    request.extensions_mut().insert(RequestUser(user.id));
    request.extensions_mut().insert(NewLogin(user.username.clone()));
    session.clear();
    session.renew();
    // Fails only outside of a request.
    let _ =
        REQUEST_STATE.try_with(|state| state.password.replace(Some(user.password_hash.clone())));
    session.insert(USER_ID, user.id)?;
    session.insert(USER_AGENT, user_agent(request))?;
    record_password(session)?;
    if remember {
        session.insert(REMEMBER, true)?;
    }
    Ok(())
}

/// Records that the user entered their password.
pub(crate) fn record_password(session: &Session) -> Result<(), SessionInsertError> {
    now().map_or(Ok(()), |now| session.insert(PASSWORD_AT, now))
}

/// Returns whether the user entered their password recently. Sessions of 1.0.0 didn't record it.
pub(crate) fn has_recent_password(session: &Session) -> bool {
    let entered: Option<Timestamp> = session.get(PASSWORD_AT).ok().flatten();
    entered.zip(now()).is_some_and(|(entered, now)| is_recent_password(entered, now))
}

/// Returns the browser's `User-Agent` header, as it is stored.
pub(crate) fn user_agent(request: &HttpRequest) -> String {
    let header = request.headers().get(header::USER_AGENT);
    truncate_user_agent(header.and_then(|header| header.to_str().ok()))
}

/// Restarts this session under a new key, after all of the user's sessions were ended. Returns
/// `false` and starts no session if this session belonged to another user or to none.
pub(crate) fn restart(
    session: &Session,
    owner: &User,
    request: &HttpRequest,
) -> Result<bool, SessionInsertError> {
    if user(session).is_none_or(|signed_in| signed_in.id != owner.id) {
        return Ok(false);
    }
    start(session, owner, is_remembered(session), request)?;
    Ok(true)
}

/// Ends the session. The cookie is removed even if the store fails.
pub(crate) fn end(session: &Session) {
    session.purge();
    // Fails only outside of a request.
    let _ = REQUEST_STATE.try_with(|state| state.ending.set(true));
}

/// Wraps the session middleware. Records when the request arrived, and provides a slot for the
/// user, whom the store returns together with the session in one query.
///
/// Omits the session cookie from the response if the browser already has it. When a cookie is set,
/// browsers delete the pages that they keep in memory for Back, and with them unsaved input.
pub(crate) async fn with_request_state(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let sent = request.cookie(cookie_name(site.is_secure()));
    let theme = Theme::of_request(request.request(), site.is_secure());
    let arrival = RequestState::at(app.clock.now(), preferred_week_start(&request), theme);
    let response = REQUEST_STATE.scope(arrival, async {
        let response = next.call(request).await;
        response.map_err(|error| {
            let failure = REQUEST_STATE.with(|state| state.failure.take());
            failure.map_or(error, Error::from)
        })
    });
    let mut response = response.await?;
    if let Some(sent) = sent {
        let headers = response.headers_mut();
        headers.retain(|name, value| name != header::SET_COOKIE || !is_same_cookie(value, &sent));
    }
    device::add_cookie(&mut response);
    Ok(response)
}

fn is_same_cookie(header: &HeaderValue, sent: &Cookie<'_>) -> bool {
    let cookie = header.to_str().ok().and_then(|text| Cookie::parse_encoded(text).ok());
    cookie.is_some_and(|cookie| cookie.name() == sent.name() && cookie.value() == sent.value())
}

/// Returns when the current request arrived. Every page uses it for the button that logs today.
pub(crate) fn now() -> Option<Timestamp> {
    REQUEST_STATE.try_with(|arrival| arrival.now).ok()
}

/// Returns the theme that was chosen in the browser.
pub(crate) fn theme() -> Theme {
    REQUEST_STATE.try_with(|arrival| arrival.theme).unwrap_or_default()
}

/// Records today's entry for the button that logs today.
pub(crate) fn set_logged_today(entry: Option<&Entry>) {
    let parts = entry.map(|entry| entry.content.parts.clone());
    // Fails only outside of a request.
    let _ = REQUEST_STATE.try_with(|state| state.logged_today.replace(parts));
}

/// Returns what the user logged today, if the page that is being rendered has read it.
pub(crate) fn logged_today() -> Option<Parts> {
    REQUEST_STATE.try_with(|state| state.logged_today.borrow().clone()).ok().flatten()
}

/// Returns the notice to show on the page if the database can be read but not written.
pub(crate) fn outage() -> Option<&'static str> {
    REQUEST_STATE.try_with(|state| state.outage.get()).ok().flatten().map(messages::text)
}

/// Returns the hash of the key of the current session, if it exists. Not for a session that starts
/// with this request.
pub(crate) fn key_hash() -> Option<SecretHash> {
    REQUEST_STATE.try_with(|state| state.key_hash.borrow().clone()).ok().flatten()
}

/// Returns the hash of the key of the session of a logged-in user.
pub(crate) fn current_key() -> Result<SecretHash, AppError> {
    key_hash().ok_or(AppError::SessionEnded)
}

/// Returns the logged-in user: the one loaded with the session, if the session is still theirs.
pub(crate) fn user(session: &Session) -> Option<Rc<User>> {
    let user_id: UserId = session.get(USER_ID).ok().flatten()?;
    let read = REQUEST_STATE.try_with(|arrival| arrival.user.borrow().clone()).ok().flatten();
    read.filter(|user| user.id == user_id)
}

/// Returns whether the user asked to stay logged in.
pub(crate) fn is_remembered(session: &Session) -> bool {
    session.contains_key(REMEMBER)
}

/// Saves a form in the session until its page is shown.
pub(crate) fn save_pending_form(
    session: &Session,
    form: &PendingForm,
) -> Result<(), SessionInsertError> {
    session.insert(PENDING_FORM, form)
}

/// Returns whether a form was saved for a path.
pub(crate) fn has_pending_form(session: &Session, path: &str) -> bool {
    find_pending_form(session, path).is_some()
}

/// Removes the form that was saved for a path from the session and returns it.
pub(crate) fn take_pending_form<T: DeserializeOwned>(
    session: &Session,
    path: &str,
) -> Result<Option<T>, FormError> {
    let form = take_encoded_form(session, path);
    form.map(|form| parse_form(form.body.as_bytes())).transpose()
}

/// Removes the form that was saved for a path from the session and returns it, still encoded.
pub(crate) fn take_encoded_form(session: &Session, path: &str) -> Option<PendingForm> {
    let form = find_pending_form(session, path)?;
    session.remove(PENDING_FORM);
    Some(form)
}

fn find_pending_form(session: &Session, path: &str) -> Option<PendingForm> {
    let form: Option<PendingForm> = session.get(PENDING_FORM).ok().flatten();
    form.filter(|form| form.path == path)
}
