//! The `OpenAPI` document, generated from the handlers.

use std::collections::BTreeMap;

use utoipa::OpenApi;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Content, ContentBuilder, ObjectBuilder, OpenApi as Document, PathItem, Ref, RefOr, Required,
    Response, ResponseBuilder, Schema, Type,
};

use super::error::ErrorBody;
use super::{Operations, entry};
use crate::web::routes::{RouteTable, TokenAccess};

/// The parts of the document that don't come from handlers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Worklog",
        version = "1",
        description = "Log where and how each working day was spent.\n\n\
            Create a token on the page /settings/tokens, and send it as `Authorization: Bearer ...`. \
            Clients that keep cookies can log in instead. Calls return 403 if you aren’t logged in \
            as the user in the path, even if that user doesn’t exist.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(ErrorBody, entry::EntryBody, entry::YearBody, entry::HalfBody)),
    tags(
        (name = "Entries", description = "Read, log, change, and delete days"),
        (name = "Settings", description = "Allowances and the webhook"),
        (name = "Tokens", description = "Access for scripts and apps"),
        (name = "Account", description = "Login, sign-up, and passwords"),
    ),
    security(("token" = []), ("session" = [])),
)]
struct BaseDocument;

/// Generates the document. `cookie` is the name of the session cookie.
pub(crate) fn build_document(cookie: &str, routes: &RouteTable) -> Document {
    let mut document = BaseDocument::openapi();
    document.merge(Operations::openapi());
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token created on the page /settings/tokens"))
        .build();
    let session = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(cookie)));
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    components.add_security_scheme("session", session);
    for (path, item) in &mut document.paths.paths {
        let takes_tokens =
            routes.get(path).is_some_and(|route| route.tokens == TokenAccess::Accepted);
        for operation in operations(item) {
            complete(operation, takes_tokens, &components.schemas);
        }
    }
    document
}

/// The schemas that others refer to, by name.
type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Adds what the attributes of the handlers don't repeat: the security requirements, the responses
/// that every call can return, and whether the body is required.
fn complete(operation: &mut Operation, takes_tokens: bool, schemas: &Schemas) {
    let mut add = |status: &str, what: &str, retry: bool| {
        let all = &mut operation.responses.responses;
        all.entry(status.to_owned()).or_insert_with(|| RefOr::T(error(what, retry)));
    };
    let forbidden = "Not logged in as this user, or not allowed by the token";
    let refused = "The request came from another site, or sign-up is closed";
    add("403", if takes_tokens { forbidden } else { refused }, false);
    add("429", "Too many requests or attempts", true);
    add("500", "Something went wrong", false);
    add("503", "The database isn’t responding, or too many people are logging in", true);
    if takes_tokens {
        add_rate_limits(operation);
    } else {
        operation.security = Some(vec![SecurityRequirement::default()]);
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        let required = body.content.values().any(|content| needs_a_field(content, schemas));
        body.required = Some(if required { Required::True } else { Required::False });
    }
}

/// Returns whether the body has required fields.
fn needs_a_field(content: &RefOr<Content>, schemas: &Schemas) -> bool {
    let RefOr::T(content) = content else { return true };
    let schema = match &content.schema {
        Some(RefOr::Ref(reference)) => {
            reference.ref_location.rsplit_once('/').and_then(|(_, name)| schemas.get(name))
        }
        schema => schema.as_ref(),
    };
    matches!(schema, Some(RefOr::T(Schema::Object(object))) if !object.required.is_empty())
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
    methods.into_iter().flatten()
}

fn error(what: &str, retry: bool) -> Response {
    let schema = RefOr::Ref(Ref::from_schema_name("ErrorBody"));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().description(what).content("application/json", content);
    if !retry {
        return response.build();
    }
    let seconds = ObjectBuilder::new().schema_type(Type::Integer);
    let wait =
        HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait")).build();
    response.header("Retry-After", wait).build()
}

/// Documents the rate limit headers on every response.
fn add_rate_limits(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        for (name, what) in [
            ("RateLimit-Policy", "The number of calls per minute for a token and for a user"),
            ("RateLimit", "The number of calls left, and the seconds until the limit resets"),
        ] {
            let text = ObjectBuilder::new().schema_type(Type::String);
            let header = HeaderBuilder::new().schema(Some(text)).description(Some(what)).build();
            response.headers.insert(name.to_owned(), header.into());
        }
    }
}
