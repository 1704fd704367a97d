//! What htmx asks for and understands: fragments instead of pages, and its headers.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpRequest};

/// The request headers that decide between page and fragment; every page varies by them.
pub const VARY: &str = "HX-Request, HX-Request-Type, HX-History-Restore-Request";

/// Whom an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// A browser that shows a whole page.
    Page,
    /// htmx, which puts a fragment into the page that is shown.
    Fragment,
}

impl Want {
    /// Reads the request's headers. Going back in history asks for whole pages.
    pub fn of(headers: &HeaderMap) -> Self {
        let is = |name: &str, value: &str| headers.get(name).is_some_and(|sent| sent == value);
        let htmx = is("HX-Request", "true");
        let whole = is("HX-Request-Type", "full") || is("HX-History-Restore-Request", "true");
        if htmx && !whole { Self::Fragment } else { Self::Page }
    }
}

impl FromRequest for Want {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request.headers())))
    }
}
