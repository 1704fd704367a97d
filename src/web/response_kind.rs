//! The htmx request headers, which select between a page and a fragment.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpRequest};

/// The request headers that select between a page and a fragment, for the `Vary` header of every
/// page.
pub(crate) const VARY: &str = "HX-Request, HX-Request-Type, HX-History-Restore-Request";

/// The kind of response that a request expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseKind {
    /// A whole page, for the browser.
    Page,
    /// A fragment, which htmx swaps into the current page.
    Fragment,
}

impl ResponseKind {
    /// Returns the kind that the request headers select. Navigating back in the history requests
    /// whole pages.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        let is = |name: &str, value: &str| headers.get(name).is_some_and(|sent| sent == value);
        let htmx = is("HX-Request", "true");
        let whole = is("HX-Request-Type", "full") || is("HX-History-Restore-Request", "true");
        if htmx && !whole { Self::Fragment } else { Self::Page }
    }
}

impl FromRequest for ResponseKind {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::from_headers(request.headers())))
    }
}
