//! Forms, queries, and what is wrong with them.
//!
//! A form is a struct of texts, kept exactly as typed. It is read whole before it is judged, so that every
//! field at fault is reported at once and everything typed can be shown again.

mod decode;
mod errors;
mod rules;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use validator::Validate;

use super::error::PageError;
use super::kept::SentForm;
pub use decode::{FormError, checked, known, parse, said, yes};
pub use errors::FieldErrors;
pub use rules::{given, optional, trimmed, unless, valid, weekdays};

/// A form as it was typed, and what is wrong with its fields, each taken by itself.
pub struct Form<T> {
    /// The fields. Those that the form doesn't have were ignored.
    pub typed: T,
    /// What [`Validate`] found.
    pub errors: FieldErrors,
}

/// Hands a handler the form that [`super::kept::read_form`] read.
impl<T: DeserializeOwned + Validate> FromRequest for Form<T> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let typed = parse::<T>(&SentForm::body(request));
        ready(typed.map(Self::new).map_err(PageError::from))
    }
}

impl<T: DeserializeOwned + Validate> Form<T> {
    /// Checks each field by itself.
    pub fn new(typed: T) -> Self {
        let mut errors = FieldErrors::default();
        errors.check(&typed);
        Self { typed, errors }
    }
}

/// The query of a page's address. Parameters that the page doesn't have are ignored.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string().as_bytes()).map(Self).map_err(PageError::from))
    }
}
