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
pub(crate) use decode::{
    FormError, deserialize_checkbox, deserialize_date, deserialize_known, deserialize_query_flag,
    deserialize_yes, duplicate_field, parse_form,
};
pub(crate) use errors::FieldErrors;
pub(crate) use rules::{
    ensure, validate, validate_days, validate_not_blank, validate_optional, validate_trimmed,
    validate_weekdays,
};

/// A form as typed, and the errors of fields that are invalid on their own.
pub(crate) struct Form<T> {
    /// The fields. Unknown fields are ignored.
    pub(crate) values: T,
    /// The errors that [`Validate`] found.
    pub(crate) errors: FieldErrors,
}

/// Extracts the form that [`super::form_replay::buffer_form`] read.
impl<T: DeserializeOwned + Validate> FromRequest for Form<T> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let values = parse_form::<T>(&SubmittedForm::body(request));
        ready(values.map(Self::new).map_err(PageError::from))
    }
}

impl<T: DeserializeOwned + Validate> Form<T> {
    /// Validates each field on its own.
    pub(crate) fn new(values: T) -> Self {
        let mut errors = FieldErrors::default();
        errors.check(&values);
        Self { values, errors }
    }
}

/// The parsed query of a page. Unknown parameters are ignored.
pub(crate) struct PageQuery<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for PageQuery<T> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse_form(request.query_string().as_bytes()).map(Self).map_err(PageError::from))
    }
}
