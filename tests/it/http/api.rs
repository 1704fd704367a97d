//! Tests the JSON API: authorization, accounts, and that the `OpenAPI` document matches the server.

use std::collections::BTreeSet;

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::support::server::{Browser, PASSWORD, Server};

mod bad_bodies;
mod bad_queries;
mod balances;
mod callers;
pub(crate) mod clients;
mod concurrent;
mod contract;
mod documentation;
mod earlier_service;
mod entries;
mod examples;
mod generated;
mod scripts;
mod settings_and_tokens;

on_both_stores! {
    cookie_clients_of_the_earlier_service_still_work,
    another_users_path_is_unauthorized,
    the_api_deletes_the_account,
}

const USER: &str = "/api/v1/user/ada";

/// The standard methods, and an unknown one.
const METHODS: [&str; 9] =
    ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "MADE-UP"];

struct Answer {
    status: u16,
    body: Value,
    headers: HeaderMap,
}

impl Answer {
    fn tag(&self) -> &str {
        self.headers["etag"].to_str().unwrap()
    }

    /// Returns the methods in the `Allow` header of a 405 response. Paths that accept GET also
    /// accept HEAD.
    fn allowed(&self) -> BTreeSet<String> {
        let methods = self.headers["allow"].to_str().unwrap().split(',').map(str::trim);
        methods.filter(|method| *method != "HEAD").map(str::to_owned).collect()
    }

    fn error(&self) -> &str {
        self.body["error"].as_str().unwrap_or_default()
    }
}

/// Fetches the `OpenAPI` document.
pub(crate) async fn document(server: &Server) -> Value {
    get(&server.browser(), "/api/v1/openapi.json").await.body
}

async fn with(
    browser: &Browser,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Answer {
    let mut request = browser.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(body) = body {
        request = request.header("Content-Type", "application/json").body(body.to_owned());
    }
    let response = browser.send(request).await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    if status >= 400 {
        // Every error has this body.
        let known = |name: &str| ["error", "fields"].contains(&name);
        assert!(body["error"].as_str().is_some_and(|error| !error.is_empty()), "{status} {text}");
        assert!(body.as_object().unwrap().keys().all(|name| known(name)), "{status} {text}");
    }
    assert!(text.is_empty() || body.is_object(), "{status} {text}");
    Answer { status, body, headers }
}

async fn call(browser: &Browser, method: Method, path: &str, body: Option<&str>) -> Answer {
    with(browser, method, path, &[], body).await
}

async fn get(browser: &Browser, path: &str) -> Answer {
    call(browser, Method::GET, path, None).await
}

fn credentials(name: &str, password: &str) -> String {
    json!({"username": name, "password": password}).to_string()
}

async fn ada(server: &Server) -> Browser {
    let ada = server.browser();
    let body = credentials("ada", PASSWORD);
    let made = call(&ada, Method::PUT, "/api/v1/user/create", Some(&body)).await;
    assert_eq!((made.status, made.body), (200, json!({"success": "Account created"})));
    ada
}

/// Returns the document's operation for a call, if it exists.
fn operation<'a>(document: &'a Value, method: &str, path: &str) -> Option<&'a Value> {
    let is_path = |documented: &str| {
        let (documented, path) = (documented.split('/'), path.split('/'));
        documented.clone().count() == path.clone().count()
            && documented
                .zip(path)
                .all(|(documented, part)| documented.starts_with('{') || documented == part)
    };
    let paths = document["paths"].as_object().expect("paths");
    let mut items: Vec<_> = paths.iter().filter(|(documented, _)| is_path(documented)).collect();
    // Paths without variables take precedence over paths with them.
    items.sort_by_key(|(documented, _)| documented.matches('{').count());
    items.iter().find_map(|(_, item)| item.get(method.to_lowercase()))
}

/// Returns the operation IDs in the document.
pub(crate) fn all_operations(document: &Value) -> BTreeSet<String> {
    let items = document["paths"].as_object().expect("paths").values();
    let operations = items.filter_map(Value::as_object).flat_map(|item| item.values());
    operations.map(name_of).collect()
}

fn name_of(operation: &Value) -> String {
    operation["operationId"].as_str().expect("a name").to_owned()
}

async fn log(browser: &Browser, query: &str) -> Answer {
    call(browser, Method::POST, &format!("{USER}?{query}"), None).await
}

async fn cookie_clients_of_the_earlier_service_still_work(server: Server) {
    ada(&server).await;
    let ada = server.browser();
    for (body, status) in [
        (credentials("ada", "wrong-otter-42"), 400),
        (credentials("nobody", PASSWORD), 400),
        (json!({"username": "ada"}).to_string(), 400),
        (credentials("ADA", PASSWORD), 200),
    ] {
        let response = call(&ada, Method::POST, "/api/v1/login", Some(&body)).await;
        assert_eq!(response.status, status, "{body}");
    }
    assert_eq!(get(&ada, USER).await.status, 404, "logged in, without entries");
    assert_eq!(ada.status("/month").await, 200, "the API and the pages share the cookie");
    let again = credentials("Ada", PASSWORD);
    let taken = call(&ada, Method::PUT, "/api/v1/user/create", Some(&again)).await;
    assert_eq!((taken.status, taken.error()), (400, "This username is taken."));
    let common = credentials("bob", "password");
    let refused = call(&ada, Method::PUT, "/api/v1/user/create", Some(&common)).await;
    assert_eq!(refused.status, 400);
    assert!(refused.body["fields"]["password"].is_string());
    let reset = format!("{USER}/reset");
    let anybody = server.browser();
    for (old, new, status) in [
        ("wrong-otter-42", "another-otter-43", 403),
        (PASSWORD, "ada", 403),
        (PASSWORD, "another-otter-43", 200),
    ] {
        let body = json!({"password": old, "new_password": new}).to_string();
        assert_eq!(call(&anybody, Method::PUT, &reset, Some(&body)).await.status, status);
    }
    assert_eq!(get(&ada, USER).await.status, 403, "a new password ends every login");
    let body = credentials("ada", "another-otter-43");
    assert_eq!(call(&ada, Method::POST, "/api/v1/login", Some(&body)).await.status, 200);
}

async fn another_users_path_is_unauthorized(server: Server) {
    let ada = ada(&server).await;
    server.sign_up("bob").await;
    for (browser, path) in [
        (&ada, "/api/v1/user/bob"),
        (&ada, "/api/v1/user/nobody?date=2018-02-30"),
        (&ada, "/api/v1/user/%FF"),
        (&ada, "/api/v1/user/ada%2F..%2Fbob"),
        (&server.browser(), USER),
        (&server.browser(), "/api/v1/user/ada/settings"),
        (&server.browser(), "/api/v1/user/ada/tokens"),
    ] {
        let response = get(browser, path).await;
        assert_eq!((response.status, response.error()), (403, "Not logged in"), "{path}");
    }
    assert_eq!(
        get(&ada, "/api/v1/user/%61d%61").await.status,
        404,
        "Ada is authenticated and has no entries"
    );
    let stranger = call(&server.browser(), Method::POST, USER, Some("no json")).await;
    assert_eq!(stranger.status, 403, "the limit is checked first");
}

async fn the_api_deletes_the_account(server: Server) {
    let ada = ada(&server).await;
    let body = json!({"name": "t", "scope": "write"}).to_string();
    let made = call(&ada, Method::POST, &format!("{USER}/tokens"), Some(&body)).await;
    let token = format!("Bearer {}", made.body["secret"].as_str().unwrap());
    let other = server.logged_in("ada").await;
    let gone = call(&ada, Method::DELETE, &format!("{USER}?deleteuser=true"), None).await;
    assert_eq!(gone.status, 200);
    for browser in [&ada, &other] {
        assert_eq!(get(browser, USER).await.status, 403);
    }
    let by_token = [("Authorization", token.as_str())];
    assert_eq!(with(&server.browser(), Method::GET, USER, &by_token, None).await.status, 403);
}

#[actix_web::test]
async fn calls_are_limited_per_token() {
    let server = Server::start(&[]).await;
    let ada = ada(&server).await;
    let body = json!({"name": "t"}).to_string();
    let made = call(&ada, Method::POST, &format!("{USER}/tokens"), Some(&body)).await;
    let token = format!("Bearer {}", made.body["secret"].as_str().unwrap());
    let headers = [("Authorization", token.as_str())];
    for _ in 0..700 {
        let response = with(&ada, Method::GET, USER, &headers, None).await;
        if response.status == 429 {
            assert!(response.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() >= 1);
            let left = response.headers["ratelimit"].to_str().unwrap();
            assert!(left.starts_with("\"token\";r=0;"), "{left}");
            return;
        }
    }
    panic!("700 calls succeeded");
}

#[actix_web::test]
async fn only_allowed_origins_can_call_the_api() {
    let shut = Server::start(&[]).await;
    let open = Server::start(&["--cors-origins=https://board.example.org"]).await;
    let ask = async |server: &Server, origin: &str| {
        let browser = server.browser();
        let request = browser.request(Method::OPTIONS, USER).header("Origin", origin);
        let request = request.header("Access-Control-Request-Method", "GET");
        let response =
            browser.send(request.header("Access-Control-Request-Headers", "authorization")).await;
        let header =
            |name: &str| response.headers().get(name).map(|v| v.to_str().unwrap().to_owned());
        (header("access-control-allow-origin"), header("access-control-allow-credentials"))
    };
    let board = "https://board.example.org";
    assert_eq!(ask(&shut, board).await, (None, None));
    assert_eq!(ask(&open, board).await, (Some(board.to_owned()), None));
    assert_eq!(ask(&open, "https://evil.example").await, (None, None));
}

/// Compares the document with the server, for each path and method.
#[actix_web::test]
async fn the_openapi_document_matches_the_routes() {
    let server = Server::start(&["--rate-limits=off"]).await;
    let ada = ada(&server).await;
    let document = get(&ada, "/api/v1/openapi.json").await.body;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    for (path, item) in paths {
        let address = path.replace("{user}", "ada").replace("{id}", "none");
        let documented: BTreeSet<&str> =
            item.as_object().unwrap().keys().map(String::as_str).collect();
        let mut allows = Vec::new();
        for method in METHODS {
            let response = call(&ada, method.parse().unwrap(), &address, Some("[]")).await;
            // `create` is also a valid username, so the path for users matches too.
            let is_theirs = path.ends_with("/create") && response.status == 403;
            let missing = response.status == 405 || is_theirs;
            let documented = documented.contains(method.to_lowercase().as_str());
            assert_eq!(!missing, documented, "{method} {path}: {}", response.status);
            if response.status == 405 {
                allows.push((method, path, response.allowed()));
            }
            let only_days = ["GET", "POST", "DELETE"].contains(&method);
            assert!(!is_theirs || only_days, "{method} {path}: {}", response.status);
        }
        for (method, path, allowed) in allows {
            let all: BTreeSet<String> =
                documented.iter().map(|method| method.to_uppercase()).collect();
            assert_eq!(allowed, all, "`Allow` of {method} {path}");
        }
    }
    let mounted = include_str!("../../../src/web/api/mod.rs").matches(".to(").count();
    let documented: usize = paths.values().map(|item| item.as_object().unwrap().len()).sum();
    assert_eq!(mounted, documented);
}
