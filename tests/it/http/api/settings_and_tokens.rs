//! Tests settings, summary, and tokens.

use reqwest::Method;
use serde_json::json;

use super::{USER, ada, call, get, log, with};
use crate::support::server::Server;

on_both_stores! {
    settings_are_read_and_changed,
    a_summary_returns_the_totals_of_a_year,
    a_tokens_scope_limits_its_calls,
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

async fn a_summary_returns_the_totals_of_a_year(server: Server) {
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

async fn a_tokens_scope_limits_its_calls(server: Server) {
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
    assert_eq!(by(&write, Method::POST, &path).await.status, 403, "tokens can't create tokens");
    assert_eq!(by(&write, Method::GET, "/api/v1/user/bob").await.status, 403);
    assert_eq!(by("Bearer worklog_nonsense", Method::GET, USER).await.status, 403);
    let mixed = [("Authorization", "Bearer worklog_nonsense")];
    assert_eq!(with(&ada, Method::GET, USER, &mixed, None).await.status, 403, "the token wins");
    let listed = get(&ada, &path).await.body;
    assert_eq!(listed["tokens"].as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains("secret"));
    let revoke = format!("{path}/{}", id.as_str().unwrap());
    assert_eq!(call(&ada, Method::DELETE, &revoke, None).await.status, 200);
    assert_eq!(call(&ada, Method::DELETE, &revoke, None).await.status, 404);
    assert_eq!(by(&read, Method::GET, USER).await.status, 403);
}
