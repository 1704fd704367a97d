//! HTTP: routes, middleware, pages, and the API.
//!
//! A request passes, from the outside in: request logging, compression, `error_pages` (security
//! headers and error pages), and `source_check::check_origin`. Pages then pass
//! `form_replay::buffer_form`, the session, and, unless they are public, `auth::require_login`.

mod api;
pub(crate) mod assets;
pub(crate) mod auth;
mod body_memory;
mod client_ip;
mod compression;
pub(crate) mod connections;
#[cfg(test)]
mod contrast;
mod cookie;
pub(crate) mod day_form;
mod device;
pub(crate) mod draining;
pub(crate) mod error;
mod error_pages;
mod etag;
mod feed;
pub(crate) mod flash;
pub(crate) mod form;
mod form_replay;
#[cfg(test)]
mod fuzz;
pub(crate) mod health;
pub(crate) mod language;
pub(crate) mod large_body;
mod login_client;
mod manifest;
pub(crate) mod messages;
mod metrics;
pub(crate) mod metrics_endpoint;
pub(crate) mod pages;
mod password_check;
mod previews;
mod private_hosts;
pub(crate) mod request_log;
pub(crate) mod response_kind;
pub(crate) mod routes;
pub(crate) mod security_headers;
pub(crate) mod session;
pub(crate) mod site_config;
mod source_check;
mod static_files;
pub(crate) mod theme;
mod trace_context;
mod upload;
pub(crate) mod views;

use actix_session::Session;
use actix_web::cookie::Key;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, resource, scope};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use crate::app::App;
pub use api::ApiRateLimiter;
use auth::CurrentUser;
pub use body_memory::BodyMemory;
pub use connections::{ClientDeadlines, ConnectionLimits, MinPace};
use device::DeviceCookies;
use error::PageError;
pub use health::Readiness;
pub use messages::message_for;
pub use metrics::HttpMetrics;
pub use request_log::RequestSpans;
pub use routes::RouteTable;
use routes::{Routes, get};
pub use site_config::{SignupPolicy, SiteConfig};

/// The state that all workers share.
#[derive(Clone)]
pub struct Shared {
    /// The application layer.
    pub app: App,
    /// The configuration of the site.
    pub site: SiteConfig,
    /// The key that signs cookies.
    pub key: Key,
    /// The rate limiter of the API.
    pub limiter: ApiRateLimiter,
    /// The memory for the bodies of requests.
    pub bodies: BodyMemory,
    /// The state that decides whether the server is ready.
    pub readiness: Readiness,
}

/// Registers all routes.
pub fn configure(config: &mut ServiceConfig, shared: &Shared) {
    let mut table = RouteTable::default();
    let all = table.scope("", |routes| register_routes(routes, shared));
    config
        .app_data(web::Data::new(shared.app.clone()))
        .app_data(web::Data::new(shared.site.clone()))
        .app_data(web::Data::new(shared.readiness.clone()))
        .app_data(web::Data::new(shared.bodies.clone()))
        .app_data(web::Data::new(table))
        .app_data(web::Data::new(DeviceCookies::new(shared.key.clone(), shared.site.is_secure())))
        .service(
            all.wrap(from_fn(source_check::check_origin))
                .wrap(from_fn(error_pages::add_error_pages))
                .wrap(from_fn(language::with_language))
                .wrap(from_fn(compression::compress)),
        );
}

fn register_routes(routes: &mut Routes<'_>, shared: &Shared) {
    routes.get("/livez", health::livez);
    routes.get("/readyz", health::readyz);
    routes.get("/static/{name}", static_files::serve_asset);
    routes.get("/manifest.webmanifest", manifest::serve_manifest);
    routes.get("/feed/{file:.*}", feed::serve_feed);
    api::routes(routes, shared);
    let pages = routes.scope("", |routes| {
        pages::routes::register_public(routes);
        pages::routes::register_private(routes);
    });
    let pages = pages
        .default_service(web::to(respond_not_found))
        .wrap(session::middleware(&shared.app, shared.key.clone(), shared.site.is_secure()))
        .wrap(from_fn(session::with_request_state))
        .wrap(from_fn(form_replay::buffer_form));
    routes.mount(pages);
}

/// Registers the routes while the server waits for the store at startup: all except the static
/// files and `/livez` respond with 503.
pub(crate) fn configure_unavailable(config: &mut ServiceConfig, site: &SiteConfig) {
    config.app_data(web::Data::new(site.clone())).service(
        scope("")
            .service(resource("/livez").route(get().to(health::livez)))
            .service(resource("/static/{name}").route(get().to(static_files::serve_asset)))
            .default_service(web::to(respond_unavailable))
            .wrap(from_fn(error_pages::add_error_pages))
            .wrap(from_fn(language::with_language)),
    );
}

async fn respond_unavailable() -> Result<HttpResponse, PageError> {
    Err(PageError::StoreAway(None))
}

/// Responds with 404, on a page with the header of the logged-in user.
async fn respond_not_found(
    session: Session,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    if let Some(user) = session::user(&session) {
        request.extensions_mut().insert(CurrentUser::from(user));
    }
    Err(PageError::NotFound(error::NOTHING_HERE))
}
