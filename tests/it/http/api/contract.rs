//! Tests the API contract beyond entries: rate limits, sign-up, password changes, and deletions.

use reqwest::Method;
use serde_json::json;

use super::{USER, ada, call, credentials, get, log};
use crate::support::server::{PASSWORD, Server};

on_both_stores! {
    a_password_change_requires_the_old_password,
    account_errors_name_their_field,
    deletions_are_confirmed_and_limited_to_their_target,
    wrong_passwords_are_throttled,
}

async fn a_password_change_requires_the_old_password(server: Server) {
    ada(&server).await;
    let anybody = server.browser();
    let long = "x".repeat(129);
    for (user, body) in [
        ("ada", json!({"password": "wrong-otter-42", "new_password": "another-otter-43"})),
        ("nobody", json!({"password": PASSWORD, "new_password": "another-otter-43"})),
        ("%FF", json!({"password": PASSWORD, "new_password": "another-otter-43"})),
        ("ada", json!({"password": PASSWORD, "new_password": "password"})),
        ("ada", json!({"password": PASSWORD, "new_password": long})),
        ("ada", json!({"password": PASSWORD})),
        ("ada", json!({"new_password": "another-otter-43"})),
        ("ada", json!({})),
    ] {
        let path = format!("/api/v1/user/{user}/reset");
        let response = call(&anybody, Method::PUT, &path, Some(&body.to_string())).await;
        assert_eq!(response.status, 403, "{user} {body}");
    }
    let body = json!({"password": PASSWORD, "new_password": "another-otter-43"}).to_string();
    let changed = call(&anybody, Method::PUT, &format!("{USER}/reset"), Some(&body)).await;
    assert_eq!((changed.status, changed.body), (200, json!({"success": "Password changed"})));
}

async fn account_errors_name_their_field(server: Server) {
    let anybody = server.browser();
    for (body, fields) in [
        (credentials("ab", PASSWORD), &["username"][..]),
        (credentials("a b c", PASSWORD), &["username"]),
        (credentials("ada/..", PASSWORD), &["username"]),
        (credentials(&"x".repeat(65), PASSWORD), &["username"]),
        (credentials("ada", "short"), &["password"]),
        (credentials("ada-lovelace", "ada-lovelace"), &["password"]),
        (json!({"username": "ada"}).to_string(), &["password"]),
        (json!({"password": PASSWORD}).to_string(), &["username"]),
        (json!({}).to_string(), &["password", "username"]),
    ] {
        let response = call(&anybody, Method::PUT, "/api/v1/user/create", Some(&body)).await;
        assert_eq!(response.status, 400, "{body}");
        let documented = response.body["fields"].as_object().unwrap();
        assert_eq!(documented.keys().collect::<Vec<_>>(), fields, "{body}");
        assert!(!response.headers.contains_key("set-cookie"), "{body}");
    }
    assert_eq!(get(&anybody, USER).await.status, 403);
}

async fn deletions_are_confirmed_and_limited_to_their_target(server: Server) {
    let ada = ada(&server).await;
    let settings = format!("{USER}/settings");
    let set = call(&ada, Method::PUT, &settings, Some(r#"{"sick": 3}"#)).await;
    for date in ["2017-12-31", "2018-01-01", "2018-01-02", "2019-01-01"] {
        log(&ada, &format!("date={date}&type=office")).await;
    }
    let years = async || {
        let all = get(&ada, USER).await;
        let years = all.body["years"].as_array().cloned().unwrap_or_default();
        let lengths = years.iter().map(|year| year["entries"].as_array().unwrap().len());
        lengths.collect::<Vec<_>>()
    };
    for (query, said, left) in [
        ("date=2018-01-01", "Entry deleted", &[1, 1, 1][..]),
        ("year=2018&deleteyear=true", "Year deleted", &[1, 1]),
        ("deleteall=true", "All entries deleted", &[]),
        ("deleteall=true", "All entries deleted", &[]),
    ] {
        let deleted = call(&ada, Method::DELETE, &format!("{USER}?{query}"), None).await;
        assert_eq!((deleted.status, deleted.body), (200, json!({"success": said})), "{query}");
        assert_eq!(years().await, left, "{query}");
    }
    assert_eq!(get(&ada, &settings).await.body, set.body, "account and settings are kept");
    let none = call(&ada, Method::PUT, &settings, None).await;
    assert_eq!(none.status, 400, "no parameters");
}

async fn wrong_passwords_are_throttled(server: Server) {
    ada(&server).await;
    let reset = json!({"password": "wrong-otter-42", "new_password": "another-otter-43"});
    for (method, path, body, wrong) in [
        (Method::POST, "/api/v1/login", credentials("ada", "wrong-otter-42"), 400),
        (Method::PUT, "/api/v1/user/ada/reset", reset.to_string(), 403),
    ] {
        let mut limited = None;
        for _ in 0..50 {
            let response = call(&server.browser(), method.clone(), path, Some(&body)).await;
            if response.status == 429 {
                limited = Some(response);
                break;
            }
            assert_eq!(response.status, wrong, "{path}");
        }
        let limited = limited.expect(path);
        let wait: u64 = limited.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!(wait >= 1, "{path}");
    }
}

/// The limit applies to all tokens and sessions of a user together.
#[actix_web::test]
async fn calls_are_limited_per_user() {
    let server = Server::start(&[]).await;
    let ada = ada(&server).await;
    let bob = server.sign_up("bob").await;
    let first = get(&ada, USER).await;
    let (policy, left) = (&first.headers["ratelimit-policy"], &first.headers["ratelimit"]);
    assert_eq!(policy, "\"user\";q=1200;w=60");
    assert_eq!(left, "\"user\";r=1199;t=1");
    for _ in 0..1400 {
        let response = get(&ada, USER).await;
        if response.status == 429 {
            assert!(response.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() >= 1);
            assert!(response.headers["ratelimit"].to_str().unwrap().starts_with("\"user\";r=0;"));
            assert_eq!(get(&bob, "/api/v1/user/bob").await.status, 404, "others work");
            return;
        }
    }
    panic!("1400 calls succeeded");
}

#[actix_web::test]
async fn closed_sign_up_creates_no_account() {
    let server = Server::start(&["--signup=closed"]).await;
    let body = credentials("ada", PASSWORD);
    let refused = call(&server.browser(), Method::PUT, "/api/v1/user/create", Some(&body)).await;
    assert_eq!(refused.status, 403);
    let no = call(&server.browser(), Method::POST, "/api/v1/login", Some(&body)).await;
    assert_eq!(no.status, 400, "no account was created");
}
