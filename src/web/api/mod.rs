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
use actix_web::web::{self, ServiceConfig, delete, post, put, resource, scope};
use percent_encoding::percent_decode_str;

use super::{Shared, get, session};

pub use caller::bearer;
pub use error::{ApiError, body_of};
pub use limit::Limiter;

/// Every path of the API begins so; its errors are JSON.
pub const PREFIX: &str = "/api/v1/";

/// How long a browser may remember what it is allowed, in seconds.
const REMEMBER_CORS: usize = 3600;

/// Whether a call at this address is made by whom its token names. Those that take a password do not
/// look at tokens.
pub fn takes_tokens(path: &str) -> bool {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let of_user = path.strip_prefix(PREFIX).and_then(|path| path.strip_prefix("user/"));
    of_user.is_some_and(|path| path != "create" && !path.ends_with("/reset"))
}

/// Mounts the API and its documentation.
pub fn configure(config: &mut ServiceConfig, shared: &Shared) {
    let of_user = scope("/user/{user}")
        .service(
            resource("")
                .route(get().to(read::read))
                .route(post().to(log::log))
                .route(put().to(log::change))
                .route(delete().to(delete::delete)),
        )
        .service(
            resource("/settings").route(get().to(settings::read)).route(put().to(settings::change)),
        )
        .service(resource("/summary").route(get().to(summary::read)))
        .service(resource("/tokens").route(get().to(tokens::list)).route(post().to(tokens::make)))
        .service(resource("/tokens/{id}").route(delete().to(tokens::revoke)))
        .wrap(from_fn(caller::require))
        .wrap(Condition::new(!shared.site.api_origins.is_empty(), cors(&shared.site.api_origins)));
    let version_1 = scope("/api/v1")
        .app_data(web::Data::new(shared.limiter.clone()))
        .app_data(web::Data::new(docs::Document::default()))
        .service(resource("/openapi.json").route(get().to(docs::document)))
        .service(resource("/login").route(post().to(account::log_in)))
        .service(
            resource("/user/create")
                .guard(fn_guard(is_not_theirs))
                .route(put().to(account::create)),
        )
        .service(resource("/user/{user}/reset").route(put().to(account::change_password)))
        .service(of_user)
        .wrap(session::middleware(&shared.app, shared.key.clone(), shared.site.is_secure()))
        .wrap(from_fn(session::keep_user));
    config
        .service(version_1)
        .service(resource("/api").route(get().to(docs::to_folder)))
        .service(resource("/api/").route(get().to(docs::page)));
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
