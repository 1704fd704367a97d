//! Tests the page of authentication events: what it lists, and that it contains no names or
//! addresses.

use reqwest::Method;
use worklog::app::accounts::password_reset;
use worklog::domain::accounts::auth_event::{AuthEvent, AuthEventKind};

use crate::support::samples::later;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::store::Backend;

on_each_backend! {
    events_are_listed_without_names_and_addresses,
    events_beyond_the_limit_are_listed_without_details,
    the_list_is_paginated,
    a_deleted_account_leaves_no_events,
}

const PAGE: &str = "/admin/events";

/// Starts a server that believes the tests' `X-Forwarded-For`.
async fn start(backend: Backend) -> (Server, Browser) {
    let server = Server::on(backend, &["--trusted-proxies=127.0.0.1"]).await;
    let root = server.admin("root").await;
    (server, root)
}

async fn post(browser: &Browser, path: &str, form: &[(&str, &str)]) -> u16 {
    let request = browser.request(Method::POST, path).header("X-Forwarded-For", "203.0.113.57");
    browser.send(request.form(form)).await.status().into()
}

async fn log_in(browser: &Browser, name: &str, password: &str) -> u16 {
    post(browser, "/login", &[("username", name), ("password", password)]).await
}

/// Returns what the events are, without their times.
async fn events(root: &Browser) -> Vec<String> {
    root.page(PAGE).await.texts(".log p")
}

async fn events_are_listed_without_names_and_addresses(backend: Backend) {
    let (server, root) = start(backend).await;
    assert_eq!(root.page(PAGE).await.texts("main .hint"), ["No events yet."]);
    server.sign_up("grace").await;
    let attacker = server.browser();
    for _ in 0..8 {
        log_in(&attacker, "grace", "wrong-horse-1").await;
    }
    log_in(&attacker, "nobody", "wrong-horse-1").await;
    let (app, user) = server.app_and_user("grace").await;
    let token = password_reset::add_link(&app, &user).await.unwrap();
    let new = "marble-lantern-77";
    let form = [("token", token.as_str()), ("new_password", new), ("new_password_confirm", new)];
    assert_eq!(post(&server.browser(), "/password/reset", &form).await, 303);
    assert_eq!(log_in(&server.browser(), "GRACE", new).await, 303);

    let listed = events(&root).await;
    let mut found: Vec<&str> =
        listed.iter().map(|line| line.split(" 203.").next().unwrap()).collect();
    found.sort_unstable();
    let expected = [
        "2 throttled logins",
        "6 failed logins",
        "Failed login",
        "Login from a new browser",
        "Password reset",
    ];
    assert_eq!(found, expected);
    assert!(listed.iter().all(|line| line.contains(" 203.0.113.0/24 ")), "{listed:?}");
    let code = |what: &str| {
        let line = listed.iter().find(|line| line.starts_with(what)).unwrap();
        line.rsplit(' ').next().unwrap().to_owned()
    };
    assert_eq!(code("6 failed"), code("Login from"), "the same name, in another case");
    assert_ne!(code("6 failed"), code("Failed"));
    let page = root.get(PAGE).await.text().await.unwrap();
    for secret in ["nobody", "grace", "203.0.113.57", PASSWORD] {
        assert!(!page.to_lowercase().contains(secret), "{secret}");
    }
}

async fn events_beyond_the_limit_are_listed_without_details(backend: Backend) {
    let (server, root) = start(backend).await;
    let event = AuthEvent::new(AuthEventKind::Failed, "0f".to_owned(), None, later(0));
    let many = AuthEvent::new(
        AuthEventKind::Failed,
        "0f".to_owned(),
        Some([192, 0, 2, 7].into()),
        later(1),
    );
    let many = [event.without_name(), many.without_name()];
    server.store().record_events(&many).await.unwrap();
    let expected = [
        "Failed login 192.0.2.0/24, various usernames",
        "Failed login various usernames and networks",
    ];
    assert_eq!(events(&root).await, expected);
}

async fn the_list_is_paginated(backend: Backend) {
    let (server, root) = start(backend).await;
    let event = |number: i64| {
        AuthEvent::new(AuthEventKind::Failed, format!("{number:02}"), None, later(number))
    };
    let events: Vec<AuthEvent> = (0..60).map(event).collect();
    server.store().record_events(&events).await.unwrap();
    let first = root.page(PAGE).await;
    let older = first.attributes(".pages a", "href");
    assert_eq!(older.len(), 1);
    let second = root.page(&older[0]).await;
    assert_eq!(second.attributes(".pages a", "href"), [PAGE]);
    let mut all = first.texts(".log code");
    assert_eq!(all.len(), 50);
    all.extend(second.texts(".log code"));
    let expected: Vec<String> = events.into_iter().rev().map(|event| event.name).collect();
    assert_eq!(all, expected);
}

async fn a_deleted_account_leaves_no_events(backend: Backend) {
    let (server, root) = start(backend).await;
    let grace = server.sign_up("grace").await;
    log_in(&server.browser(), "grace", "wrong-horse-1").await;
    assert_eq!(events(&root).await.len(), 1);
    log_in(&server.browser(), "grace", PASSWORD).await;
    grace.submit("/settings/data/delete-account", &[("password", PASSWORD)]).await;
    assert!(events(&root).await.is_empty());
}
