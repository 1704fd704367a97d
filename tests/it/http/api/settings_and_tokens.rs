//! Tests settings, summary, and tokens.

use reqwest::Method;
use serde_json::json;

use super::{USER, ada, call, get, log, with};
use crate::support::server::Server;

on_both_stores! {
    settings_are_read_and_changed,
    settings_apply_from_the_current_allowance_year,
    a_summary_returns_the_totals_of_a_year,
    days_expire_only_after_their_last_day,
    a_summary_names_allowance_years_after_their_start,
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
    let vacation = json!([{"type": "vacation", "year": 2026, "starts_on": "2026-01-01",
        "ends_on": "2026-12-31", "allowance": 1, "carried_over": 0,
        "carried_over_from": "nowhere", "expires_on": null, "expired": 0, "will_expire": 0,
        "used": 1.5, "planned": 1, "left": -0.5, "forecast": -1.5}]);
    assert_eq!(found["allowances"], vacation);
    assert_eq!(get(&ada, &format!("{USER}/summary?year=x")).await.status, 400);
}

async fn settings_apply_from_the_current_allowance_year(server: Server) {
    let ada = ada(&server).await;
    let vacation = "/settings/allowances/vacation";
    ada.submit(vacation, &[("days", "20"), ("carry", "on"), ("carry_most", "5")]).await;
    let path = format!("{USER}/settings");
    let days = async || get(&ada, &path).await.body["settings"]["total"]["vacation"].clone();
    assert_eq!(days().await, 20);
    assert_eq!(call(&ada, Method::PUT, &format!("{path}?vacation=25"), None).await.status, 200);
    assert_eq!(days().await, 25);
    let allowance = async |year: &str| {
        let summary = get(&ada, &format!("{USER}/summary?year={year}")).await.body;
        summary["allowances"][0]["allowance"].clone()
    };
    assert_eq!((allowance("2025").await, allowance("2026").await), (20.into(), 25.into()));
    let stored = ada.page(vacation).await.texts("#vacation .rules small");
    let rules = ["20 days a year, carry over up to 5", "25 days a year, carry over up to 5"];
    assert_eq!(stored, rules);
    ada.submit(vacation, &[("days", "28"), ("from", "2027")]).await;
    assert_eq!(days().await, 25, "not yet in force");
    ada.submit("/settings/allowances", &[("year_start", "12")]).await;
    assert_eq!(days().await, 20, "the allowance year 2025 lasts until November 2026");
    assert_eq!(call(&ada, Method::PUT, &format!("{path}?vacation=-1"), None).await.status, 200);
    assert_eq!(days().await, -1);
    assert_eq!(allowance("2026").await, 25);
}

async fn days_expire_only_after_their_last_day(server: Server) {
    let ada = ada(&server).await;
    let form = [
        ("days", "10"),
        ("carry", "on"),
        ("from", "2025"),
        ("expires_month", "11"),
        ("expires_day", "18"),
    ];
    ada.submit("/settings/allowances/vacation", &form).await;
    for query in [
        "date=2025-01-02&type=office",
        "date=2025-06-02&type=vacation&pm_type=office",
        "date=2026-03-02&type=vacation",
        "date=2026-12-24&type=vacation",
    ] {
        assert_eq!(log(&ada, query).await.status, 200);
    }
    let path = format!("{USER}/summary?year=2026");
    let before = get(&ada, &path).await.body["allowances"][0].clone();
    let expected = json!({"carried_over": 9.5, "carried_over_from": "year_before",
        "expires_on": "2026-11-18", "expired": 0, "will_expire": 8.5, "used": 1, "planned": 1,
        "left": 18.5, "forecast": 9});
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&before[name], value, "{name}");
    }
    server.advance_clock(std::time::Duration::from_hours(24));
    let login = super::credentials("ada", crate::support::server::PASSWORD);
    assert_eq!(call(&ada, Method::POST, "/api/v1/login", Some(&login)).await.status, 200);
    let after = get(&ada, &path).await.body["allowances"][0].clone();
    let expected = json!({"expired": 8.5, "will_expire": 0, "left": 10, "forecast": 9});
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&after[name], value, "{name}");
    }
    for of_type in [before, after] {
        let days = |name: &str| of_type[name].as_f64().unwrap();
        let left = days("allowance") + days("carried_over") - days("expired") - days("used");
        assert_eq!(
            (left, left - days("will_expire") - days("planned")),
            (days("left"), days("forecast"))
        );
    }
}

async fn a_summary_names_allowance_years_after_their_start(server: Server) {
    let ada = ada(&server).await;
    ada.submit("/settings/allowances", &[("year_start", "12")]).await;
    ada.submit(
        "/settings/allowances/vacation",
        &[("days", "10"), ("year", "2026"), ("year_days", ""), ("year_carried", "-2")],
    )
    .await;
    let of = async |query: &str| {
        get(&ada, &format!("{USER}/summary{query}")).await.body["allowances"][0].clone()
    };
    let asked = of("?year=2026").await;
    assert_eq!(
        (&asked["starts_on"], &asked["ends_on"]),
        (&json!("2026-12-01"), &json!("2027-11-30"))
    );
    assert_eq!(
        (&asked["carried_over"], &asked["carried_over_from"]),
        (&json!(-2), &json!("entered"))
    );
    assert_eq!(asked["forecast"], 8);
    assert_eq!(of("").await["year"], 2025, "the current allowance year");
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
