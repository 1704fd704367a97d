//! Gives the cookie of a remembered login an age, so that it outlasts the browser.

use actix_session::SessionExt;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderValue, SET_COOKIE};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use super::session;

/// 400 days, the most that browsers keep a cookie. When the login ends is the store's to say.
const COOKIE_AGE: u32 = 400 * 24 * 60 * 60;

/// The login of this request is remembered.
struct Remembered;

/// Stands inside the session middleware, which takes the login's state with it: notes what to do.
pub async fn note(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let answer = next.call(request).await?;
    if session::is_remembered(&answer.request().get_session()) {
        answer.request().extensions_mut().insert(Remembered);
    }
    Ok(answer)
}

/// Stands outside the session middleware: gives the cookie that it set an age.
pub async fn extend(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut answer = next.call(request).await?;
    if answer.request().extensions().contains::<Remembered>() {
        let headers = answer.headers_mut();
        let cookies: Vec<_> = headers.remove(SET_COOKIE).collect();
        for cookie in cookies {
            headers.append(SET_COOKIE, with_age(cookie));
        }
    }
    Ok(answer)
}

fn with_age(cookie: HeaderValue) -> HeaderValue {
    let aged = cookie
        .to_str()
        .ok()
        .filter(|text| !text.contains("Max-Age"))
        .map(|text| HeaderValue::from_str(&format!("{text}; Max-Age={COOKIE_AGE}")));
    aged.and_then(Result::ok).unwrap_or(cookie)
}
