//! Tests every user-specific call in the `OpenAPI` document with every kind of client.

use reqwest::Method;
use serde_json::{Value, json};

use super::{USER, ada, call, get, with};
use crate::support::server::{Browser, Server};

on_both_stores! {
    each_call_authorizes_its_caller,
    a_deleted_user_is_unauthorized_in_every_call,
}

/// Returns the method and path of each of Ada's calls.
async fn calls(server: &Server) -> Vec<(Method, String)> {
    let document = get(&server.browser(), "/api/v1/openapi.json").await.body;
    let mut calls = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        // These calls check the password for every client.
        if !path.contains("{user}") || path.ends_with("/reset") {
            continue;
        }
        let address = path.replace("{user}", "ada").replace("{id}", "none");
        let methods = item.as_object().unwrap().keys();
        calls.extend(
            methods
                .map(|method| (method.to_uppercase().parse::<Method>().unwrap(), address.clone())),
        );
    }
    assert!(calls.len() >= 10, "{calls:?}");
    calls
}

/// A client, and the token that it sends.
type Client<'a> = (&'a Browser, Option<&'a str>);

/// Sends a request that is otherwise invalid, so that nothing changes.
async fn ask((browser, token): Client<'_>, method: &Method, path: &str) -> (u16, Value) {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<_> = bearer.iter().map(|bearer| ("Authorization", bearer.as_str())).collect();
    let response = with(browser, method.clone(), path, &headers, Some("[]")).await;
    (response.status, response.body)
}

fn unauthorized() -> (u16, Value) {
    (403, json!({"error": "Not logged in"}))
}

async fn each_call_authorizes_its_caller(server: Server) {
    let (ada, bob) = (ada(&server).await, server.sign_up("bob").await);
    let reads = ada.create_token("reads", "read", "30d").await;
    let writes = ada.create_token("writes", "write", "30d").await;
    let his = bob.create_token("his", "write", "30d").await;
    let anybody = server.browser();
    for (method, path) in calls(&server).await {
        let strangers: [Client<'_>; 6] = [
            (&anybody, None),
            (&anybody, Some("worklog_nonsense")),
            (&anybody, Some(&his)),
            (&bob, None),
            // The token takes precedence over the cookie.
            (&ada, Some(&his)),
            (&ada, Some("")),
        ];
        for stranger in strangers {
            assert_eq!(ask(stranger, &method, &path).await, unauthorized(), "{method} {path}");
        }
        let person = ask((&ada, None), &method, &path).await;
        assert_ne!(person.0, 403, "{method} {path}");
        let (status, _) = ask((&anybody, Some(&reads)), &method, &path).await;
        assert_eq!(status, if method == Method::GET { person.0 } else { 403 }, "{method} {path}");
        let (status, _) = ask((&anybody, Some(&writes)), &method, &path).await;
        let makes_a_token = method == Method::POST && path.ends_with("/tokens");
        assert_eq!(status, if makes_a_token { 403 } else { person.0 }, "{method} {path}");
    }
}

async fn a_deleted_user_is_unauthorized_in_every_call(server: Server) {
    let ada = ada(&server).await;
    let token = ada.create_token("writes", "write", "never").await;
    let other = server.logged_in("ada").await;
    let calls = calls(&server).await;
    let gone = call(&ada, Method::DELETE, &format!("{USER}?deleteuser=TRUE"), None).await;
    assert_eq!((gone.status, gone.body), (200, json!({"success": "Account deleted"})));
    let anybody = server.browser();
    for (method, path) in &calls {
        for browser in [&ada, &other] {
            assert_eq!(ask((browser, None), method, path).await, unauthorized(), "{method} {path}");
        }
        let by_token = ask((&anybody, Some(&token)), method, path).await;
        assert_eq!(by_token, unauthorized(), "{method} {path}");
    }
    // Tokens and sessions don't work for a new user with the same name either.
    let new = self::ada(&server).await;
    assert_eq!(get(&new, USER).await.status, 404);
    for client in [(&anybody, Some(token.as_str())), (&ada, None), (&other, None)] {
        assert_eq!(ask(client, &Method::GET, USER).await, unauthorized());
    }
}
