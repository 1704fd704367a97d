//! `/admin` and the pages below it, a file each. All of them are behind
//! [`require_admin`](crate::web::auth::require_admin).

mod audit;
mod invitations;
mod store;
mod user;
mod users;

use actix_web::web::{self, ServiceConfig, post, resource};

use super::respond::see_other;
use crate::web::error::{NOTHING_HERE, PageError};
use crate::web::get;

/// The routes below `/admin`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("").route(get().to(async || see_other("/admin/users"))))
        .service(resource("/users").route(get().to(users::page)))
        .service(resource("/users/{id}").route(get().to(user::page)).route(post().to(user::act)))
        .service(
            resource("/invitations")
                .route(get().to(invitations::page))
                .route(post().to(invitations::make)),
        )
        .service(resource("/invitations/{id}/revoke").route(post().to(invitations::revoke)))
        .service(resource("/audit").route(get().to(audit::page)))
        .service(resource("/store").route(get().to(store::page)))
        .default_service(web::to(nothing_here));
}

async fn nothing_here() -> Result<actix_web::HttpResponse, PageError> {
    Err(PageError::NotFound(NOTHING_HERE))
}
