//! The JSON API and its documentation. This module parses calls. The work is done by the same
//! [`crate::app`] functions that the pages call.
//!
//! A call passes the same middleware as a page (`web/mod.rs`) except form replay and
//! `require_login`. Then [`caller::require_caller`] authenticates it and applies the rate limits of
//! [`limit`].

mod account;
mod all_entries;
mod any_case;
mod body;
mod caller;
mod dates;
mod delete;
mod docs;
mod entry;
mod error;
mod limit;
mod log;
mod numbers;
mod openapi;
mod params;
mod read;
mod settings;
mod success;
mod summary;
mod tokens;

use actix_cors::Cors;
use actix_web::guard::{GuardContext, fn_guard};
use actix_web::http::Method;
use actix_web::http::header::HeaderName;
use actix_web::http::header::{
    AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, RETRY_AFTER,
};
use actix_web::middleware::{Condition, from_fn};
use actix_web::web::{self, delete, post, put};
use utoipa::OpenApi;

use super::routes::TokenAccess::{Accepted, Ignored};
use super::routes::{Routes, get};
use super::{Shared, session};

pub(crate) use caller::bearer;
pub(crate) use error::{ApiError, error_body};
pub use limit::ApiRateLimiter;

/// The prefix of all API paths. Errors under it are JSON.
pub(crate) const PREFIX: &str = "/api/v1/";

/// How long, in seconds, a browser may cache the result of a CORS preflight request.
const PREFLIGHT_MAX_AGE_SECS: usize = 3600;

/// The handlers in the `OpenAPI` document: every API call that [`routes`] registers.
#[derive(OpenApi)]
#[openapi(paths(
    account::log_in,
    account::create_user,
    account::change_password,
    read::read_entries,
    log::log_day,
    log::change_day,
    delete::delete_entries,
    settings::read_settings,
    settings::change_settings,
    summary::read_summary,
    tokens::list_tokens,
    tokens::create_token,
    tokens::revoke_token,
))]
struct Operations;

/// Registers the API and its documentation.
pub(crate) fn routes(routes: &mut Routes<'_>, shared: &Shared) {
    let version_1 = routes.scope("/api/v1", |routes| {
        routes.get("/openapi.json", docs::serve_openapi);
        // Calls that take a password ignore tokens.
        routes.api_route("/login", Ignored, |resource| resource.route(post().to(account::log_in)));
        routes.api_route("/user/create", Ignored, |resource| {
            resource.guard(fn_guard(may_create_user)).route(put().to(account::create_user))
        });
        routes.api_route("/user/{user}/reset", Ignored, |resource| {
            resource.route(put().to(account::change_password))
        });
        let user_scope =
            routes.scope("/user/{user}", user_routes).wrap(from_fn(caller::require_caller)).wrap(
                Condition::new(!shared.site.api_origins.is_empty(), cors(&shared.site.api_origins)),
            );
        routes.mount(user_scope);
    });
    let version_1 = version_1
        .app_data(web::Data::new(shared.limiter.clone()))
        .app_data(web::Data::new(docs::CachedDocument::default()))
        .wrap(session::middleware(&shared.app, shared.key.clone(), shared.site.is_secure()))
        .wrap(from_fn(session::with_request_state))
        .wrap(from_fn(body::buffer_body));
    routes.mount(version_1);
    routes.get("/api", docs::redirect_to_docs);
    routes.get("/api/", docs::show_docs);
}

/// Registers the calls behind [`caller::require_caller`].
fn user_routes(routes: &mut Routes<'_>) {
    routes.api_route("", Accepted, |resource| {
        resource
            .route(get().to(read::read_entries))
            .route(post().to(log::log_day))
            .route(put().to(log::change_day))
            .route(delete().to(delete::delete_entries))
    });
    routes.api_route("/settings", Accepted, |resource| {
        resource.route(get().to(settings::read_settings)).route(put().to(settings::change_settings))
    });
    routes.api_route("/summary", Accepted, |resource| {
        resource.route(get().to(summary::read_summary))
    });
    routes.api_route("/tokens", Accepted, |resource| {
        resource.route(get().to(tokens::list_tokens)).route(post().to(tokens::create_token))
    });
    routes.api_route("/tokens/{id}", Accepted, |resource| {
        resource.route(delete().to(tokens::revoke_token))
    });
}

/// Returns whether the call may create a user. For a user of 1.0.0 named `create`, this is also the
/// path of their entries, so GET, HEAD, POST, and DELETE go to `user_routes`. PUT creates an account,
/// so that user can't change days here.
fn may_create_user(context: &GuardContext) -> bool {
    let method = &context.head().method;
    ![Method::GET, Method::HEAD, Method::POST, Method::DELETE].contains(method)
}

/// Lets pages on other origins call the API with a token. Cookies don't work for them, because no
/// response allows credentials.
fn cors(origins: &[String]) -> Cors {
    let exposed = ["ratelimit", "ratelimit-policy", "x-request-id"].map(HeaderName::from_static);
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "DELETE"])
        .allowed_headers([AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH])
        .expose_headers([ETAG, RETRY_AFTER].into_iter().chain(exposed))
        .max_age(PREFLIGHT_MAX_AGE_SECS);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}
