//! Tests every row of the contract for entries, and the responses to invalid input.

use reqwest::Method;
use serde_json::json;

use super::{USER, ada, call, get, log, with};
use crate::support::server::Server;

on_both_stores! {
    a_day_is_read_logged_changed_and_deleted,
    years_ranges_and_everything_are_read,
    etags_distinguish_states,
    an_archived_type_is_reported_at_its_field,
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
    assert_eq!(put("type=office").await.status, 404, "there's no entry to update");
    let path = format!("{day}&type=REMOTE&location=New%20York");
    let logged = call(&ada, Method::POST, &path, Some(r#"{"notes":"late"}"#)).await;
    let entry =
        json!({"date": "2018-01-02", "type": "remote", "location": "New York", "notes": "late"});
    assert_eq!((logged.status, &logged.body), (200, &entry));
    let again = call(&ada, Method::POST, &path, Some(r#"{"notes":"late"}"#)).await;
    assert_eq!(again.status, 400, "the day is already logged, even with the same entry");
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
    assert_eq!(call(&ada, Method::DELETE, USER, None).await.status, 404, "no parameters");
    assert_eq!(call(&ada, Method::DELETE, &day, None).await.status, 200);
    assert_eq!(call(&ada, Method::DELETE, &day, None).await.status, 404);
    let history = ada.get("/day/2018-01-02/history").await.text().await.unwrap();
    assert!(history.contains("New York"), "the pages show the API's change");
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
    assert_eq!(delete("year=2018").await, 404, "deletion wasn't requested");
    assert_eq!(delete("deleteyear=true").await, 404, "no year");
    assert_eq!(delete("year=2019&deleteyear=true").await, 404);
    assert_eq!(delete("year=2018.0&deleteyear=true").await, 400);
    assert_eq!(delete("year=2018&deleteyear=True").await, 200);
    assert_eq!(get(&ada, &format!("{USER}?year=2018")).await.status, 404);
    assert_eq!(delete("deleteall=true&deleteuser=true").await, 400);
    assert_eq!(delete("deleteall=true").await, 200);
    assert_eq!(get(&ada, USER).await.status, 404);
}

async fn etags_distinguish_states(server: Server) {
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

async fn an_archived_type_is_reported_at_its_field(server: Server) {
    let ada = ada(&server).await;
    ada.add_type("Training", "none").await;
    let day = format!("{USER}?date=2018-01-02");
    assert_eq!(log(&ada, "date=2018-01-02&type=office").await.status, 200);
    let archived = ada.post("/settings/types/training/archive", &[("archived", "yes")]).await;
    assert_eq!(archived.status(), 303);
    for (query, field) in [
        ("type=training", "type"),
        ("type=TRAINING&pm_type=office", "type"),
        ("type=office&pm_type=training", "pm_type"),
        ("type=&pm_type=Training", "pm_type"),
    ] {
        for (method, path) in [
            (Method::PUT, format!("{day}&{query}")),
            (Method::POST, format!("{USER}?date=2018-01-03&{query}")),
        ] {
            let response = call(&ada, method, &path, None).await;
            assert_eq!(response.status, 400, "{path}");
            let fields = response.body["fields"].as_object().unwrap();
            assert_eq!(fields.keys().collect::<Vec<_>>(), [field], "{path}");
        }
    }
}
