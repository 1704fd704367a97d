//! The JSON API and its documentation. What a call means is read here; what it does is the same as
//! what pages do, by the same functions of [`crate::app`].
//!
//! A call passes the layers of a page (`web/mod.rs`) without the form, then [`caller::require`],
//! which also counts it ([`limit`]).

mod account;
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
mod record;
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

use super::routes::Tokens::{Accepted, Ignored};
use super::routes::{Routes, get};
use super::{Shared, session};

pub use caller::bearer;
pub use error::{ApiError, body_of};
pub use limit::Limiter;

/// Every path of the API begins so; its errors are JSON.
pub const PREFIX: &str = "/api/v1/";

/// How long a browser may remember what it is allowed, in seconds.
const REMEMBER_CORS: usize = 3600;

/// The calls in the document: each of those in [`routes`].
#[derive(OpenApi)]
#[openapi(paths(
    account::log_in,
    account::create,
    account::change_password,
    read::read,
    log::log,
    log::change,
    delete::delete,
    settings::read,
    settings::change,
    summary::read,
    tokens::list,
    tokens::make,
    tokens::revoke,
))]
struct Calls;

/// The API and its documentation.
pub fn routes(routes: &mut Routes<'_>, shared: &Shared) {
    let version_1 = routes.scope("/api/v1", |at| {
        at.get("/openapi.json", docs::document);
        // Those that take a password don't look at tokens.
        at.call("/login", Ignored, |it| it.route(post().to(account::log_in)));
        at.call("/user/create", Ignored, |it| {
            it.guard(fn_guard(is_not_theirs)).route(put().to(account::create))
        });
        at.call("/user/{user}/reset", Ignored, |it| it.route(put().to(account::change_password)));
        let of_user = at.scope("/user/{user}", of_user).wrap(from_fn(caller::require)).wrap(
            Condition::new(!shared.site.api_origins.is_empty(), cors(&shared.site.api_origins)),
        );
        at.mount(of_user);
    });
    let version_1 = version_1
        .app_data(web::Data::new(shared.limiter.clone()))
        .app_data(web::Data::new(docs::Document::default()))
        .wrap(session::middleware(&shared.app, shared.key.clone(), shared.site.is_secure()))
        .wrap(from_fn(session::keep_user));
    routes.mount(version_1);
    routes.get("/api", docs::to_folder);
    routes.get("/api/", docs::page);
}

/// Behind [`caller::require`].
fn of_user(at: &mut Routes<'_>) {
    at.call("", Accepted, |it| {
        it.route(get().to(read::read))
            .route(post().to(log::log))
            .route(put().to(log::change))
            .route(delete().to(delete::delete))
    });
    at.call("/settings", Accepted, |it| {
        it.route(get().to(settings::read)).route(put().to(settings::change))
    });
    at.call("/summary", Accepted, |it| it.route(get().to(summary::read)));
    at.call("/tokens", Accepted, |it| {
        it.route(get().to(tokens::list)).route(post().to(tokens::make))
    });
    at.call("/tokens/{id}", Accepted, |it| it.route(delete().to(tokens::revoke)));
}

/// Somebody may be called “create”: their days are read, logged and deleted at that address too.
fn is_not_theirs(context: &GuardContext) -> bool {
    let method = &context.head().method;
    ![Method::GET, Method::HEAD, Method::POST, Method::DELETE].contains(method)
}

/// Lets pages of other origins call with a token. Cookies are not for them: no answer allows
/// credentials.
fn cors(origins: &[String]) -> Cors {
    let told = ["ratelimit", "ratelimit-policy", "x-request-id"].map(HeaderName::from_static);
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "DELETE"])
        .allowed_headers([AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH])
        .expose_headers([ETAG, RETRY_AFTER].into_iter().chain(told))
        .max_age(REMEMBER_CORS);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}
