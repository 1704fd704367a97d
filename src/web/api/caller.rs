//! Authentication of API calls to `/user/{user}`, by session or by token.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::rc::Rc;

use actix_session::SessionExt;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Path, Payload, ServiceRequest, ServiceResponse, Url};
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, ResponseError, web};
use percent_encoding::percent_decode_str;

use super::error::ApiError;
use super::limit::{ApiRateLimiter, RateLimitStatus};
use crate::app::App;
use crate::app::accounts::tokens;
use crate::domain::accounts::token::{Scope, Token};
use crate::domain::accounts::user::{User, Username};
use crate::web::error::PageError;
use crate::web::request_log::RequestUser;
use crate::web::session;
use crate::web::site_config::SiteConfig;

/// The authenticated user, who is also the user named in the path.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    user: Rc<User>,
    token: Option<Rc<Token>>,
    /// Whether the user entered their password recently, in this session.
    has_recent_password: bool,
}

impl Caller {
    /// Returns whether the caller may change data: not with a read-only token.
    pub(crate) fn may_write(&self) -> bool {
        self.token.as_ref().is_none_or(|token| token.scope.allows(Scope::Write))
    }

    /// Returns whether the call was authenticated by a session instead of a token.
    pub(crate) fn is_person(&self) -> bool {
        self.token.is_none()
    }

    /// Fails unless the user entered their password recently. Calls with a token don't need that.
    pub(crate) fn require_recent_password(&self) -> Result<(), ApiError> {
        let may = self.token.is_some() || self.has_recent_password;
        may.then_some(()).ok_or(ApiError::PasswordRequired)
    }

    /// Returns the keys that the rate limiter counts this call under: the token's, if any, and the
    /// user's.
    fn keys(&self) -> (Option<String>, String) {
        (self.token.as_ref().map(|token| token.id.to_string()), self.user.id.to_string())
    }
}

impl Deref for Caller {
    type Target = User;

    fn deref(&self) -> &User {
        &self.user
    }
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = request.extensions().get::<Self>().cloned();
        let unguarded = || PageError::internal("a call for users stands unguarded").into();
        ready(caller.ok_or_else(unguarded))
    }
}

/// Returns the username in the path if it is a valid one.
pub(crate) fn user_in_path(path: &Path<Url>) -> Option<Username> {
    percent_decode_str(path.get("user")?).decode_utf8().ok()?.parse().ok()
}

/// Returns the bearer token of the `Authorization` header, without checking its format.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = sent.split_once(' ').unwrap_or((sent, ""));
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Middleware that lets a call through if the caller is the user in the path, may do what the
/// method implies, and is within the rate limits. Everyone else gets 403 or 429. Authenticated
/// calls count towards the limits even if they are rejected. Removes the cookie of an ended session.
pub(crate) async fn require_caller(
    app: web::Data<App>,
    site: web::Data<SiteConfig>,
    limiter: web::Data<ApiRateLimiter>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let caller = match identify_caller(&app, &request).await {
        Ok(Some(caller)) => caller,
        Ok(None) => {
            let secure = site.is_secure();
            let has_ended = bearer(request.headers()).is_none()
                && request.cookie(session::cookie_name(secure)).is_some();
            let mut response = respond_error(request, &ApiError::NotLoggedIn);
            if has_ended {
                response.response_mut().add_cookie(&session::removal_cookie(secure))?;
            }
            return Ok(response);
        }
        Err(error) => {
            error.log();
            return Ok(respond_error(request, &error));
        }
    };
    request.extensions_mut().insert(RequestUser(caller.user.id));
    let (token, user) = caller.keys();
    let standing = limiter.count(token, user);
    if let Some(limit) = standing.exceeded() {
        app.metrics.count_limited(format!("api_{limit}"));
    }
    let named = user_in_path(request.match_info());
    let is_named = named.is_some_and(|name| name.key() == caller.username.key());
    let may = caller.may_write() || request.method().is_safe();
    let response = match (&standing, is_named, may) {
        (RateLimitStatus::Over(wait, _), _, _) => respond_error(request, &ApiError::Limited(*wait)),
        (_, false, _) => respond_error(request, &ApiError::NotLoggedIn),
        (_, _, false) => respond_error(request, &ApiError::Forbidden("api.read_only")),
        _ => {
            request.extensions_mut().insert(caller);
            next.call(request).await?.map_into_left_body()
        }
    };
    Ok(standing.add_headers(response))
}

fn respond_error<B>(request: ServiceRequest, error: &ApiError) -> ServiceResponse<EitherBody<B>> {
    request.into_response(error.error_response()).map_into_right_body()
}

/// Authenticates the call. If it has a token, the session cookie is ignored.
async fn identify_caller(app: &App, request: &ServiceRequest) -> Result<Option<Caller>, ApiError> {
    let Some(token) = bearer(request.headers()) else {
        let session = request.get_session();
        let has_recent_password = session::has_recent_password(&session);
        let user = session::user(&session);
        return Ok(user.map(|user| Caller { user, token: None, has_recent_password }));
    };
    let found = tokens::authenticate(app, token).await?;
    Ok(found.map(|(user, token)| Caller {
        user: Rc::new(user),
        token: Some(Rc::new(token)),
        has_recent_password: false,
    }))
}
