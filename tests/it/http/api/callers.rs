//! Tests rate limits, and how tokens and cookies interact.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::{USER, ada, call, credentials, get, with};
use crate::support::keep_alive::Connection;
use crate::support::samples::{disable, noon};
use crate::support::server::{PASSWORD, Server};

on_both_stores! {
    a_password_change_keeps_the_current_login,
    a_token_does_not_affect_a_login_sent_with_it,
    a_cookie_works_alongside_other_credentials,
    a_call_removes_the_cookie_of_an_ended_login,
    a_call_is_authorized_when_its_body_is_complete,
}

async fn a_password_change_keeps_the_current_login(server: Server) {
    let first = ada(&server).await;
    let second = server.browser();
    let login = credentials("ada", PASSWORD);
    assert_eq!(call(&second, Method::POST, "/api/v1/login", Some(&login)).await.status, 200);
    let body = json!({"password": PASSWORD, "new_password": "tremble-otter-43"}).to_string();
    let set = call(&first, Method::PUT, &format!("{USER}/reset"), Some(&body)).await;
    assert_eq!(set.status, 200);
    let settings = format!("{USER}/settings");
    assert_eq!(get(&first, &settings).await.status, 200);
    assert_eq!(get(&second, &settings).await.status, 403, "every other login ends");
}

async fn a_token_does_not_affect_a_login_sent_with_it(server: Server) {
    let (ada, bob) = (ada(&server).await, server.sign_up("bob").await);
    let token = format!("Bearer {}", ada.create_token("writes", "write", "30d").await);
    let beside = [("Authorization", token.as_str())];
    let deletion = format!("{USER}?deleteuser=true");
    assert_eq!(with(&bob, Method::DELETE, &deletion, &beside, None).await.status, 200);
    assert_eq!(get(&bob, "/api/v1/user/bob/settings").await.status, 200);
}

async fn a_cookie_works_alongside_other_credentials(server: Server) {
    let ada = ada(&server).await;
    let settings = format!("{USER}/settings");
    for other in ["Basic dXNlcjpw", ""] {
        let headers = [("Authorization", other)];
        let response = with(&ada, Method::GET, &settings, &headers, None).await;
        assert_eq!(response.status, 200, "{other:?}");
    }
    let headers = [("Authorization", "Bearer nonsense")];
    assert_eq!(with(&ada, Method::GET, &settings, &headers, None).await.status, 403);
}

async fn a_call_removes_the_cookie_of_an_ended_login(server: Server) {
    let ada = ada(&server).await;
    let token = format!("Bearer {}", ada.create_token("reads", "read", "30d").await);
    let login = credentials("ada", PASSWORD);
    let response = call(&server.browser(), Method::POST, "/api/v1/login", Some(&login)).await;
    let cookie = response.headers["set-cookie"].to_str().unwrap();
    let cookie = ("Cookie", cookie.split(';').next().unwrap());
    let stranger = server.browser();
    let settings = format!("{USER}/settings");
    let live = with(&stranger, Method::GET, "/api/v1/user/bob", &[cookie], None).await;
    assert_eq!(live.status, 403);
    assert!(!live.headers.contains_key("set-cookie"), "the login goes on");
    server.advance_clock(Duration::from_mins(21));
    for (method, path) in [
        (Method::GET, settings.as_str()),
        (Method::PUT, &settings),
        (Method::DELETE, USER),
        (Method::GET, "/api/v1/user/bob"),
    ] {
        let ended = with(&stranger, method.clone(), path, &[cookie], None).await;
        assert_eq!((ended.status, ended.error()), (403, "Not logged in"));
        let removal = ended.headers.get("set-cookie").map(|cookie| cookie.to_str().unwrap());
        let removal = removal.unwrap_or_else(|| panic!("{method} {path} leaves the cookie"));
        for part in ["worklog=;", "Max-Age=0", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(removal.contains(part), "{part}: {removal}");
        }
    }
    let beside = [cookie, ("Authorization", token.as_str())];
    for (headers, status) in [(&beside[..], 200), (&[][..], 403)] {
        let other = with(&stranger, Method::GET, &settings, headers, None).await;
        assert_eq!(other.status, status);
        assert!(!other.headers.contains_key("set-cookie"), "no cookie was used");
    }
}

#[actix_web::test]
async fn a_throttled_token_does_not_affect_others() {
    let server = Server::start(&[]).await;
    let ada = ada(&server).await;
    let [busy, other] = ["busy", "other"].map(|name| ada.create_token(name, "read", "30d"));
    let (busy, other) = (format!("Bearer {}", busy.await), format!("Bearer {}", other.await));
    let mut refused = 0;
    for _ in 0..1300 {
        let headers = [("Authorization", busy.as_str())];
        let response = with(&ada, Method::GET, USER, &headers, None).await;
        refused += u32::from(response.status == 429);
    }
    assert!(refused > 0, "the limit is 600 a minute");
    let headers = [("Authorization", other.as_str())];
    assert_eq!(with(&ada, Method::GET, USER, &headers, None).await.status, 404);
}

#[actix_web::test]
async fn calls_to_other_users_paths_count_towards_the_limit() {
    let server = Server::start(&[]).await;
    let (ada, _bob) = (ada(&server).await, server.sign_up("bob").await);
    let refused = get(&ada, "/api/v1/user/bob").await;
    assert_eq!((refused.status, refused.body), (403, json!({"error": "Not logged in"})));
    assert!(refused.headers.contains_key("ratelimit"));
}

/// Calls that check a password ignore tokens, so that another site can't bypass the origin check
/// with one.
#[actix_web::test]
async fn a_token_does_not_allow_cross_origin_login() {
    let server = Server::start(&["--cors-origins=https://board.example.org"]).await;
    ada(&server).await;
    let login = credentials("ada", PASSWORD);
    let board = ("Origin", "https://board.example.org");
    let headers = [("Sec-Fetch-Site", "cross-site"), ("Authorization", "Bearer x"), board];
    for path in ["/api/v1/login", "/api/v1/user/ada/reset", "/api/v1/user/ada/%72eset"] {
        let method = if path.ends_with("login") { Method::POST } else { Method::PUT };
        let response = with(&server.browser(), method, path, &headers, Some(&login)).await;
        assert_eq!(response.status, 403, "{path}");
        assert_eq!(response.error(), "The request came from another site. Nothing was changed.");
        assert!(!response.headers.contains_key("access-control-allow-origin"));
        assert!(!response.headers.contains_key("set-cookie"));
    }
}

/// Otherwise, a call that began earlier could create a token after the user ended all logins.
async fn a_call_is_authorized_when_its_body_is_complete(server: Server) {
    let ada = ada(&server).await;
    let token = ada.create_token("writes", "write", "30d").await;
    let (app, user) = server.app_and_user("ada").await;
    let port = reqwest::Url::parse(&server.url).unwrap().port().unwrap();
    let body = r#"{"vacation": 30}"#;
    let head = format!(
        "PUT {USER}/settings HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    for expected in [200, 403] {
        let mut connection = Connection::open(port).await.unwrap();
        connection.send(&format!("{head}{}", &body[..4])).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        if expected == 403 {
            disable(&*app.store, user.id, noon()).await;
        }
        connection.send(&body[4..]).await.unwrap();
        assert_eq!(connection.receive().await.unwrap().status, expected);
    }
}
