//! `/settings` and the pages below it, a file each.

pub mod account;
pub mod allowances;
pub mod data;
pub mod delete_account;
pub mod delete_days;
pub mod feed;
pub mod general;
pub mod pattern;
pub mod slack;
pub mod tokens;
pub mod types;

use actix_web::web::{ServiceConfig, post, resource};

use crate::web::get;

/// The routes below `/settings`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("").route(get().to(general::page)).route(post().to(general::submit)))
        .service(
            resource("/account").route(get().to(account::page)).route(post().to(account::submit)),
        )
        .service(resource("/slack").route(get().to(slack::page)).route(post().to(slack::submit)))
        .service(resource("/types").route(get().to(types::page)).route(post().to(types::add)))
        .service(
            resource("/types/{slug}").route(get().to(types::one)).route(post().to(types::change)),
        )
        .service(resource("/types/{slug}/move").route(post().to(types::shift)))
        .service(resource("/types/{slug}/archive").route(post().to(types::archive)))
        .service(
            resource("/types/{slug}/merge")
                .route(get().to(types::merge::page))
                .route(post().to(types::merge::submit)),
        )
        .service(resource("/allowances").route(get().to(allowances::page)))
        .service(
            resource("/allowances/{slug}")
                .route(get().to(allowances::one))
                .route(post().to(allowances::submit)),
        )
        .service(
            resource("/pattern").route(get().to(pattern::page)).route(post().to(pattern::submit)),
        )
        .service(resource("/feed").route(get().to(feed::page)).route(post().to(feed::make)))
        .service(resource("/feed/revoke").route(post().to(feed::revoke)))
        .service(resource("/tokens").route(get().to(tokens::page)).route(post().to(tokens::make)))
        .service(resource("/tokens/{id}/revoke").route(post().to(tokens::revoke)))
        .service(resource("/data").route(get().to(data::page)))
        .service(
            resource("/data/delete-year")
                .route(get().to(delete_days::year_page))
                .route(post().to(delete_days::delete_year)),
        )
        .service(
            resource("/data/delete-all")
                .route(get().to(delete_days::all_page))
                .route(post().to(delete_days::delete_all)),
        )
        .service(
            resource("/data/delete-account")
                .route(get().to(delete_account::page))
                .route(post().to(delete_account::submit)),
        );
}
