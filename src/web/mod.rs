//! HTTP: routes, pages and what stands around them.
//!
//! A request passes, from outside in: the log's span, compression, [`frame`] (headers, words for
//! errors), [`security::check_source`], and for pages [`kept::read_form`], the login, and
//! [`auth::require_login`] where the page is a person's own.

mod api;
pub mod assets;
pub mod auth;
mod compression;
#[cfg(test)]
mod contrast;
pub mod day_form;
pub mod draining;
pub mod error;
mod feed;
mod files;
pub mod flash;
pub mod form;
mod frame;
pub mod health;
pub mod html;
pub mod htmx;
mod kept;
mod meter;
pub mod metrics;
mod remember;
mod security;
pub mod session;
pub mod site;
pub mod spans;
mod tags;
mod upload;
pub mod watch;
pub mod wording;

use actix_web::cookie::Key;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, resource, scope};
use actix_web::{Route, guard};

use crate::app::App;
pub use api::Limiter;
use error::PageError;
use health::Readiness;
pub use meter::Meter;
use site::Site;

/// What every worker serves from.
#[derive(Clone)]
pub struct Shared {
    /// What the program does.
    pub app: App,
    /// Where it is served.
    pub site: Site,
    /// Signs cookies.
    pub key: Key,
    /// Counts calls of the API.
    pub limiter: Limiter,
    /// Decides whether the server is ready.
    pub readiness: Readiness,
}

/// Mounts everything.
pub fn configure(config: &mut ServiceConfig, shared: &Shared) {
    let pages = scope("")
        .configure(html::routes::open)
        .configure(html::routes::private)
        .default_service(web::to(nothing_here))
        .wrap(from_fn(remember::note))
        .wrap(session::middleware(&shared.app, shared.key.clone(), shared.site.is_secure()))
        .wrap(from_fn(session::keep_user))
        .wrap(from_fn(remember::extend))
        .wrap(from_fn(kept::read_form));
    config
        .app_data(web::Data::new(shared.app.clone()))
        .app_data(web::Data::new(shared.site.clone()))
        .app_data(web::Data::new(shared.readiness.clone()))
        .service(
            scope("")
                .service(resource("/livez").route(get().to(health::livez)))
                .service(resource("/readyz").route(get().to(health::readyz)))
                .service(resource("/static/{name}").route(get().to(files::file)))
                .service(resource("/feed/{file:.*}").route(get().to(feed::file)))
                .configure(|config| api::configure(config, shared))
                .service(pages)
                .wrap(from_fn(security::check_source))
                .wrap(from_fn(frame::frame))
                .wrap(from_fn(compression::compress)),
        );
}

/// Mounts what can be served while the store does not answer: a page that says so.
pub fn configure_waiting(config: &mut ServiceConfig, site: &Site) {
    config.app_data(web::Data::new(site.clone())).service(
        scope("")
            .service(resource("/livez").route(get().to(health::livez)))
            .service(resource("/static/{name}").route(get().to(files::file)))
            .default_service(web::to(store_away))
            .wrap(from_fn(frame::frame)),
    );
}

/// A route for those who read, or only ask what they would get.
fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

async fn store_away() -> Result<actix_web::HttpResponse, PageError> {
    Err(PageError::StoreAway(None))
}

async fn nothing_here() -> Result<actix_web::HttpResponse, PageError> {
    Err(PageError::NotFound(error::NOTHING_HERE))
}
