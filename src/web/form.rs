//! Extractors for forms and queries, and their errors.
//!
//! A form is a struct of strings, kept exactly as typed. It is parsed as a whole before any field
//! is validated, so that all errors are reported at once and the form can be shown again as typed.

mod decode;
mod errors;
mod rules;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use validator::Validate;

use super::error::PageError;
use super::form_replay::SubmittedForm;
pub use decode::{FormError, is_checked, is_said, is_yes, parse_form, parse_known};
pub use errors::FieldErrors;
pub use rules::{
    are_days, are_weekdays, ensure, is_given, is_valid, is_valid_or_empty, is_valid_trimmed,
};

/// A form as typed, and the errors of fields that are invalid on their own.
pub struct Form<T> {
    /// The fields. Unknown fields are ignored.
    pub typed: T,
    /// The errors that [`Validate`] found.
    pub errors: FieldErrors,
}

/// Extracts the form that [`super::form_replay::buffer_form`] read.
impl<T: DeserializeOwned + Validate> FromRequest for Form<T> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let typed = parse_form::<T>(&SubmittedForm::body(request));
        ready(typed.map(Self::new).map_err(PageError::from))
    }
}

impl<T: DeserializeOwned + Validate> Form<T> {
    /// Validates each field on its own.
    pub fn new(typed: T) -> Self {
        let mut errors = FieldErrors::default();
        errors.check(&typed);
        Self { typed, errors }
    }
}

/// The parsed query of a page. Unknown parameters are ignored.
pub struct PageQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequest for PageQuery<T> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse_form(request.query_string().as_bytes()).map(Self).map_err(PageError::from))
    }
}
