//! `/admin` and the pages below it, one module each. All of them are behind
//! [`require_admin`](crate::web::auth::require_admin).

pub mod audit;
pub mod invitations;
pub mod menu;
pub mod store;
pub mod users;

use actix_web::HttpResponse;

use super::respond::redirect;

/// Redirects to the list of users (`GET /admin`).
pub async fn show_admin() -> HttpResponse {
    redirect("/admin/users")
}
