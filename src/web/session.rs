//! Sessions over HTTP: an actix-session store backed by [`sessions`], and the data in a session.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use actix_session::config::{CookieContentSecurity, PersistentSession};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionInsertError, SessionMiddleware};
use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, Key, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;

use super::error::{PageError, store_code};
use super::form::{FormError, parse_form};
use super::messages;
use super::request_log::RequestUser;
use super::site_config::SiteConfig;
use crate::app::accounts::sessions::{self, FoundSession, NewSession, REMEMBER};
use crate::app::{App, AppError};
use crate::domain::Timestamp;
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::days::entry::{Entry, Parts};

const USER_ID: &str = "user_id";
const USER_AGENT: &str = "user_agent";
const PENDING_FORM: &str = LoginSession::PENDING_FORM;

/// The lifetime of the session cookie: 400 days, the most that browsers allow. The store decides
/// when a session expires.
const COOKIE_MAX_AGE: Duration = Duration::days(400);

const SAME_SITE: SameSite = SameSite::Lax;
const PATH: &str = "/";

/// The size of a session key in bytes, before encoding.
const KEY_LENGTH: usize = 32;

/// An actix-session store that saves sessions in the app's store.
pub(crate) struct SessionStorage(App);

/// Returns the middleware that loads the session of each request.
pub(crate) fn middleware(app: &App, key: Key, secure: bool) -> SessionMiddleware<SessionStorage> {
    SessionMiddleware::builder(SessionStorage(app.clone()), key)
        .session_lifecycle(PersistentSession::default().session_ttl(COOKIE_MAX_AGE))
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
    let cookie = Cookie::build(cookie_name(secure), "").path(PATH).secure(secure);
    let mut cookie = cookie.http_only(true).same_site(SAME_SITE).finish();
    cookie.make_removal();
    cookie
}

/// A form that was sent after the session had expired.
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
    user: UserId,
    remember: bool,
    request: &HttpRequest,
) -> Result<(), SessionInsertError> {
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let agent: String = agent.unwrap_or_default().chars().take(200).collect();
    request.extensions_mut().insert(RequestUser(user));
    session.clear();
    session.renew();
    session.insert(USER_ID, user)?;
    session.insert(USER_AGENT, agent)?;
    if remember {
        session.insert(REMEMBER, true)?;
    }
    Ok(())
}

/// Restarts this session under a new key, after all of the user's sessions were ended. Returns
/// `false` and starts no session if this session belonged to another user or to none.
pub(crate) fn restart(
    session: &Session,
    id: UserId,
    request: &HttpRequest,
) -> Result<bool, SessionInsertError> {
    if user(session).is_none_or(|signed_in| signed_in.id != id) {
        return Ok(false);
    }
    start(session, id, is_remembered(session), request)?;
    Ok(true)
}

/// Ends the session. The cookie is removed even if the store fails.
pub(crate) fn end(session: &Session) {
    session.purge();
    // Fails only outside of a request.
    let _ = REQUEST_STATE.try_with(|state| state.ending.set(true));
}

/// Request data that can't be part of the session's state. That state only contains strings, so a
/// user in it would be serialized to JSON and parsed again for every page.
struct RequestState {
    now: Timestamp,
    /// The user, loaded together with the session.
    user: RefCell<Option<Rc<User>>>,
    /// The code of the notice on pages if the session couldn't be extended.
    outage: Cell<Option<&'static str>>,
    /// Whether the user is logging out.
    ending: Cell<bool>,
    /// What the user logged today, as far as the request has read it.
    logged_today: RefCell<Option<Parts>>,
}

impl RequestState {
    fn at(now: Timestamp) -> Self {
        Self {
            now,
            user: RefCell::default(),
            outage: Cell::default(),
            ending: Cell::default(),
            logged_today: RefCell::default(),
        }
    }
}

tokio::task_local! {
    /// The current request.
    static REQUEST_STATE: RequestState;
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
    let arrival = RequestState::at(app.clock.now());
    let mut response = REQUEST_STATE.scope(arrival, next.call(request)).await?;
    if let Some(sent) = sent {
        let headers = response.headers_mut();
        headers.retain(|name, value| name != header::SET_COOKIE || !is_same_cookie(value, &sent));
    }
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
    let form: Option<PendingForm> = session.get(PENDING_FORM).ok().flatten();
    let form = form.filter(|form| form.path == path)?;
    session.remove(PENDING_FORM);
    Some(form)
}

impl SessionStore for SessionStorage {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let found = sessions::find(&self.0, key.as_ref()).await;
        let found = found.map_err(|error| LoadError::Other(log_error(error)))?;
        let Some(FoundSession { session, mut user, extended }) = found else { return Ok(None) };
        let code = extended.err().map(|error| {
            let code = store_code(Some(&error));
            log_error(error.into());
            code
        });
        if let Some(language) = user.settings.language {
            language.make_current();
        }
        user.settings.types.localize();
        let stored = REQUEST_STATE.try_with(|state| {
            state.user.replace(Some(Rc::new(user)));
            state.outage.set(code);
        });
        stored.map_err(|error| LoadError::Other(error.into()))?;
        Ok(Some(session.data.into_iter().collect()))
    }

    async fn save(
        &self,
        state: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, SaveError> {
        let key = URL_SAFE_NO_PAD.encode(rand::random::<[u8; KEY_LENGTH]>());
        let text = |name: &str| state.get(name).and_then(|json| serde_json::from_str(json).ok());
        let user_id = text(USER_ID).and_then(|id: String| id.parse().ok());
        let user_id = user_id.ok_or_else(|| {
            SaveError::Other(std::io::Error::other("a session without a user").into())
        })?;
        let user_agent = text(USER_AGENT).unwrap_or_default();
        let new = NewSession { user_id, user_agent, data: state.into_iter().collect() };
        sessions::add(&self.0, &key, new)
            .await
            .map_err(|error| SaveError::Other(log_error(error)))?;
        key.try_into().map_err(|error: <SessionKey as TryFrom<String>>::Error| {
            SaveError::Serialization(error.into())
        })
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        // If the session ended during the request, this doesn't recreate it.
        let updated = sessions::set_data(&self.0, key.as_ref(), &state.into_iter().collect()).await;
        updated.map_err(|error| UpdateError::Other(log_error(error)))?;
        Ok(key)
    }

    /// Does nothing, because loading a session already extends it.
    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    /// Succeeds at logout even if the store fails. Otherwise, actix-session would keep the cookie.
    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let ended = sessions::end(&self.0, key.as_ref()).await.map_err(log_error);
        let is_logout = REQUEST_STATE.try_with(|state| state.ending.get()).unwrap_or(false);
        if is_logout { Ok(()) } else { ended }
    }
}

/// Logs the error, because actix-session hides its cause.
fn log_error(error: AppError) -> anyhow::Error {
    let error = PageError::from(error);
    error.log();
    anyhow::Error::new(error)
}
