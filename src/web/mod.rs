//! HTTP: routes, pages and what stands around them.
//!
//! A request passes, from outside in: the log's span, compression, [`frame`] (headers, words for
//! errors), [`security::check_source`], and for pages [`kept::read_form`], the login, and
//! [`auth::require_login`] where the page is a person's own.

pub mod assets;
pub mod auth;
#[cfg(test)]
mod contrast;
pub mod error;
mod feed;
mod files;
pub mod form;
mod frame;
mod health;
pub mod html;
pub mod htmx;
mod kept;
mod remember;
mod security;
pub mod session;
pub mod site;
mod upload;

use actix_web::cookie::Key;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, ServiceConfig, post, resource, scope};
use actix_web::{Route, guard};

use crate::app::App;
use error::PageError;
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
}

/// Mounts everything.
pub fn configure(config: &mut ServiceConfig, shared: &Shared) {
    let guarded = || from_fn(auth::require_login);
    let pages = scope("")
        .service(resource("/").route(get().to(html::welcome::page)))
        .service(
            resource("/signup")
                .route(get().to(html::signup::page))
                .route(post().to(html::signup::submit)),
        )
        .service(
            resource("/login")
                .route(get().to(html::login::page))
                .route(post().to(html::login::submit)),
        )
        .service(resource("/logout").route(post().to(html::login::log_out)))
        .service(
            resource("/password")
                .route(get().to(html::password::page))
                .route(post().to(html::password::submit)),
        )
        .service(
            resource("/password/forgot")
                .route(get().to(html::forgot::page))
                .route(post().to(html::forgot::submit)),
        )
        .service(
            resource("/password/reset")
                .route(get().to(html::reset::page))
                .route(post().to(html::reset::submit)),
        )
        .service(
            resource("/email/confirm")
                .route(get().to(html::email::page))
                .route(post().to(html::email::submit)),
        )
        .service(
            scope("/month")
                .service(resource("").route(get().to(html::month::this_month)))
                .service(resource("/{month}").route(get().to(html::month::page)))
                .wrap(guarded()),
        )
        .service(
            scope("/day/{day}")
                .service(
                    resource("").route(get().to(html::day::page)).route(post().to(html::day::save)),
                )
                .service(resource("/delete").route(post().to(html::day::delete)))
                .service(resource("/type").route(post().to(html::day::set_type)))
                .wrap(guarded()),
        )
        .service(resource("/export.csv").route(get().to(html::export::csv)).wrap(guarded()))
        .service(resource("/export.json").route(get().to(html::export::json)).wrap(guarded()))
        .service(
            resource("/import")
                .route(get().to(html::import::page))
                .route(post().to(html::import::submit))
                .wrap(guarded()),
        )
        .service(
            scope("/year")
                .service(resource("").route(get().to(html::year::this_year)))
                .service(resource("/{year}").route(get().to(html::year::page)))
                .wrap(guarded()),
        )
        .service(
            scope("/changes/{id}")
                .service(resource("").route(get().to(html::change::page)))
                .service(resource("/undo").route(post().to(html::change::undo)))
                .wrap(guarded()),
        )
        .service(scope("/settings").configure(html::settings::routes).wrap(guarded()))
        .default_service(web::to(nothing_here))
        .wrap(from_fn(remember::note))
        .wrap(session::middleware(&shared.app, shared.key.clone(), shared.site.is_secure()))
        .wrap(from_fn(session::keep_user))
        .wrap(from_fn(remember::extend))
        .wrap(from_fn(kept::read_form));
    config
        .app_data(web::Data::new(shared.app.clone()))
        .app_data(web::Data::new(shared.site.clone()))
        .service(
            scope("")
                .service(resource("/livez").route(get().to(health::livez)))
                .service(resource("/readyz").route(get().to(health::readyz)))
                .service(resource("/static/{name}").route(get().to(files::file)))
                .service(resource("/feed/{file:.*}").route(get().to(feed::file)))
                .service(pages)
                .wrap(from_fn(security::check_source))
                .wrap(from_fn(frame::frame))
                .wrap(Compress::default()),
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
    Err(PageError::NotFound("This address leads nowhere."))
}
