//! The routes of the pages, registered with the facts that middleware needs about each
//! ([`Routes`]).

use actix_web::middleware::from_fn;
use actix_web::web;

use super::month::{self, day};
use super::settings::data::{self, delete_account, delete_days};
use super::settings::{
    account, allowances, feed, general, schedule, sessions, slack, tokens, types,
};
use super::{
    admin, bulk_edit, change, confirm, email_confirmation, export, history, import, login,
    password, password_forgot, password_reset, report, search, signup, theme, today, welcome, year,
};
use crate::web::auth::{require_admin, require_login};
use crate::web::password_check::require_recent_password;
use crate::web::respond_not_found;
use crate::web::routes::PasswordCheck::{Page, Submit, SubmitIf, SubmitUnless};
use crate::web::routes::Replay::{No, ToSender, Unless, Yes};
use crate::web::routes::Routes;

/// Registers the pages that need no login.
pub(crate) fn register_public(routes: &mut Routes<'_>) {
    routes.get("/", welcome::show_welcome);
    routes.form("/signup", signup::show_signup, signup::sign_up, No);
    routes.form("/login", login::show_login, login::log_in, No);
    routes.action("", "/logout", login::log_out, No);
    routes.action("", "/theme", theme::choose_theme, No);
    routes.form("/password", password::show_password, password::change_password, No);
    routes.form(
        "/password/forgot",
        password_forgot::show_forgot_password,
        password_forgot::request_reset,
        No,
    );
    routes.form(
        "/password/reset",
        password_reset::show_password_reset,
        password_reset::reset_password,
        No,
    );
    routes.form(
        "/email/confirm",
        email_confirmation::show_email_confirmation,
        email_confirmation::confirm_email,
        No,
    );
}

/// Registers the pages that require a login.
pub(crate) fn register_private(routes: &mut Routes<'_>) {
    register_guarded(routes, "/month", |at| {
        at.without_today().get("", month::show_this_month);
        at.action("", "/setup", month::setup::finish_setup_step, No);
        at.without_today().get("/{month}", month::show_month);
    });
    register_guarded(routes, "/day/{day}", |at| {
        at.without_today().form("", day::show_day, day::save_day, Yes);
        at.action("", "/delete", day::delete_day, Yes);
        at.action("", "/type", day::set_day_type, Yes);
        at.get("/history", history::show_history);
    });
    register_guarded(routes, "/today", |at| {
        at.without_today().form("", today::show_today, today::log_today, Yes);
    });
    register_guarded(routes, "/days", |at| {
        at.form("", bulk_edit::show_bulk_edit, bulk_edit::log_days, Yes);
        at.form("/delete", bulk_edit::show_bulk_delete, bulk_edit::delete_days, Yes);
    });
    register_guarded(routes, "/export.csv", |at| {
        at.without_today().get("", export::export_csv);
    });
    register_guarded(routes, "/export.json", |at| {
        at.without_today().get("", export::export_json);
    });
    register_guarded(routes, "/import", |at| {
        at.upload("", import::show_import, import::import_file, Yes);
    });
    register_guarded(routes, "/year", |at| {
        at.get("", year::show_this_year);
        at.get("/{year}", year::show_year);
    });
    register_guarded(routes, "/report", |at| at.get("", report::show_report));
    register_guarded(routes, "/search", |at| at.get("", search::show_search));
    register_guarded(routes, "/changes/{id}", |at| {
        at.get("", change::show_change);
        at.action("", "/undo", change::undo_change, No);
    });
    register_guarded(routes, "/confirm", |at| {
        at.form("", confirm::show_confirmation, confirm::confirm_password, No);
    });
    register_guarded(routes, "/settings", register_settings);
    // Other users see nothing here, not even that a password is required.
    let admins = routes.scope("/admin", |at| {
        let pages = at.scope("", register_admin).default_service(web::to(respond_not_found));
        let pages = pages.wrap(from_fn(require_recent_password)).wrap(from_fn(require_admin));
        at.mount(pages);
    });
    routes.mount(admins.wrap(from_fn(require_login)));
}

fn register_guarded(routes: &mut Routes<'_>, prefix: &str, list: impl FnOnce(&mut Routes<'_>)) {
    let scope = routes.scope(prefix, list).wrap(from_fn(require_recent_password));
    routes.mount(scope.wrap(from_fn(require_login)));
}

fn register_settings(at: &mut Routes<'_>) {
    at.form("", general::show_general, general::save_general, Yes);
    at.form("/account", account::show_account, account::change_email, Unless(&["password"]));
    at.form("/sessions", sessions::show_sessions, sessions::end_sessions, No);
    at.confirmed(SubmitUnless("act", &["test"])).form(
        "/slack",
        slack::show_slack,
        slack::update_slack,
        ToSender,
    );
    at.form("/types", types::show_types, types::create_type, Yes);
    at.form("/types/{slug}", types::show_type, types::update_type, Yes);
    at.action("/types/{slug}", "/move", types::move_type, Yes);
    at.action("/types/{slug}", "/archive", types::archive_type, Yes);
    at.form("/types/{slug}/merge", types::merge::show_type_merge, types::merge::merge_types, Yes);
    at.form("/allowances", allowances::show_allowances, allowances::save_calendar, Yes);
    at.form("/allowances/{slug}", allowances::show_allowance, allowances::save_allowance, Yes);
    at.form("/schedule", schedule::show_schedule, schedule::save_schedule, Yes);
    at.action("/schedule", "/delete", schedule::delete_schedule, Yes);
    at.without_today().get("/pattern", schedule::redirect_from_pattern);
    let notes = SubmitIf("detail", "notes");
    at.confirmed(notes).form("/feed", feed::show_feeds, feed::create_feed, Yes);
    at.form("/feed/revoke", feed::show_feed_revocation, feed::revoke_feed, Yes);
    let write = SubmitIf("scope", "write");
    at.confirmed(write).form("/tokens", tokens::show_tokens, tokens::create_token, Yes);
    at.form("/tokens/{id}/revoke", tokens::show_token_revocation, tokens::revoke_token, Yes);
    at.get("/data", data::show_data);
    register_deletions(at);
}

/// Registers the pages that delete data. A deletion must be confirmed again after a login.
fn register_deletions(at: &mut Routes<'_>) {
    let mut days = at.confirmed(Page);
    days.form("/data/delete-year", delete_days::show_delete_year, delete_days::delete_year, No);
    days.form("/data/delete-all", delete_days::show_delete_all, delete_days::delete_all_days, No);
    // The form asks for the password.
    at.form(
        "/data/delete-account",
        delete_account::show_delete_account,
        delete_account::delete_account,
        No,
    );
}

/// Registers the pages behind [`require_admin`].
fn register_admin(at: &mut Routes<'_>) {
    at.get("", admin::show_admin);
    at.get("/users", admin::users::show_users);
    // With these, the form asks for the password.
    at.confirmed(SubmitUnless("act", &["grant", "reset"])).form(
        "/users/{id}",
        admin::users::user::show_user,
        admin::users::user::update_user,
        No,
    );
    at.confirmed(Page).get("/users/{id}/disable", admin::users::user::show_disabling);
    let mut invitations = at.confirmed(Submit);
    invitations.form(
        "/invitations",
        admin::invitations::show_invitations,
        admin::invitations::create_invitation,
        Yes,
    );
    at.confirmed(Page).form(
        "/invitations/{id}/revoke",
        admin::invitations::show_invitation_revocation,
        admin::invitations::revoke_invitation,
        No,
    );
    at.get("/audit", admin::audit::show_audit_log);
    at.get("/store", admin::store::show_store);
}
