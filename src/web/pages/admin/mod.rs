//! `/admin` and the pages below it, one module each. All of them are behind
//! [`require_admin`](crate::web::auth::require_admin).

pub(crate) mod audit;
pub(crate) mod events;
pub(crate) mod invitations;
pub(crate) mod menu;
pub(crate) mod store;
pub(crate) mod users;

use actix_web::HttpResponse;

use super::respond::redirect;

/// Redirects to the list of users (`GET /admin`).
pub(crate) async fn show_admin() -> HttpResponse {
    redirect("/admin/users")
}
