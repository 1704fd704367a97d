//! Tests exports: their content, and that they are streamed.

use futures_util::StreamExt;
use serde_json::Value;
use worklog::app::exchange::exports::{self, ExportFormat};
use worklog::domain::exchange::export::CsvSeparator;

use super::imports::twenty_years;
use crate::support::server::{Browser, Server, location};

on_both_stores! {
    all_days_or_one_year_can_be_downloaded,
    exports_can_be_imported,
    settings_are_exported_on_request,
    twenty_years_are_streamed_one_year_at_a_time,
    users_cannot_export_other_users_days,
}

async fn file(browser: &Browser, path: &str) -> (String, Vec<u8>) {
    let response = browser.get(path).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let name = response.headers()["content-disposition"].to_str().unwrap().to_owned();
    (name, response.bytes().await.unwrap().to_vec())
}

async fn text(browser: &Browser, path: &str) -> String {
    String::from_utf8(file(browser, path).await.1).unwrap()
}

async fn log_some(browser: &Browser) {
    for (day, form) in [
        ("2025-12-31", &[("type", "vacation")][..]),
        (
            "2026-11-16",
            &[("type", "remote"), ("location", "Home"), ("notes", "=1+1, \"quoted\"\nnext")],
        ),
        (
            "2026-11-17",
            &[("half", "on"), ("type", "office"), ("pm_type", "remote"), ("pm_location", "@café")],
        ),
        ("2026-11-20", &[("half", "on"), ("pm_type", "sick")]),
    ] {
        browser.submit(&format!("/day/{day}"), form).await;
    }
}

async fn all_days_or_one_year_can_be_downloaded(server: Server) {
    let ada = server.sign_up("ada").await;
    log_some(&ada).await;
    let (name, bytes) = file(&ada, "/export.csv").await;
    assert_eq!(name, "attachment; filename=\"worklog-ada-all-2026-11-18.csv\"");
    let all = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = all.split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}Date,Type,Location,"), "{}", lines[0]);
    assert!(lines[1].starts_with("2025-12-31,Vacation,,,,,,actual,2026-11-18T12:00:00"));
    assert!(
        lines[2].starts_with("2026-11-16,Remote,Home,,,,\"'=1+1, \"\"quoted\"\"\nnext\",actual")
    );
    assert!(lines[3].starts_with("2026-11-17,Office,,both,Remote,'@café,,actual"));
    assert!(lines[4].starts_with("2026-11-20,Sick,,afternoon,,,,planned"));
    let (name, bytes) = file(&ada, "/export.csv?year=2025").await;
    assert_eq!(name, "attachment; filename=\"worklog-ada-2025.csv\"");
    assert_eq!(String::from_utf8(bytes).unwrap().matches("\r\n").count(), 2);
    let json: Value = serde_json::from_str(&text(&ada, "/export.json?year=2026").await).unwrap();
    assert_eq!((&json["format"], &json["version"]), (&"worklog".into(), &1.into()));
    assert_eq!(json["entries"].as_array().unwrap().len(), 3);
    assert_eq!(json["entries"][0]["notes"], "=1+1, \"quoted\"\nnext");
    assert_eq!(json["settings"]["locations"][0]["name"], "@café");
    let none: Value = serde_json::from_str(&text(&ada, "/export.json?year=1990").await).unwrap();
    assert_eq!(none["entries"], Value::Array(vec![]));
    for year in ["1969", "2101", "26", "x", "+026"] {
        let path = format!("/export.csv?year={year}");
        assert_eq!(ada.status(&path).await, 404, "{year}");
    }
}

async fn exports_can_be_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    log_some(&ada).await;
    let types = "Date,Type,Location\n2026-03-02,Jury duty,Court\n2026-03-03,Field work,\n";
    let review = ada.import(types).await;
    let upload = review.rsplit('=').next().unwrap();
    let form = [
        ("upload", upload),
        ("confirm", "yes"),
        ("key", "jury duty"),
        ("type", "new"),
        ("label", "Jury duty"),
        ("kind", "leave"),
        ("key", "field work"),
        ("type", "new"),
        ("label", "Field work"),
        ("kind", "work"),
    ];
    ada.submit("/import", &form).await;
    let (csv, json) = (text(&ada, "/export.csv").await, text(&ada, "/export.json").await);
    assert_eq!(csv.matches("\r\n").count(), 7, "{csv}");
    let entries = |json: &str| serde_json::from_str::<Value>(json).unwrap()["entries"].clone();
    for (name, text_in) in [("bob", &csv), ("eve", &json)] {
        let other = server.sign_up(name).await;
        let review = other.import(text_in).await;
        assert_eq!(other.confirm_import(&review, &[]).await.status(), 303);
        assert_eq!(text(&other, "/export.csv").await, csv, "{name}");
        assert_eq!(entries(&text(&other, "/export.json").await), entries(&json), "{name}");
    }
}

async fn settings_are_exported_on_request(server: Server) {
    let ada = server.sign_up("ada").await;
    let week = [("time_zone", "Europe/Oslo"), ("week_start", "sun")];
    ada.submit("/settings", &week).await;
    ada.submit("/settings/schedule", &[("edit", "first"), ("working_days", "tue")]).await;
    log_some(&ada).await;
    let json = text(&ada, "/export.json").await;
    let bob = server.sign_up("bob").await;
    let zone = async || server.app_and_user("bob").await.1.settings.time_zone.name();
    let review = bob.import(&json).await;
    assert_eq!(bob.confirm_import(&review, &[]).await.status(), 303);
    assert_eq!(zone().await, "UTC", "settings are imported only on request");
    let review = bob.import(&json).await;
    assert_eq!(bob.confirm_import(&review, &[]).await.status(), 422, "the days already exist");
    let taken = bob.confirm_import(&review, &[("settings", "on")]).await;
    assert_eq!((taken.status().as_u16(), location(&taken)), (303, "/import?done=settings"));
    assert_eq!(zone().await, "Europe/Oslo");
    let eve = server.sign_up("eve").await;
    let review = eve.import(&json).await;
    let taken = eve.confirm_import(&review, &[("settings", "on")]).await;
    assert!(location(&taken).starts_with("/changes/"));
    let stored = |user: worklog::domain::accounts::user::User| user.settings.schedules;
    let of = async |name| stored(server.app_and_user(name).await.1);
    assert_eq!(of("eve").await, of("ada").await, "settings and days are one change");
}

/// No chunk contains more than a year, so that memory use doesn't grow with the number of entries.
async fn twenty_years_are_streamed_one_year_at_a_time(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import(&twenty_years()).await;
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
    let (app, user) = server.app_and_user("ada").await;
    for format in [ExportFormat::Csv(CsvSeparator::Comma)] {
        let pieces: Vec<Vec<u8>> = exports::write(app.clone(), user.clone(), None, format)
            .map(Result::unwrap)
            .collect()
            .await;
        let entries = |piece: &[u8]| String::from_utf8_lossy(piece).matches("day number").count();
        let counts: Vec<usize> = pieces.iter().map(|piece| entries(piece)).collect();
        assert_eq!(counts.iter().sum::<usize>(), 7300);
        assert!(counts.iter().all(|count| *count <= 366), "{counts:?}");
        assert_eq!(counts.iter().filter(|count| **count > 0).count(), 20);
    }
    let response = ada.get("/export.csv").await;
    assert!(!response.headers().contains_key("content-length"), "the response is streamed");
    assert!(response.text().await.unwrap().lines().count() > 7300);
}

async fn users_cannot_export_other_users_days(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    log_some(&ada).await;
    for path in ["/export.csv", "/export.json"] {
        let seen = text(&bob, path).await;
        assert!(!seen.contains("quoted") && !seen.contains("2026-11-16"), "{path}");
        assert!(!text(&ada, path).await.contains("argon2"), "{path}");
    }
}
