//! What the cookies have in common.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// The lifetime of a cookie: 400 days, the most that browsers allow. The store decides when a
/// session expires.
pub(crate) const MAX_AGE: Duration = Duration::days(400);

pub(crate) const SAME_SITE: SameSite = SameSite::Lax;
pub(crate) const PATH: &str = "/";

/// Returns a cookie that only the server reads.
pub(crate) fn build_cookie(name: &'static str, value: String, secure: bool) -> Cookie<'static> {
    let cookie = Cookie::build(name, value).path(PATH).secure(secure).max_age(MAX_AGE);
    cookie.http_only(true).same_site(SAME_SITE).finish()
}
