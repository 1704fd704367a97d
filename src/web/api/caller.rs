//! Who calls: the guard before everything that belongs to a user.

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
use super::limit::{Limiter, Standing};
use crate::app::{App, tokens};
use crate::domain::token::{Scope, Token};
use crate::domain::user::{User, Username};
use crate::web::error::PageError;
use crate::web::session;

/// The user in the path, who calls.
#[derive(Debug, Clone)]
pub struct Caller {
    user: Rc<User>,
    token: Option<Rc<Token>>,
}

impl Caller {
    /// Whether they may change things.
    pub fn may_write(&self) -> bool {
        self.token.as_ref().is_none_or(|token| token.scope.allows(Scope::Write))
    }

    /// Whether they are signed in themselves, rather than by a token.
    pub fn is_person(&self) -> bool {
        self.token.is_none()
    }

    /// What their calls are counted under: the token and the user.
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

/// The user in the path, if that can be a username.
pub fn user_in_path(path: &Path<Url>) -> Option<Username> {
    percent_decode_str(path.get("user")?).decode_utf8().ok()?.parse().ok()
}

/// The token that a request carries, of whatever form.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Lets the user in the path pass, within their limits; whoever else it is is not logged in.
pub async fn require(
    app: web::Data<App>,
    limiter: web::Data<Limiter>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    match admit(&app, &request).await {
        Ok(caller) => {
            let (token, user) = caller.keys();
            let standing = limiter.count(token, user);
            let may = caller.may_write() || request.method().is_safe();
            request.extensions_mut().insert(caller);
            let answer = match (&standing, may) {
                (Standing::Over(wait, _), _) => refuse(request, &ApiError::Limited(*wait)),
                (_, false) => refuse(request, &ApiError::Forbidden("This token may only read.")),
                _ => next.call(request).await?.map_into_left_body(),
            };
            Ok(standing.tell(answer))
        }
        Err(error) => {
            error.log();
            Ok(refuse(request, &error))
        }
    }
}

fn refuse<B>(request: ServiceRequest, error: &ApiError) -> ServiceResponse<EitherBody<B>> {
    request.into_response(error.error_response()).map_into_right_body()
}

async fn admit(app: &App, request: &ServiceRequest) -> Result<Caller, ApiError> {
    let caller = if request.headers().contains_key(AUTHORIZATION) {
        by_token(app, request.headers()).await?
    } else {
        session::user(&request.get_session()).map(|user| Caller { user, token: None })
    };
    let named = user_in_path(request.match_info());
    caller
        .filter(|caller| named.is_some_and(|name| name.key() == caller.username.key()))
        .ok_or(ApiError::NotLoggedIn)
}

/// Whoever sends a token is who the token says, whatever cookies they send beside it.
async fn by_token(app: &App, headers: &HeaderMap) -> Result<Option<Caller>, ApiError> {
    let Some(text) = bearer(headers) else { return Ok(None) };
    let found = tokens::authenticate(app, text).await?;
    Ok(found.map(|(user, token)| Caller { user: Rc::new(user), token: Some(Rc::new(token)) }))
}
