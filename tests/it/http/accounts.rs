//! Tests signing up, logging in and out, passwords, and how sessions end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use worklog::app::App;
use worklog::domain::accounts::password::{Password, PasswordChangeReason, PasswordHash};
use worklog::domain::accounts::user::User;
use worklog::domain::admin::AdminCommand;
use worklog::storage::{Access, Embedded, Store, migrate};

use crate::support::samples::{noon, run_command};
use crate::support::server::{PASSWORD, Server};

on_both_stores! {
    sign_up_shows_errors_and_keeps_values,
    an_idle_login_expires_and_keeps_the_form,
    settings_sent_after_the_session_expired_are_shown_again,
    a_remembered_login_stays_valid,
    the_cookie_outlives_a_session_login,
    a_new_password_ends_every_other_login,
    pending_logins_end_with_the_password,
    an_ended_login_removes_its_cookie,
    logging_out_ends_the_session_in_the_store,
    logging_in_again_changes_the_session_key,
    password_guessing_is_throttled,
}

const NEW: &str = "another-heron-77";

fn login<'a>(name: &'a str, password: &'a str) -> [(&'a str, &'a str); 2] {
    [("username", name), ("password", password)]
}

async fn sign_up_shows_errors_and_keeps_values(server: Server) {
    server.sign_up("ada").await;
    for (name, password, again, fields) in [
        ("ADA", PASSWORD, PASSWORD, &["username"][..]),
        ("a b", PASSWORD, PASSWORD, &["username"]),
        ("bob", "password", "password", &["password"]),
        ("bob", PASSWORD, "other", &["password_confirm"]),
        ("bob", "short", "other", &["password", "password_confirm"]),
        ("a b", "short", "other", &["username", "password", "password_confirm"]),
    ] {
        let form = [("username", name), ("password", password), ("password_confirm", again)];
        let page = server.browser().submit_expecting("/signup", &form, 422).await;
        assert_eq!(page.values("input[name=username]"), [name]);
        assert_eq!(page.invalid(), fields, "{name}");
        for field in ["username", "password"] {
            let has_hint = page.has(&format!("#{field}-hint"));
            assert_eq!(
                has_hint,
                !fields.contains(&field),
                "the error of {field} replaces its hint"
            );
        }
    }
}

async fn an_idle_login_expires_and_keeps_the_form(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(Duration::from_mins(19));
    assert_eq!(ada.status("/month").await, 200);
    server.advance_clock(Duration::from_mins(19));
    assert_eq!(ada.status("/month").await, 200);
    server.advance_clock(Duration::from_mins(21));
    let form = [("type", "remote"), ("location", "Home"), ("notes", "long & dear")];
    let page = ada.submit_expecting("/day/2026-11-18", &form, 401).await;
    assert_eq!(ada.log_in_by(&page, "ada").await, "/day/2026-11-18");
    assert_eq!(ada.page("/day/2026-11-18").await.field("notes").value(), "long & dear");
    let month = ada.page("/month").await;
    assert!(!month.mentions("long &"), "logging in alone saves nothing");
}

async fn settings_sent_after_the_session_expired_are_shown_again(server: Server) {
    let ada = server.sign_up("ada").await;
    for (path, form, (selector, value)) in [
        ("/settings/types", [("label", "Training")], ("[name=label]", "Training")),
        ("/settings/types/office", [("label", "Site")], ("[name=label]", "Site")),
        (
            "/settings/allowances",
            [("employed_from", "2026-03-02")],
            ("[name=employed_from]", "2026-03-02"),
        ),
        ("/settings/allowances/vacation", [("days", "27.5")], ("[name=days]", "27.5")),
        ("/settings/feed", [("name", "Phone")], ("[name=name]", "Phone")),
        ("/settings/tokens", [("name", "Laptop")], ("[name=name]", "Laptop")),
    ] {
        server.advance_clock(Duration::from_mins(21));
        let page = ada.submit_expecting(path, &form, 401).await;
        assert_eq!(ada.log_in_by(&page, "ada").await, path);
        let values = ada.page(path).await.values(selector);
        assert!(values.contains(&value.to_owned()), "{path}: {values:?}");
    }
}

async fn a_remembered_login_stays_valid(server: Server) {
    server.sign_up("ada").await;
    let browser = server.browser();
    let [name, password] = login("ada", PASSWORD);
    let response = browser.post("/login", &[name, password, ("remember", "on")]).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("Max-Age=34560000") && cookie.contains("HttpOnly"), "{cookie}");
    server.advance_clock(Duration::from_hours(29 * 24));
    assert_eq!(browser.status("/month").await, 200);
    server.advance_clock(Duration::from_hours(31 * 24));
    assert_eq!(browser.status("/month").await, 303);
}

/// The browser doesn't know how long a login lasts: the store ends it.
async fn the_cookie_outlives_a_session_login(server: Server) {
    server.sign_up("ada").await;
    let browser = server.browser();
    let response = browser.post("/login", &login("ada", PASSWORD)).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("Max-Age=34560000") && cookie.contains("HttpOnly"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    server.advance_clock(Duration::from_mins(19));
    assert_eq!(month_with(&server, cookie).await, 200);
    server.advance_clock(Duration::from_mins(20));
    assert_eq!(month_with(&server, cookie).await, 303);
}

async fn a_new_password_ends_every_other_login(server: Server) {
    let (here, second) = (server.sign_up("ada").await, server.browser());
    second.submit("/login", &login("ada", PASSWORD)).await;
    let change =
        |current| [("password", current), ("new_password", NEW), ("new_password_confirm", NEW)];
    assert_eq!(here.post("/password", &change("wrong-horse-1")).await.status(), 422);
    here.submit("/password", &change(PASSWORD)).await;
    assert_eq!(here.status("/month").await, 200);
    assert_eq!(second.status("/month").await, 303);
    assert_eq!(second.post("/login", &login("ada", PASSWORD)).await.status(), 422);
    second.submit("/login", &login("ada", NEW)).await;
}

/// The password can change, or the account can be disabled, while a login waits for its password
/// check.
async fn pending_logins_end_with_the_password(server: Server) {
    server.sign_up("ada").await;
    let (app, ada) = server.app_and_user("ada").await;
    for shut_out in [false, true] {
        // The login waits behind this many password checks; with a slow disk, that may be too few.
        let mut responses = Vec::new();
        for checks in [12, 40, 120] {
            let waits = AtomicBool::new(true);
            let busy = async {
                let checks =
                    (0..checks).map(|_| app.hasher.verify(Password::from_input("x"), None));
                futures_util::future::join_all(checks).await;
                waits.store(false, Ordering::SeqCst);
            };
            let change = async {
                actix_web::rt::time::sleep(Duration::from_millis(50)).await;
                end_logins(&app, &ada, shut_out).await;
                waits.load(Ordering::SeqCst)
            };
            let (browser, form) = (server.browser(), login("ada", PASSWORD));
            let ((), in_time, response) =
                futures_util::join!(busy, change, browser.post("/login", &form));
            allow_logins(&app, &ada).await;
            if in_time {
                responses.push(response.status());
                break;
            }
        }
        assert_eq!(responses, [422], "disabled: {shut_out}");
    }
}

/// Changes the user's password or disables the account.
async fn end_logins(app: &App, user: &User, disable: bool) {
    if disable {
        run_command(&*app.store, AdminCommand::Disable(user.id), noon()).await.unwrap();
    } else {
        let other = PasswordHash::from_phc("$other".to_owned());
        app.store
            .set_password(
                user.id,
                &user.password_hash,
                &other,
                PasswordChangeReason::Changed,
                noon(),
            )
            .await
            .unwrap();
    }
}

/// Enables the user and restores the password.
async fn allow_logins(app: &App, user: &User) {
    let _: Result<_, _> = run_command(&*app.store, AdminCommand::Enable(user.id), noon()).await;
    let (reason, hash) = (PasswordChangeReason::Changed, &user.password_hash);
    let current = app.store.user(user.id).await.unwrap().unwrap().password_hash;
    app.store.set_password(user.id, &current, hash, reason, noon()).await.unwrap();
}

/// Every response that asks for a login removes the cookie, however the login ended.
async fn an_ended_login_removes_its_cookie(server: Server) {
    server.sign_up("ada").await;
    let (app, ada) = server.app_and_user("ada").await;
    for how in ["idle", "disabled", "a new password"] {
        let browser = server.browser();
        let response = browser.post("/login", &login("ada", PASSWORD)).await;
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap();
        match how {
            "idle" => server.advance_clock(Duration::from_mins(21)),
            _ => end_logins(&app, &ada, how == "disabled").await,
        }
        let stranger = server.browser();
        let ask = async |method: &str, kind| {
            let request = stranger.request(method.parse().unwrap(), "/today");
            let request = request.header("Cookie", cookie).header("HX-Request", "true");
            stranger.send(request.header("HX-Request-Type", kind)).await
        };
        for (method, kind, status) in
            [("GET", "full", 303), ("GET", "partial", 401), ("POST", "full", 401)]
        {
            let response = ask(method, kind).await;
            assert_eq!(response.status(), status, "{how}");
            let removal =
                response.headers().get("set-cookie").map(|cookie| cookie.to_str().unwrap());
            let removal = removal.unwrap_or_else(|| panic!("{how}: {method} leaves the cookie"));
            for part in ["worklog=;", "Max-Age=0", "HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(removal.contains(part), "{part}: {removal}");
            }
        }
        allow_logins(&app, &ada).await;
    }
    let stranger = server.browser().get("/month").await;
    assert!(!stranger.headers().contains_key("set-cookie"), "there is no cookie to remove");
}

async fn logging_out_ends_the_session_in_the_store(server: Server) {
    let browser = server.browser();
    server.sign_up("ada").await;
    let response = browser.post("/login", &login("ada", PASSWORD)).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let response = browser.post("/logout", &[]).await;
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["clear-site-data"], "\"cache\"");
    assert_eq!(month_with(&server, &cookie).await, 303);
}

/// Returns the month page's status for this cookie.
async fn month_with(server: &Server, cookie: &str) -> u16 {
    let stranger = server.browser();
    let request = stranger.request(reqwest::Method::GET, "/month").header("Cookie", cookie);
    stranger.send(request).await.status().as_u16()
}

async fn logging_in_again_changes_the_session_key(server: Server) {
    server.sign_up("ada").await;
    let browser = server.browser();
    let mut cookies = Vec::new();
    for _ in 0..2 {
        let response = browser.post("/login", &login("ada", PASSWORD)).await;
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        cookies.push(cookie.split(';').next().unwrap().to_owned());
    }
    assert_eq!(month_with(&server, &cookies[0]).await, 303);
    assert_eq!(month_with(&server, &cookies[1]).await, 200);
}

#[actix_web::test]
async fn last_seen_is_written_at_most_once_a_minute() {
    let home = tempfile::tempdir().unwrap();
    let store = Embedded::open(&home.path().join("worklog.db"), Access::Server).unwrap();
    migrate(&store, chrono::Utc::now).await.unwrap();
    let store = Arc::new(store);
    let server = Server::on_store(Arc::clone(&store) as Arc<dyn Store>, &[]).await;
    let ada = server.sign_up("ada").await;
    for expected in [0, 1, 1] {
        let before = store.write_counts().jobs;
        for _ in 0..5 {
            assert_eq!(ada.status("/month").await, 200);
        }
        assert_eq!(store.write_counts().jobs - before, expected);
        server.advance_clock(Duration::from_secs(61));
    }
}

async fn password_guessing_is_throttled(server: Server) {
    server.sign_up("ada").await;
    let browser = server.browser();
    let mut statuses = Vec::new();
    for _ in 0..7 {
        let response = browser.post("/login", &login("ada", "wrong-horse-1")).await;
        statuses.push(response.status().as_u16());
        if response.status() == 429 {
            assert_eq!(response.headers()["retry-after"], "1");
        }
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 422, 429]);
    let nobody = browser.post("/login", &login("nobody", "wrong-horse-1")).await;
    assert_eq!(nobody.status(), 422, "other accounts aren't throttled");
}
