//! The addresses of the pages.

use actix_web::middleware::from_fn;
use actix_web::web::{ServiceConfig, post, resource, scope};

use super::{
    admin, change, day, days, email, export, forgot, history, import, login, month, password,
    reset, settings, signup, today, welcome, year,
};
use crate::web::auth::{require_admin, require_login};
use crate::web::get;

/// Pages for anybody.
pub fn open(config: &mut ServiceConfig) {
    config
        .service(resource("/").route(get().to(welcome::page)))
        .service(resource("/signup").route(get().to(signup::page)).route(post().to(signup::submit)))
        .service(resource("/login").route(get().to(login::page)).route(post().to(login::submit)))
        .service(resource("/logout").route(post().to(login::log_out)))
        .service(
            resource("/password")
                .route(get().to(password::page))
                .route(post().to(password::submit)),
        )
        .service(
            resource("/password/forgot")
                .route(get().to(forgot::page))
                .route(post().to(forgot::submit)),
        )
        .service(
            resource("/password/reset")
                .route(get().to(reset::page))
                .route(post().to(reset::submit)),
        )
        .service(
            resource("/email/confirm").route(get().to(email::page)).route(post().to(email::submit)),
        );
}

/// Pages of a person, which somebody unknown is asked to log in for.
pub fn private(config: &mut ServiceConfig) {
    let guarded = || from_fn(require_login);
    config
        .service(
            scope("/month")
                .service(resource("").route(get().to(month::this_month)))
                .service(resource("/{month}").route(get().to(month::page)))
                .wrap(guarded()),
        )
        .service(
            scope("/day/{day}")
                .configure(day::routes)
                .service(resource("/history").route(get().to(history::page)))
                .wrap(guarded()),
        )
        .service(
            resource("/today")
                .route(get().to(today::page))
                .route(post().to(today::log))
                .wrap(guarded()),
        )
        .service(scope("/days").configure(days::routes).wrap(guarded()))
        .service(resource("/export.csv").route(get().to(export::csv)).wrap(guarded()))
        .service(resource("/export.json").route(get().to(export::json)).wrap(guarded()))
        .service(
            resource("/import")
                .route(get().to(import::page))
                .route(post().to(import::submit))
                .wrap(guarded()),
        )
        .service(
            scope("/year")
                .service(resource("").route(get().to(year::this_year)))
                .service(resource("/{year}").route(get().to(year::page)))
                .wrap(guarded()),
        )
        .service(scope("/changes/{id}").configure(change::routes).wrap(guarded()))
        .service(scope("/settings").configure(settings::routes).wrap(guarded()))
        .service(
            scope("/admin")
                .service(scope("").configure(admin::routes).wrap(from_fn(require_admin)))
                .wrap(guarded()),
        );
}
