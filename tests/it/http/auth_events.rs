//! Tests the page of authentication events: what it lists, and that it contains no names or
//! addresses.

use reqwest::Method;
use serde_json::json;
use worklog::app::accounts::password_reset;
use worklog::domain::accounts::auth_event::{AuthEvent, AuthEventKind};

use crate::support::samples::later;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::smtpd::Smtpd;
use crate::support::store::Backend;

on_each_backend! {
    events_are_listed_without_names_and_addresses,
    wrong_passwords_within_a_session_have_a_network,
    throttled_resets_and_sign_ups_are_listed,
    events_beyond_the_limit_are_listed_without_details,
    the_list_is_paginated,
    a_deleted_account_leaves_no_events,
}

const PAGE: &str = "/admin/events";
const FORGOT: &str = "/password/forgot";

/// Starts a server that believes the tests' `X-Forwarded-For`.
async fn start(backend: Backend) -> (Server, Browser) {
    let server = Server::on(backend, &["--trusted-proxies=127.0.0.1"]).await;
    let root = server.admin("root").await;
    (server, root)
}

/// Starts a server like [`start`] that sends emails.
async fn start_with_mail(backend: Backend) -> (Server, Browser, Smtpd) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &["--trusted-proxies=127.0.0.1"]).await;
    let root = server.admin("root").await;
    (server, root, smtpd)
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

/// Someone who took over a session guesses the password on each page that asks for it.
async fn wrong_passwords_within_a_session_have_a_network(backend: Backend) {
    let (server, root, _smtpd) = start_with_mail(backend).await;
    let wrong = ("password", "wrong-horse-1");
    let new = "marble-lantern-77";
    let change =
        [("username", "root"), wrong, ("new_password", new), ("new_password_confirm", new)];
    let account = server.page_of("root").await;
    let reset = [("act", "reset"), wrong];
    let email = [("email", "root@example.org"), wrong];
    let forms: [(&str, &[(&str, &str)]); 5] = [
        ("/confirm", &[wrong]),
        ("/password", &change),
        ("/settings/account", &email),
        ("/settings/data/delete-account", &[wrong]),
        (&account, &reset),
    ];
    for (path, form) in forms {
        assert_ne!(post(&root, path, form).await, 303, "{path}");
    }
    let body = json!({"password": "wrong-horse-1", "new_password": new});
    let call = root.request(Method::PUT, "/api/v1/user/root/reset").json(&body);
    let refused = root.send(call.header("X-Forwarded-For", "203.0.113.99")).await;
    assert_eq!(refused.status(), 403);
    assert_eq!(post(&root, "/confirm", &[wrong]).await, 429);

    let listed = events(&root).await;
    let mut found: Vec<&str> = listed.iter().map(|line| line.rsplit_once(' ').unwrap().0).collect();
    found.sort_unstable();
    assert_eq!(found, ["6 failed logins 203.0.113.0/24", "Throttled login 203.0.113.0/24"]);
}

async fn throttled_resets_and_sign_ups_are_listed(backend: Backend) {
    let (server, root, _smtpd) = start_with_mail(backend).await;
    let (app, user) = server.app_and_user("root").await;
    let token = password_reset::add_link(&app, &user).await.unwrap();
    let client = server.browser();
    let weak = ("new_password", "password");
    let reset = [("token", token.as_str()), weak, ("new_password_confirm", weak.1)];
    let sign_up = [("username", "ada"), ("password", weak.1), ("password_confirm", weak.1)];
    let known = [("username", "root")];
    let forms: [(&str, &[(&str, &str)]); 3] =
        [("/password/reset", &reset), ("/signup", &sign_up), (FORGOT, &known)];
    for (path, form) in forms {
        let mut allowed = 0;
        while post(&client, path, form).await != 429 {
            allowed += 1;
            assert!(allowed < 30, "{path}");
        }
    }
    assert_eq!(log_in(&server.browser(), "root", "wrong-horse-1").await, 422);
    // The network requests links for other names, and exceeds its own limit.
    for number in 0..30 {
        post(&client, FORGOT, &[("username", &format!("name{number}"))]).await;
    }

    let listed = events(&root).await;
    let line = |what: &str| {
        let found = listed
            .iter()
            .filter_map(|line| line.strip_prefix(what)?.strip_prefix(" 203.0.113.0/24"));
        found.map(str::trim).collect::<Vec<_>>()
    };
    let [failed] = line("Failed login")[..] else { panic!("{listed:?}") };
    assert_eq!(line("Throttled password reset"), [failed], "the same username");
    assert_eq!(line("Throttled sign-up"), [""]);
    assert_eq!(line("Throttled request for a password reset link"), [failed]);
    assert_eq!(listed.iter().filter(|line| line.contains("throttled requests")).count(), 1);
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
    let (server, root, _smtpd) = start_with_mail(backend).await;
    let grace = server.person_with_email("grace", "grace@example.org").await;
    for name in ["grace", "Grace@example.org"] {
        log_in(&server.browser(), name, "wrong-horse-1").await;
    }
    assert_eq!(events(&root).await.len(), 2);
    log_in(&server.browser(), "grace", PASSWORD).await;
    grace.submit("/settings/data/delete-account", &[("password", PASSWORD)]).await;
    assert!(events(&root).await.is_empty());
}
