//! The `OpenAPI` document, made from the handlers.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, ObjectBuilder, OpenApi as Document, PathItem, Ref, RefOr, Required, Response,
    ResponseBuilder, Type,
};
use utoipa::{Modify, OpenApi};

use super::error::ErrorBody;
use super::{account, delete, entry, log, read, settings, summary, tokens};

/// The document before what the place of the server and its cookie add.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Worklog",
        version = "1",
        description = "Log where and how each working day was spent.\n\n\
            Make a token on the page /settings/tokens and send it as `Authorization: Bearer ...`; \
            clients that keep cookies can log in instead. Whoever is not the user in the path is \
            answered 403, also where there is no such user.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        account::log_in, account::create, account::change_password,
        read::read, log::log, log::change, delete::delete,
        summary::read, settings::read, settings::change,
        tokens::list, tokens::make, tokens::revoke,
    ),
    components(schemas(ErrorBody, entry::EntryBody, entry::YearBody, entry::Half)),
    tags(
        (name = "Entries", description = "What was logged"),
        (name = "Settings", description = "Allowances and the webhook"),
        (name = "Tokens", description = "What lets programs in"),
        (name = "Account", description = "Logging in, and accounts"),
    ),
    security(("token" = []), ("session" = [])),
    modifiers(&Security, &Optional, &Everywhere),
)]
struct Api;

/// The document; `cookie` is the name of the session's cookie.
pub fn document(cookie: &str) -> Document {
    let mut document = Api::openapi();
    let session = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(cookie)));
    document.components.get_or_insert_default().add_security_scheme("session", session);
    document
}

/// How callers prove who they are.
struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut Document) {
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token made on the page /settings/tokens"))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// Bodies that may be left out; what is sent is an object nevertheless, never null.
struct Optional;

impl Modify for Optional {
    fn modify(&self, document: &mut Document) {
        let all = document.paths.paths.values_mut().flat_map(operations);
        for operation in all {
            let name = operation.operation_id.as_deref();
            let may = matches!(name, Some("logDay" | "changeDay" | "changeSettings"));
            if let Some(RefOr::T(body)) = operation.request_body.as_mut().filter(|_| may) {
                body.required = Some(Required::False);
            }
        }
    }
}

/// The answers that every call can get.
struct Everywhere;

impl Modify for Everywhere {
    fn modify(&self, document: &mut Document) {
        for (path, item) in &mut document.paths.paths {
            let is_users = path.starts_with("/api/v1/user/{user}") && !path.ends_with("/reset");
            for operation in operations(item) {
                let mut add = |status: &str, what: &str, retry: bool| {
                    let all = &mut operation.responses.responses;
                    all.entry(status.to_owned()).or_insert_with(|| RefOr::T(error(what, retry)));
                };
                let forbidden = "Not logged in as this user, or not allowed by the token";
                let refused = "Sent by a page of another site, or sign-up is closed";
                add("403", if is_users { forbidden } else { refused }, false);
                add("429", "Too many requests or attempts", true);
                add("500", "Something went wrong", false);
                add("503", "The database does not answer, or too many log in at once", true);
                if is_users {
                    tell_limits(operation);
                }
            }
        }
    }
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

/// Adds the headers that tell how many calls are left.
fn tell_limits(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        for (name, what) in [
            ("RateLimit-Policy", "How many calls a token and a user may make a minute"),
            ("RateLimit", "How many are left, and in how many seconds all are there again"),
        ] {
            let text = ObjectBuilder::new().schema_type(Type::String);
            let header = HeaderBuilder::new().schema(Some(text)).description(Some(what)).build();
            response.headers.insert(name.to_owned(), header.into());
        }
    }
}
