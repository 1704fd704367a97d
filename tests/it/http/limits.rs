//! Tests throttling of logins and sign-ups, and that unknown usernames are treated the same.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::store::{Backend, fresh};

on_both_stores! {
    sign_ups_are_throttled_by_ip,
    logins_are_throttled_by_ip,
}

async fn sign_up(browser: &Browser, name: &str, from: &str) -> (u16, Option<String>) {
    let form = [("username", name), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let request = browser.request(Method::POST, "/signup").header("X-Forwarded-For", from);
    let response = browser.send(request.form(&form)).await;
    let wait = response.headers().get("retry-after").map(|wait| wait.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    if status == 429 {
        Page::from_response(response)
            .await
            .assert_text("main p", "Too many attempts. Try again in");
    }
    (status, wait)
}

async fn sign_ups_are_throttled_by_ip(server: Server) {
    for number in 0..11 {
        let name = format!("ada{number}");
        assert_eq!(sign_up(&server.browser(), &name, "198.51.100.1").await.0, 303, "{name}");
    }
    let refused = sign_up(&server.browser(), "one-more", "198.51.100.2").await;
    assert_eq!(refused, (429, Some("10".to_owned())), "a spoofed address");
    server.advance_clock(Duration::from_secs(10));
    assert_eq!(sign_up(&server.browser(), "one-more", "").await.0, 303);
    let refused = sign_up(&server.browser(), "and-another", "").await;
    assert_eq!(refused, (429, Some("20".to_owned())), "the wait grows");
}

async fn logins_are_throttled_by_ip(server: Server) {
    let browser = server.browser();
    let mut refused = None;
    for number in 0..120 {
        let name = format!("nobody{number}");
        let form = [("username", name.as_str()), ("password", "wrong-horse-1")];
        let response = browser.post("/login", &form).await;
        if response.status() == 429 {
            refused =
                Some((number, response.headers()["retry-after"].to_str().unwrap().to_owned()));
            break;
        }
        assert_eq!(response.status(), 422);
    }
    assert_eq!(refused, Some((101, "1".to_owned())));
}

#[actix_web::test]
async fn clients_behind_a_trusted_proxy_are_throttled_separately() {
    let server = Server::start(&["--trusted-proxies=127.0.0.1"]).await;
    for number in 0..11 {
        sign_up(&server.browser(), &format!("ada{number}"), "198.51.100.1").await;
    }
    assert_eq!(sign_up(&server.browser(), "one-more", "198.51.100.1").await.0, 429);
    assert_eq!(sign_up(&server.browser(), "one-more", "198.51.100.2").await.0, 303);
}

#[actix_web::test]
async fn two_servers_share_throttle_counts() {
    for backend in [Backend::Embedded, Backend::Mongo] {
        let data = fresh(backend).await;
        let one = Server::on_store(Arc::clone(&data.handle()), &[]).await;
        let other = Server::on_store(data.handle(), &[]).await;
        one.sign_up("ada").await;
        let guess = [("username", "ada"), ("password", "wrong-horse-1")];
        let mut statuses = Vec::new();
        for server in [&one, &other, &one, &other, &one, &other, &one] {
            statuses.push(server.browser().post("/login", &guess).await.status().as_u16());
        }
        assert_eq!(statuses, [422, 422, 422, 422, 422, 422, 429], "{backend:?}");
    }
}

/// Without hashing, a response would take a twentieth of the time.
#[actix_web::test]
async fn login_timing_does_not_reveal_usernames() {
    let server = Server::start(&["--rate-limits=off"]).await;
    server.sign_up("ada").await;
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..15 {
        for (name, times) in ["ada", "nobody"].into_iter().zip(&mut times) {
            let form = [("username", name), ("password", "wrong-horse-1")];
            let start = Instant::now();
            let response = server.browser().post("/login", &form).await;
            times.push(start.elapsed());
            let page = Page::from_response(response).await;
            page.field("password").assert_error("Incorrect username or password.");
        }
    }
    let [known, unknown] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    assert!(unknown * 2 > known && known * 2 > unknown, "{known:?} and {unknown:?}");
}
