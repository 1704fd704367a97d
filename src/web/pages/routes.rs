//! The routes of the pages, registered with the facts that middleware needs about each
//! ([`Routes`]).

use actix_web::middleware::from_fn;
use actix_web::web;

use super::month::{self, day};
use super::settings::data::{self, delete_account, delete_days};
use super::settings::{account, allowances, feed, general, pattern, slack, tokens, types};
use super::{
    admin, bulk_edit, change, email_confirmation, export, history, import, login, password,
    password_forgot, password_reset, signup, today, welcome, year,
};
use crate::web::auth::{require_admin, require_login};
use crate::web::nothing_here;
use crate::web::routes::Replay::{No, Unless, Yes};
use crate::web::routes::Routes;

/// Registers the pages that need no login.
pub fn open(routes: &mut Routes<'_>) {
    routes.get("/", welcome::page);
    routes.form("/signup", signup::page, signup::submit, No);
    routes.form("/login", login::page, login::submit, No);
    routes.action("", "/logout", login::log_out, No);
    routes.form("/password", password::page, password::submit, No);
    routes.form("/password/forgot", password_forgot::page, password_forgot::submit, No);
    routes.form("/password/reset", password_reset::page, password_reset::submit, No);
    routes.form("/email/confirm", email_confirmation::page, email_confirmation::submit, No);
}

/// Registers the pages that require a login.
pub fn private(routes: &mut Routes<'_>) {
    guarded(routes, "/month", |at| {
        at.get("", month::this_month);
        at.get("/{month}", month::page);
    });
    guarded(routes, "/day/{day}", |at| {
        at.form("", day::page, day::save, Yes);
        at.action("", "/delete", day::delete, Yes);
        at.action("", "/type", day::set_type, Yes);
        at.get("/history", history::page);
    });
    guarded(routes, "/today", |at| at.form("", today::page, today::log, Yes));
    guarded(routes, "/days", |at| {
        at.form("", bulk_edit::page, bulk_edit::submit, Yes);
        at.form("/delete", bulk_edit::page, bulk_edit::delete, Yes);
    });
    guarded(routes, "/export.csv", |at| at.get("", export::csv));
    guarded(routes, "/export.json", |at| at.get("", export::json));
    guarded(routes, "/import", |at| at.upload("", import::page, import::submit, Yes));
    guarded(routes, "/year", |at| {
        at.get("", year::this_year);
        at.get("/{year}", year::page);
    });
    guarded(routes, "/changes/{id}", |at| {
        at.get("", change::page);
        at.action("", "/undo", change::undo, No);
    });
    guarded(routes, "/settings", settings);
    guarded(routes, "/admin", |at| {
        let admins = at.scope("", admin).default_service(web::to(nothing_here));
        at.mount(admins.wrap(from_fn(require_admin)));
    });
}

fn guarded(routes: &mut Routes<'_>, prefix: &str, list: impl FnOnce(&mut Routes<'_>)) {
    let scope = routes.scope(prefix, list).wrap(from_fn(require_login));
    routes.mount(scope);
}

fn settings(at: &mut Routes<'_>) {
    at.form("", general::page, general::submit, Yes);
    at.form("/account", account::page, account::submit, Unless(&["password"]));
    at.form("/slack", slack::page, slack::submit, Unless(&["slack"]));
    at.form("/types", types::page, types::add, Yes);
    at.form("/types/{slug}", types::one, types::change, Yes);
    at.action("/types/{slug}", "/move", types::shift, Yes);
    at.action("/types/{slug}", "/archive", types::archive, Yes);
    at.form("/types/{slug}/merge", types::merge::page, types::merge::submit, Yes);
    at.get("/allowances", allowances::page);
    at.form("/allowances/{slug}", allowances::one, allowances::submit, Yes);
    at.form("/pattern", pattern::page, pattern::submit, Yes);
    at.form("/feed", feed::page, feed::make, Yes);
    at.action("/feed", "/revoke", feed::revoke, Yes);
    at.form("/tokens", tokens::page, tokens::make, Yes);
    at.action("/tokens", "/{id}/revoke", tokens::revoke, Yes);
    at.get("/data", data::page);
    // A deletion must be confirmed again after a login.
    at.form("/data/delete-year", delete_days::year_page, delete_days::delete_year, No);
    at.form("/data/delete-all", delete_days::all_page, delete_days::delete_all, No);
    at.form("/data/delete-account", delete_account::page, delete_account::submit, No);
}

/// Registers the pages behind [`require_admin`].
fn admin(at: &mut Routes<'_>) {
    at.get("", admin::page);
    at.get("/users", admin::users::page);
    at.form("/users/{id}", admin::users::user::page, admin::users::user::act, No);
    at.form("/invitations", admin::invitations::page, admin::invitations::make, No);
    at.action("/invitations", "/{id}/revoke", admin::invitations::revoke, No);
    at.get("/audit", admin::audit::page);
    at.get("/store", admin::store::page);
}
