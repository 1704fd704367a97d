//! Extractors for the query string and the JSON body of an API call.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::{RefOr, Schema, Type};

use super::error::ApiError;
use crate::web::error::PageError;
use crate::web::form::parse_form;
use crate::web::form_replay::MAX_BODY;

/// The parsed query string. Ignores unknown parameters and rejects repeated ones.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse_form(request.query_string().as_bytes()).map(Self).map_err(ApiError::from))
    }
}

/// Deserializes a flag: `true` in any letter case is true, every other text is false.
pub(crate) fn deserialize_bool<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<bool, D::Error> {
    Ok(String::deserialize(deserializer)?.eq_ignore_ascii_case("true"))
}

/// The complete request body, at most [`MAX_BODY`] bytes (1 MiB).
pub(crate) struct Body {
    bytes: Bytes,
    is_json: bool,
}

impl Body {
    /// Parses the body as `T`. An empty body is an error (400).
    pub(crate) fn parse_required<T: DeserializeOwned + ToSchema>(&self) -> Result<T, ApiError> {
        let missing = || ApiError::BadRequest("Send a JSON object as the body.".to_owned());
        self.parse_optional()?.ok_or_else(missing)
    }

    /// Parses the body as `T`. Returns `None` if the body is empty.
    pub(crate) fn parse_optional<T: DeserializeOwned + ToSchema>(
        &self,
    ) -> Result<Option<T>, ApiError> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        if !self.is_json {
            let wrong = "Send JSON, with the header Content-Type: application/json.";
            return Err(ApiError::BadRequest(wrong.to_owned()));
        }
        // Check the whole body: serde skips the values of unknown fields without validating their
        // UTF-8.
        let text = std::str::from_utf8(&self.bytes)
            .map_err(|_| invalid_json("The body has bytes that are not UTF-8 text."))?;
        // Serde also accepts a list for a struct, with the fields in order.
        if !text.trim_ascii_start().starts_with('{') {
            return Err(invalid_json("The body has to be a JSON object."));
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let read: Result<T, _> = serde_path_to_error::deserialize(&mut reader);
        let value = read.map_err(|error| invalid_field::<T>(&error))?;
        reader.end().map_err(|_| invalid_json("Something follows the JSON object."))?;
        Ok(Some(value))
    }
}

fn invalid_json(reason: &str) -> ApiError {
    ApiError::BadRequest(reason.to_owned())
}

/// Deserializes a field that can be omitted but, if present, must be a string and not `null`.
pub(crate) fn deserialize_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

fn invalid_field<T: ToSchema>(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let cause = error.inner();
    let (path, message) = (error.path().to_string(), cause.to_string());
    // For a duplicate field, serde reports the name only in the message, not in the path.
    let twice = message.strip_prefix("duplicate field `").and_then(|rest| rest.split('`').next());
    let at_fault = twice.unwrap_or(&path);
    if let Some(what) = field_type::<T>(at_fault) {
        let message = format!("“{at_fault}” has to be {what}, given once.");
        return ApiError::field(at_fault.to_owned(), message);
    }
    let place = format!("line {}, column {}", cause.line(), cause.column());
    invalid_json(&match cause.classify() {
        serde_json::error::Category::Data => "The body has to be a JSON object.".to_owned(),
        _ => format!("The body is not JSON: it cannot be read beyond {place}."),
    })
}

/// Returns the type of a field of `T` in words, according to its schema.
fn field_type<T: ToSchema>(name: &str) -> Option<&'static str> {
    let RefOr::T(Schema::Object(body)) = T::schema() else { return None };
    let RefOr::T(Schema::Object(field)) = body.properties.get(name)? else { return None };
    let is_number = field.schema_type == SchemaType::from(Type::Number);
    Some(if is_number { "a number" } else { "a text" })
}

impl FromRequest for Body {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.content_type().eq_ignore_ascii_case("application/json");
        let mut payload = payload.take();
        Box::pin(async move {
            let mut bytes = BytesMut::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|_| invalid_json("The body broke off."))?;
                if bytes.len() + chunk.len() > MAX_BODY {
                    return Err(PageError::TooLarge.into());
                }
                bytes.extend_from_slice(&chunk);
            }
            Ok(Self { bytes: bytes.freeze(), is_json })
        })
    }
}
