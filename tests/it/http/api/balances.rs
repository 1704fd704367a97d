//! Tests the balances of allowances in the API, when allowances change and entries are deleted.

use reqwest::Method;
use serde_json::{Value, json};

use super::{USER, ada, call, get, log};
use crate::support::server::{Browser, Server};

on_both_stores! {
    earlier_years_keep_the_allowance_that_they_had,
    years_before_the_first_entry_carry_nothing,
    a_deleted_year_is_brought_forward,
    deleting_everything_starts_anew,
}

const VACATION: &str = "/settings/allowances/vacation";

/// Asserts values of the vacation balance in a year's summary.
async fn assert_balance(ada: &Browser, year: i32, expected: &Value) {
    let found = get(ada, &format!("{USER}/summary?year={year}")).await.body;
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&found["allowances"][0][name], value, "{year}: {name}");
    }
}

async fn earlier_years_keep_the_allowance_that_they_had(server: Server) {
    let ada = ada(&server).await;
    assert_eq!(log(&ada, "date=2026-01-02&type=office").await.status, 200);
    ada.submit(VACATION, &[("days", "20"), ("carry", "on"), ("from", "2026")]).await;
    ada.submit(VACATION, &[("days", "25"), ("carry", "on"), ("from", "2028")]).await;
    for (year, expected) in [
        (2026, json!({"allowance": 20, "carried_over": 0, "forecast": 20})),
        (2027, json!({"allowance": 20, "carried_over": 20, "forecast": 40})),
        (2028, json!({"allowance": 25, "carried_over": 40, "forecast": 65})),
    ] {
        assert_balance(&ada, year, &expected).await;
    }
}

async fn years_before_the_first_entry_carry_nothing(server: Server) {
    let ada = ada(&server).await;
    ada.submit(VACATION, &[("days", "30"), ("carry", "on"), ("from", "2020")]).await;
    assert_eq!(log(&ada, "date=2026-12-01&type=office").await.status, 200);
    let expected = json!({"carried_over": 0, "carried_over_from": "unknown", "forecast": 30});
    assert_balance(&ada, 2027, &expected).await;
}

/// Logs 28 days of vacation in 2026, of 30 that are carried over, and an office day in 2027.
async fn with_two_days_left(server: &Server) -> Browser {
    let ada = ada(server).await;
    ada.submit(VACATION, &[("days", "30"), ("carry", "on"), ("from", "2026")]).await;
    for day in 1..=28 {
        let query = format!("date=2026-01-{day:02}&type=vacation");
        assert_eq!(log(&ada, &query).await.status, 200);
    }
    assert_eq!(log(&ada, "date=2027-03-01&type=office").await.status, 200);
    let expected = json!({"carried_over": 2, "carried_over_from": "year_before", "forecast": 32});
    assert_balance(&ada, 2027, &expected).await;
    ada
}

async fn a_deleted_year_is_brought_forward(server: Server) {
    let ada = with_two_days_left(&server).await;
    let path = format!("{USER}?year=2026&deleteyear=true");
    assert_eq!(call(&ada, Method::DELETE, &path, None).await.status, 200);
    let kept = json!({"carried_over": 2, "carried_over_from": "deleted_entries", "forecast": 32});
    assert_balance(&ada, 2027, &kept).await;
    let later = json!({"carried_over": 32, "carried_over_from": "year_before"});
    assert_balance(&ada, 2028, &later).await;
    // Correcting the number doesn't make later years unknown.
    let form = [("days", "30"), ("carry", "on"), ("from", "2026"), ("year", "2027")];
    ada.submit(VACATION, &[&form[..], &[("year_days", ""), ("year_carried", "3")]].concat()).await;
    assert_balance(&ada, 2027, &json!({"carried_over": 3, "carried_over_from": "entered"})).await;
    let later = json!({"carried_over": 33, "carried_over_from": "year_before"});
    assert_balance(&ada, 2028, &later).await;
}

async fn deleting_everything_starts_anew(server: Server) {
    let ada = with_two_days_left(&server).await;
    for query in ["year=2026&deleteyear=true", "deleteall=true"] {
        let path = format!("{USER}?{query}");
        assert_eq!(call(&ada, Method::DELETE, &path, None).await.status, 200);
    }
    assert_eq!(log(&ada, "date=2030-12-02&type=office").await.status, 200);
    for (year, from) in [(2027, "nowhere"), (2030, "unknown")] {
        let expected = json!({"carried_over": 0, "carried_over_from": from, "forecast": 30});
        assert_balance(&ada, year, &expected).await;
    }
}
