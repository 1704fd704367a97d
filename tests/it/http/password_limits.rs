//! Tests that attempts are counted before the strength of a password is estimated or a password is
//! hashed, so that throttled requests cost nothing.

use reqwest::Method;
use serde_json::json;
use worklog::app::accounts::password_reset;

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server};

on_both_stores! {
    sign_ups_are_counted_before_the_password_is_checked,
    password_changes_are_counted_before_the_password_is_checked,
    api_password_changes_are_counted_before_the_password_is_checked,
    password_resets_are_counted_before_the_password_is_checked,
    errors_that_cost_nothing_are_not_counted,
}

/// Only an estimate of its strength shows that this password isn't allowed.
const WEAK: &str = "password";

async fn sign_up(browser: &Browser, password: &str) -> u16 {
    let form = [("username", "ada"), ("password", password), ("password_confirm", password)];
    browser.post("/signup", &form).await.status().as_u16()
}

async fn put(browser: &Browser, path: &str, body: &serde_json::Value) -> u16 {
    let request = browser.request(Method::PUT, path).json(body);
    browser.send(request).await.status().as_u16()
}

async fn create_user(browser: &Browser, password: &str) -> u16 {
    let body = json!({"username": "ada", "password": password});
    put(browser, "/api/v1/user/create", &body).await
}

async fn sign_ups_are_counted_before_the_password_is_checked(server: Server) {
    let browser = server.browser();
    for _ in 0..6 {
        assert_eq!(sign_up(&browser, WEAK).await, 422);
    }
    for _ in 0..5 {
        assert_eq!(create_user(&browser, WEAK).await, 400);
    }
    assert_eq!(sign_up(&browser, WEAK).await, 429);
    assert_eq!(create_user(&browser, WEAK).await, 429);
}

async fn change(browser: &Browser, current: &str, new: &str) -> reqwest::Response {
    let form = [
        ("username", "ada"),
        ("password", current),
        ("new_password", new),
        ("new_password_confirm", new),
    ];
    browser.post("/password", &form).await
}

async fn password_changes_are_counted_before_the_password_is_checked(server: Server) {
    server.sign_up("ada").await;
    let browser = server.browser();
    let refused = change(&browser, PASSWORD, WEAK).await;
    assert_eq!(refused.status(), 422);
    assert_eq!(Page::from_response(refused).await.invalid(), ["new_password"]);
    for _ in 0..6 {
        let refused = change(&browser, "wrong-horse-1", WEAK).await;
        assert_eq!(refused.status(), 422);
        assert_eq!(Page::from_response(refused).await.invalid(), ["password"]);
    }
    assert_eq!(change(&browser, "wrong-horse-1", WEAK).await.status(), 429);
}

async fn api_password_changes_are_counted_before_the_password_is_checked(server: Server) {
    server.sign_up("ada").await;
    let browser = server.browser();
    let body = json!({"password": "wrong-horse-1", "new_password": WEAK});
    let mut statuses = Vec::new();
    for _ in 0..7 {
        statuses.push(put(&browser, "/api/v1/user/ada/reset", &body).await);
    }
    assert_eq!(statuses, [403, 403, 403, 403, 403, 403, 429]);
}

async fn password_resets_are_counted_before_the_password_is_checked(server: Server) {
    server.sign_up("ada").await;
    let (app, ada) = server.app_and_user("ada").await;
    let token = password_reset::add_link(&app, &ada).await.unwrap();
    let browser = server.browser();
    let reset = async |new: &str| {
        let form =
            [("token", token.as_str()), ("new_password", new), ("new_password_confirm", new)];
        browser.post("/password/reset", &form).await.status().as_u16()
    };
    for _ in 0..11 {
        assert_eq!(reset(WEAK).await, 422);
    }
    assert_eq!(reset(WEAK).await, 429);
    assert_eq!(reset("another-heron-77").await, 429);
    server.advance_clock(std::time::Duration::from_secs(1));
    assert_eq!(reset("another-heron-77").await, 303);
}

async fn errors_that_cost_nothing_are_not_counted(server: Server) {
    let browser = server.browser();
    for _ in 0..12 {
        assert_eq!(sign_up(&browser, "short").await, 422);
        assert_eq!(create_user(&browser, "short").await, 400);
    }
    assert_eq!(sign_up(&browser, PASSWORD).await, 303);
}
