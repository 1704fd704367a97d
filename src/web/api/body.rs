//! Extractors for the query string and the JSON body of an API call.

use std::future::{Ready, ready};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, ResponseError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use utoipa::PartialSchema;
use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::{RefOr, Schema, Type};

use super::error::ApiError;
use crate::domain::values::problem::Problem;
use crate::web::body_memory::BodyMemory;
use crate::web::error::PageError;
use crate::web::form::{duplicate_field, parse_form};

/// The parsed query string. Ignores unknown parameters and rejects repeated ones.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse_form(request.query_string().as_bytes()).map(Self).map_err(ApiError::from))
    }
}

/// Deserializes a flag: `true`, `1`, `yes`, and `on` in any letter case are true, and any other string is
/// false.
pub(crate) fn deserialize_bool<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<bool, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(["true", "1", "yes", "on"].iter().any(|yes| text.eq_ignore_ascii_case(yes)))
}

/// Deserializes a parameter that counts as omitted if it is empty.
pub(super) fn deserialize_non_empty<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Some(String::deserialize(deserializer)?).filter(|text| !text.is_empty()))
}

/// The complete request body, at most [`MAX_BODY`](crate::web::body_memory::MAX_BODY) bytes (1 MiB).
pub(crate) struct Body {
    bytes: Bytes,
    is_json: bool,
}

impl Body {
    /// Parses the body as `T`. An empty body is an error (400).
    pub(crate) fn parse_required<T: DeserializeOwned + PartialSchema>(
        &self,
    ) -> Result<T, ApiError> {
        self.parse_optional()?.ok_or_else(|| ApiError::bad_request("api.no_body"))
    }

    /// Parses the body as `T`. Returns `None` if the body is empty.
    pub(crate) fn parse_optional<T: DeserializeOwned + PartialSchema>(
        &self,
    ) -> Result<Option<T>, ApiError> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        if !self.is_json {
            return Err(ApiError::bad_request("api.content_type"));
        }
        // Check the whole body: serde skips the values of unknown fields without validating their
        // UTF-8.
        let text = std::str::from_utf8(&self.bytes)
            .map_err(|_| ApiError::bad_request("api.body_encoding"))?;
        // Serde also accepts an array for a struct, with the fields in order.
        if !text.trim_ascii_start().starts_with('{') {
            return Err(ApiError::bad_request("api.no_object"));
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let read: Result<T, _> = serde_path_to_error::deserialize(&mut reader);
        let value = read.map_err(|error| invalid_field::<T>(&error))?;
        reader.end().map_err(|_| ApiError::bad_request("api.trailing"))?;
        Ok(Some(value))
    }
}

/// Deserializes a field that can be omitted but, if present, must be a string and not `null`.
pub(crate) fn deserialize_non_null_string<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

fn invalid_field<T: PartialSchema>(
    error: &serde_path_to_error::Error<serde_json::Error>,
) -> ApiError {
    let cause = error.inner();
    let field = duplicate_field(cause).unwrap_or_else(|| error.path().to_string());
    if let Some((name, code)) = find_field::<T>(&field) {
        let problem = Problem::new(code).with("field", &name);
        return ApiError::field(name, problem);
    }
    let (line, column) = (cause.line(), cause.column());
    ApiError::bad_request(match cause.classify() {
        serde_json::error::Category::Data => Problem::new("api.no_object"),
        _ => Problem::new("api.syntax").with("line", line).with("column", column),
    })
}

/// Returns the name of a field of `T`, which may have been sent in other letter case, and the
/// code of the error for a value of another type, according to its schema.
fn find_field<T: PartialSchema>(sent: &str) -> Option<(String, &'static str)> {
    let RefOr::T(Schema::Object(body)) = T::schema() else { return None };
    let mut fields = body.properties.into_iter();
    let (name, field) = fields.find(|(name, _)| name.eq_ignore_ascii_case(sent))?;
    let RefOr::T(Schema::Object(field)) = field else { return None };
    let is_number = match &field.schema_type {
        SchemaType::Type(of) => *of == Type::Number,
        SchemaType::Array(types) => types.contains(&Type::Number),
        SchemaType::AnyValue => false,
    };
    Some((name, if is_number { "api.not_a_number" } else { "api.not_a_text" }))
}

/// Middleware that reads the whole body before the caller is identified. Otherwise, a slow body could
/// delay a call until after the session or token with which it began has ended.
pub(crate) async fn buffer_body(
    memory: web::Data<BodyMemory>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    match memory.read(&mut request).await.map_err(unreadable_body) {
        Ok(body) => {
            request.extensions_mut().insert(BufferedBody(body));
            Ok(next.call(request).await?.map_into_left_body())
        }
        Err(error) => Ok(request.into_response(error.error_response()).map_into_right_body()),
    }
}

fn unreadable_body(error: PageError) -> ApiError {
    match error {
        PageError::Form(_) => ApiError::bad_request("api.broken_off"),
        other => other.into(),
    }
}

/// The body that [`buffer_body`] has read.
struct BufferedBody(Bytes);

impl FromRequest for Body {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let is_json = request.content_type().eq_ignore_ascii_case("application/json");
        let body = request.extensions().get().map(|BufferedBody(body)| body.clone());
        ready(Ok(Self { bytes: body.unwrap_or_default(), is_json }))
    }
}
