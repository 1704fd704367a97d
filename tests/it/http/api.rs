//! The JSON API: every row of its contract, and what bad input is answered.

use std::collections::BTreeSet;

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::server::{Browser, PASSWORD, Server};

on_both_stores! {
    a_client_with_cookies_does_what_the_earlier_service_did,
    a_day_is_read_logged_changed_and_deleted,
    years_ranges_and_everything_are_read,
    whoever_is_not_the_user_in_the_path_is_not_logged_in,
    bad_input_is_answered_by_400,
    tags_tell_states_apart,
    settings_are_read_and_changed,
    a_summary_says_what_a_year_comes_to,
    a_token_calls_as_far_as_its_scope_goes,
    the_account_is_deleted,
}

const USER: &str = "/api/v1/user/ada";

struct Answer {
    status: u16,
    body: Value,
    headers: HeaderMap,
}

impl Answer {
    fn tag(&self) -> &str {
        self.headers["etag"].to_str().unwrap()
    }

    fn error(&self) -> &str {
        self.body["error"].as_str().unwrap_or_default()
    }
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
    let answer = browser.send(request).await;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let text = answer.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
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

async fn log(browser: &Browser, query: &str) -> Answer {
    call(browser, Method::POST, &format!("{USER}?{query}"), None).await
}

async fn a_client_with_cookies_does_what_the_earlier_service_did(server: Server) {
    ada(&server).await;
    let ada = server.browser();
    for (body, status) in [
        (credentials("ada", "wrong-otter-42"), 400),
        (credentials("nobody", PASSWORD), 400),
        (json!({"username": "ada"}).to_string(), 400),
        (credentials("ADA", PASSWORD), 200),
    ] {
        let answer = call(&ada, Method::POST, "/api/v1/login", Some(&body)).await;
        assert_eq!(answer.status, status, "{body}");
    }
    assert_eq!(get(&ada, USER).await.status, 404, "logged in, with nothing logged");
    assert_eq!(ada.get("/month").await.status(), 200, "the cookie is that of the pages");
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

async fn a_day_is_read_logged_changed_and_deleted(server: Server) {
    let ada = ada(&server).await;
    let day = format!("{USER}?date=2018-01-02");
    assert_eq!(get(&ada, &day).await.status, 404);
    let put = |query: &'static str| {
        let path = format!("{day}&{query}");
        let ada = ada.clone();
        async move { call(&ada, Method::PUT, &path, None).await }
    };
    assert_eq!(put("type=office").await.status, 404, "nothing to update");
    let path = format!("{day}&type=REMOTE&location=New%20York");
    let logged = call(&ada, Method::POST, &path, Some(r#"{"notes":"late"}"#)).await;
    let entry =
        json!({"date": "2018-01-02", "type": "remote", "location": "New York", "notes": "late"});
    assert_eq!((logged.status, &logged.body), (200, &entry));
    let again = call(&ada, Method::POST, &path, Some(r#"{"notes":"late"}"#)).await;
    assert_eq!(again.status, 400, "already logged, even the same");
    assert_eq!(get(&ada, &day).await.body, entry);
    let changed = put("type=office&pm_type=vacation").await;
    let halves = json!({
        "date": "2018-01-02", "type": "office", "notes": "late",
        "halves": [{"type": "office"}, {"type": "vacation"}],
    });
    assert_eq!((changed.status, changed.body), (200, halves));
    let afternoon = put("type=&pm_type=sick").await;
    assert_eq!(afternoon.body["halves"], json!([null, {"type": "sick"}]));
    assert_eq!(afternoon.body["type"], "sick");
    let path = format!("{day}&type=office");
    let cleared = call(&ada, Method::PUT, &path, Some(r#"{"notes":""}"#)).await;
    assert_eq!(cleared.body, json!({"date": "2018-01-02", "type": "office", "notes": ""}));
    assert_eq!(call(&ada, Method::DELETE, USER, None).await.status, 404, "nothing asked for");
    assert_eq!(call(&ada, Method::DELETE, &day, None).await.status, 200);
    assert_eq!(call(&ada, Method::DELETE, &day, None).await.status, 404);
    let history = ada.get("/day/2018-01-02/history").await.text().await.unwrap();
    assert!(history.contains("New York"), "the pages know what the API did");
}

async fn years_ranges_and_everything_are_read(server: Server) {
    let ada = ada(&server).await;
    for date in ["2018-12-31", "2018-01-02", "2020-02-29"] {
        assert_eq!(log(&ada, &format!("date={date}&type=office")).await.status, 200);
    }
    let entry = |date: &str| json!({"date": date, "type": "office", "notes": ""});
    let first = json!({"year": 2018, "entries": [entry("2018-01-02"), entry("2018-12-31")]});
    let last = json!({"year": 2020, "entries": [entry("2020-02-29")]});
    assert_eq!(get(&ada, &format!("{USER}?year=2018&unknown=1")).await.body, first);
    assert_eq!(get(&ada, &format!("{USER}?year=2019")).await.status, 404);
    assert_eq!(get(&ada, USER).await.body, json!({"years": [first, last]}));
    let range = get(&ada, &format!("{USER}?from=2018-12-01&to=2019-12-31")).await;
    assert_eq!(range.body["entries"], json!([entry("2018-12-31")]));
    let delete = |query: &'static str| {
        let ada = ada.clone();
        async move { call(&ada, Method::DELETE, &format!("{USER}?{query}"), None).await.status }
    };
    assert_eq!(delete("year=2018").await, 404, "not asked to delete it");
    assert_eq!(delete("deleteyear=true").await, 404, "no year given");
    assert_eq!(delete("year=2019&deleteyear=true").await, 404);
    assert_eq!(delete("year=2018.0&deleteyear=true").await, 400);
    assert_eq!(delete("year=2018&deleteyear=True").await, 200);
    assert_eq!(get(&ada, &format!("{USER}?year=2018")).await.status, 404);
    assert_eq!(delete("deleteall=true&deleteuser=true").await, 400);
    assert_eq!(delete("deleteall=true").await, 200);
    assert_eq!(get(&ada, USER).await.status, 404);
}

async fn whoever_is_not_the_user_in_the_path_is_not_logged_in(server: Server) {
    let ada = ada(&server).await;
    server.person("bob").await;
    for (browser, path) in [
        (&ada, "/api/v1/user/bob"),
        (&ada, "/api/v1/user/nobody?date=2018-02-30"),
        (&ada, "/api/v1/user/%FF"),
        (&ada, "/api/v1/user/ada%2F..%2Fbob"),
        (&server.browser(), USER),
        (&server.browser(), "/api/v1/user/ada/settings"),
        (&server.browser(), "/api/v1/user/ada/tokens"),
    ] {
        let answer = get(browser, path).await;
        assert_eq!((answer.status, answer.error()), (403, "Not logged in"), "{path}");
    }
    assert_eq!(
        get(&ada, "/api/v1/user/%61d%61").await.status,
        404,
        "it is ada, who logged nothing"
    );
    let stranger = call(&server.browser(), Method::POST, USER, Some("no json")).await;
    assert_eq!(stranger.status, 403, "before every other check");
}

async fn bad_input_is_answered_by_400(server: Server) {
    let ada = ada(&server).await;
    for (query, field) in [
        ("date=2018-1-1&type=office", "date"),
        ("date=2018-02-30&type=office", "date"),
        ("date=&type=office", "date"),
        ("type=office", "date"),
        ("date=1969-12-31&type=office", "date"),
        ("date=2018-01-02&date=2018-01-03&type=office", "date"),
        ("date=2018-01-02", "type"),
        ("date=2018-01-02&type=", "type"),
        ("date=2018-01-02&type=jury", "type"),
        ("date=2018-01-02&type=remote", "location"),
        ("date=2018-01-02&type=office&pm_type=remote", "pm_location"),
    ] {
        let answer = log(&ada, query).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.body["fields"][field].is_string(), "{query}: {}", answer.body);
    }
    for query in ["year=0", "year=2018.0", "year=", "date=2018-1-1", "date=2018-01-01&year=2018"] {
        assert_eq!(get(&ada, &format!("{USER}?{query}")).await.status, 400, "{query}");
    }
    for query in
        ["from=2018-01-01", "from=2018-01-02&to=2018-01-01", "from=2018-01-01&to=2020-01-01"]
    {
        assert_eq!(get(&ada, &format!("{USER}?{query}")).await.status, 400, "{query}");
    }
    let day = format!("{USER}?date=2018-01-02&type=office");
    for body in [
        "[]",
        "{",
        "5",
        "null",
        r#"{"notes":null}"#,
        r#"{"notes":5}"#,
        "{} {}",
        r#"{"notes":"a","notes":"b"}"#,
        r#"{"notes":"\u0007"}"#,
        r#"{"notes":"\ud800"}"#,
    ] {
        assert_eq!(call(&ada, Method::POST, &day, Some(body)).await.status, 400, "{body}");
    }
    for content_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let request = ada.request(Method::POST, &day).header("Content-Type", content_type);
        let answer = ada.send(request.body(r#"{"notes":"a"}"#)).await;
        assert_eq!(answer.status(), 400, "{content_type}");
    }
    let invalid = ada.request(Method::POST, &day).header("Content-Type", "application/json");
    assert_eq!(ada.send(invalid.body(b"{\"notes\":\"\xff\"}".to_vec())).await.status(), 400);
    let large = format!(r#"{{"notes":"{}"}}"#, "x".repeat(2 * 1024 * 1024));
    assert_eq!(call(&ada, Method::POST, &day, Some(&large)).await.status, 413);
    assert_eq!(call(&ada, Method::PATCH, USER, None).await.status, 405);
    assert_eq!(call(&ada, Method::GET, "/api/v1/login", None).await.status, 405);
    assert_eq!(get(&ada, "/api/v1/nothing").await.status, 404);
    assert_eq!(get(&ada, USER).await.status, 404, "nothing of it was logged");
}

async fn tags_tell_states_apart(server: Server) {
    let ada = ada(&server).await;
    let first = log(&ada, "date=2018-01-02&type=office").await.tag().to_owned();
    let day = format!("{USER}?date=2018-01-02");
    let known = [("If-None-Match", first.as_str())];
    assert_eq!(with(&ada, Method::GET, &day, &known, None).await.status, 304);
    let year = format!("{USER}?year=2018");
    let year_tag = get(&ada, &year).await.tag().to_owned();
    let known_year = [("If-None-Match", year_tag.as_str())];
    assert_eq!(with(&ada, Method::GET, &year, &known_year, None).await.status, 304);
    let to_sick = format!("{day}&type=sick");
    let fits = [("If-Match", first.as_str())];
    let second = with(&ada, Method::PUT, &to_sick, &fits, None).await;
    assert_eq!(second.status, 200);
    assert_ne!(second.tag(), first);
    assert_eq!(with(&ada, Method::PUT, &to_sick, &fits, None).await.status, 412);
    assert_eq!(with(&ada, Method::DELETE, &day, &fits, None).await.status, 412);
    assert_eq!(with(&ada, Method::GET, &day, &known, None).await.status, 200);
    assert_eq!(with(&ada, Method::GET, &year, &known_year, None).await.status, 200);
    let any = [("If-Match", "*")];
    assert_eq!(with(&ada, Method::DELETE, &day, &any, None).await.status, 200);
    assert_eq!(with(&ada, Method::POST, &to_sick, &any, None).await.status, 412);
}

async fn settings_are_read_and_changed(server: Server) {
    let ada = ada(&server).await;
    let path = format!("{USER}/settings");
    let unset = json!({"settings": {"slack": "", "total":
        {"remote": -1, "vacation": -1, "holiday": -1, "sick": -1}}});
    assert_eq!(get(&ada, &path).await.body, unset);
    let body =
        json!({"vacation": 30, "sick": 12.5, "slack": "https://hooks.slack.com/services/T/B/x"});
    let set = call(&ada, Method::PUT, &path, Some(&body.to_string())).await;
    let expected = json!({"settings": {"slack": "https://hooks.slack.com/services/T/B/x",
        "total": {"remote": -1, "vacation": 30, "holiday": -1, "sick": 12.5}}});
    assert_eq!((set.status, &set.body), (200, &expected));
    assert_eq!(get(&ada, &path).await.body, expected);
    let unset_all = format!("{path}?vacation=-1&sick=-1&slack=");
    assert_eq!(call(&ada, Method::PUT, &unset_all, None).await.body, unset);
    for body in [
        "{}",
        r#"{"vacation":"many"}"#,
        r#"{"vacation":-2}"#,
        r#"{"vacation":367}"#,
        r#"{"vacation":1,"sick":0.3}"#,
        r#"{"slack":"https://evil.example/x"}"#,
    ] {
        assert_eq!(call(&ada, Method::PUT, &path, Some(body)).await.status, 400, "{body}");
    }
    assert_eq!(get(&ada, &path).await.body, unset, "all or nothing");
}

async fn a_summary_says_what_a_year_comes_to(server: Server) {
    let ada = ada(&server).await;
    let settings = format!("{USER}/settings?vacation=1");
    assert_eq!(call(&ada, Method::PUT, &settings, None).await.status, 200);
    for query in [
        "date=2026-11-16&type=remote&location=Home&pm_type=vacation",
        "date=2026-11-17&type=vacation",
        "date=2026-12-24&type=vacation",
    ] {
        assert_eq!(log(&ada, query).await.status, 200);
    }
    let found = get(&ada, &format!("{USER}/summary?year=2026")).await.body;
    assert_eq!(found["today"], "2026-11-18");
    assert_eq!(found["types"][1]["actual"], json!(0.5));
    let home = json!([{"location": "Home", "actual": 0.5, "planned": 0}]);
    assert_eq!(found["locations"], home);
    let vacation = json!([{"type": "vacation", "allowance": 1, "carried_over": 0, "expired": 0,
        "used": 1.5, "planned": 1, "left": -0.5, "forecast": -1.5}]);
    assert_eq!(found["allowances"], vacation);
    assert_eq!(get(&ada, &format!("{USER}/summary?year=x")).await.status, 400);
}

async fn a_token_calls_as_far_as_its_scope_goes(server: Server) {
    let ada = ada(&server).await;
    let path = format!("{USER}/tokens");
    let make = async |scope: &str| {
        let body = json!({"name": scope, "scope": scope}).to_string();
        let made = call(&ada, Method::POST, &path, Some(&body)).await;
        assert_eq!(made.status, 201);
        (made.body["secret"].as_str().unwrap().to_owned(), made.body["id"].clone())
    };
    let ((read, id), (write, _)) = (make("read").await, make("write").await);
    let (read, write) = (format!("Bearer {read}"), format!("Bearer {write}"));
    let program = server.browser();
    let by = async |token: &str, method: Method, path: &str| {
        let headers = [("Authorization", token), ("Origin", "https://elsewhere.example")];
        with(&program, method, path, &headers, None).await
    };
    let day = format!("{USER}?date=2018-01-02&type=office");
    assert_eq!(by(&read, Method::POST, &day).await.status, 403);
    let logged = by(&write, Method::POST, &day).await;
    assert_eq!(logged.status, 200);
    assert!(logged.headers["ratelimit"].to_str().unwrap().starts_with("\"token\";r=599;"));
    assert_eq!(by(&read, Method::GET, &format!("{USER}?year=2018")).await.status, 200);
    assert_eq!(by(&write, Method::POST, &path).await.status, 403, "a token makes no tokens");
    assert_eq!(by(&write, Method::GET, "/api/v1/user/bob").await.status, 403);
    assert_eq!(by("Bearer worklog_nonsense", Method::GET, USER).await.status, 403);
    let mixed = [("Authorization", "Bearer worklog_nonsense")];
    assert_eq!(with(&ada, Method::GET, USER, &mixed, None).await.status, 403, "the token counts");
    let listed = get(&ada, &path).await.body;
    assert_eq!(listed["tokens"].as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains("secret"));
    let revoke = format!("{path}/{}", id.as_str().unwrap());
    assert_eq!(call(&ada, Method::DELETE, &revoke, None).await.status, 200);
    assert_eq!(call(&ada, Method::DELETE, &revoke, None).await.status, 404);
    assert_eq!(by(&read, Method::GET, USER).await.status, 403);
}

async fn the_account_is_deleted(server: Server) {
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
async fn calls_are_limited_by_token() {
    let server = Server::start(&[]).await;
    let ada = ada(&server).await;
    let body = json!({"name": "t"}).to_string();
    let made = call(&ada, Method::POST, &format!("{USER}/tokens"), Some(&body)).await;
    let token = format!("Bearer {}", made.body["secret"].as_str().unwrap());
    let headers = [("Authorization", token.as_str())];
    for _ in 0..700 {
        let answer = with(&ada, Method::GET, USER, &headers, None).await;
        if answer.status == 429 {
            assert!(answer.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() >= 1);
            let left = answer.headers["ratelimit"].to_str().unwrap();
            assert!(left.starts_with("\"token\";r=0;"), "{left}");
            return;
        }
    }
    panic!("700 calls went through");
}

#[actix_web::test]
async fn other_origins_call_only_where_they_are_let_in() {
    let shut = Server::start(&[]).await;
    let open = Server::start(&["--cors-origins=https://board.example.org"]).await;
    let ask = async |server: &Server, origin: &str| {
        let browser = server.browser();
        let request = browser.request(Method::OPTIONS, USER).header("Origin", origin);
        let request = request.header("Access-Control-Request-Method", "GET");
        let answer =
            browser.send(request.header("Access-Control-Request-Headers", "authorization")).await;
        let header =
            |name: &str| answer.headers().get(name).map(|v| v.to_str().unwrap().to_owned());
        (header("access-control-allow-origin"), header("access-control-allow-credentials"))
    };
    let board = "https://board.example.org";
    assert_eq!(ask(&shut, board).await, (None, None));
    assert_eq!(ask(&open, board).await, (Some(board.to_owned()), None));
    assert_eq!(ask(&open, "https://evil.example").await, (None, None));
}

/// What the document tells and what the server does, path by path and method by method.
#[actix_web::test]
async fn document_and_routes_agree() {
    let server = Server::start(&["--rate-limits=off"]).await;
    let ada = ada(&server).await;
    let document = get(&ada, "/api/v1/openapi.json").await.body;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    for (path, item) in paths {
        let address = path.replace("{user}", "ada").replace("{id}", "none");
        let told: BTreeSet<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
        for method in ["get", "post", "put", "delete", "patch"] {
            let verb = method.to_uppercase().parse().unwrap();
            let answer = call(&ada, verb, &address, Some("[]")).await;
            // Somebody may be called “create”, so other methods there are theirs.
            let missing =
                answer.status == 405 || (path.ends_with("/create") && answer.status == 403);
            assert_eq!(!missing, told.contains(method), "{method} {path}: {}", answer.status);
        }
    }
    let mounted = include_str!("../../../src/web/api/mod.rs").matches(".to(").count();
    let told: usize = paths.values().map(|item| item.as_object().unwrap().len()).sum();
    // The document itself, and the two addresses of its pages, are not calls.
    assert_eq!(mounted, told + 3);
}
