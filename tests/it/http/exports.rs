//! Tests exports: their content, and that they are streamed.

use std::pin::pin;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use serde_json::Value;
use worklog::app::exchange::exports::{self, ExportFormat};
use worklog::domain::exchange::export::{CsvOptions, CsvSeparator};

use super::imports::twenty_years;
use crate::support::server::{Browser, Server, location};

on_both_stores! {
    all_days_or_one_year_can_be_downloaded,
    semicolons_can_separate_the_cells,
    the_history_is_exported_but_not_imported,
    imported_entries_keep_their_times,
    exports_can_be_imported,
    settings_are_imported_by_default_into_an_empty_account,
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

async fn semicolons_can_separate_the_cells(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-16", &[("type", "office"), ("notes", "a;=1+2")]).await;
    let (name, bytes) = file(&ada, "/export.csv?separator=semicolon").await;
    assert_eq!(name, "attachment; filename=\"worklog-ada-all-2026-11-18.csv\"");
    let semicolons = String::from_utf8(bytes).unwrap();
    assert!(semicolons.starts_with("\u{feff}Date;Type;Location;"), "{semicolons}");
    assert!(semicolons.contains("\n2026-11-16;Office;;;;;\"a;'=1+2\";actual;"), "{semicolons}");
    let commas = text(&ada, "/export.csv?separator=comma").await;
    assert!(commas.contains("\n2026-11-16,Office,,,,,a;'=1+2,actual,"), "{commas}");
    assert_eq!(commas, text(&ada, "/export.csv").await);
    for (name, text_in) in [("bob", &semicolons), ("eve", &commas)] {
        let other = server.sign_up(name).await;
        let review = other.import(text_in).await;
        assert_eq!(other.confirm_import(&review, &[]).await.status(), 303);
        assert_eq!(other.page("/day/2026-11-16").await.texts("#day textarea"), ["a;=1+2"]);
    }
    let page = ada.page("/settings/data").await;
    assert!(page.has("a[href='/export.csv?year=2026&separator=semicolon']"));
    assert_eq!(ada.status("/export.csv?separator=tab").await, 400);
}

async fn the_history_is_exported_but_not_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2025-12-31", &[("type", "vacation")]).await;
    ada.submit("/day/2026-11-16", &[("type", "sick")]).await;
    server.advance_clock(Duration::from_mins(1));
    ada.log("2026-11-16", &[("type", "office")]).await;
    ada.unlog("2025-12-31").await;
    let json: Value = serde_json::from_str(&text(&ada, "/export.json").await).unwrap();
    let acts = |json: &Value| -> Vec<String> {
        let line = |change: &Value| {
            let item = &change["items"][0];
            let of =
                |entry: &Value| entry["parts"]["day"]["type"].as_str().unwrap_or("-").to_owned();
            let (before, after) = (of(&item["before"]), of(&item["after"]));
            let (date, act) = (item["date"].as_str().unwrap(), change["act"].as_str().unwrap());
            format!("{date} {act}: {before} to {after}, {}", change["at"].as_str().unwrap())
        };
        json["changes"].as_array().unwrap().iter().map(line).collect()
    };
    let of_2026 = [
        "2026-11-16 save: - to sick, 2026-11-18T12:00:00Z",
        "2026-11-16 save: sick to office, 2026-11-18T12:01:00Z",
    ];
    let of_2025 = [
        "2025-12-31 save: - to vacation, 2026-11-18T12:00:00Z",
        "2025-12-31 delete: vacation to -, 2026-11-18T12:01:00Z",
    ];
    assert_eq!(acts(&json), [of_2025, of_2026].concat());
    assert_eq!(json["changes"][0].as_object().unwrap().len(), 4, "no IDs of users");
    let year = text(&ada, "/export.json?year=2026").await;
    assert_eq!(acts(&serde_json::from_str(&year).unwrap()), of_2026);
    let bob = server.sign_up("bob").await;
    let review = bob.import(&year).await;
    assert_eq!(bob.confirm_import(&review, &[]).await.status(), 303);
    assert_eq!(bob.page("/day/2026-11-16/history").await.count(".past li"), 1);
}

async fn imported_entries_keep_their_times(server: Server) {
    let ada = server.sign_up("ada").await;
    let shown = async |browser: &Browser, day: &str| {
        browser.page(&format!("/day/{day}")).await.texts("#day > p.fine").concat()
    };
    // An export of 1.0.0. The second entry was changed after this server's current time.
    let json = |times: &str, day: &str| {
        format!(r#"{{"date":"{day}","parts":{{"day":{{"type":"office"}}}},"version":3,{times}}}"#)
    };
    let entries = [
        json(
            r#""created_at":"2020-01-02T08:30:00Z","updated_at":"2020-01-03T09:00:00.5Z""#,
            "2020-01-02",
        ),
        json(
            r#""created_at":"2026-11-18T11:00:00+00:00","updated_at":"2030-01-01T00:00:00Z""#,
            "2020-01-03",
        ),
        json(r#""notes":"""#, "2020-01-04"),
    ];
    let json = format!(r#"{{"format":"worklog","version":1,"entries":[{}]}}"#, entries.join(","));
    let review = ada.import(&json).await;
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
    for (day, expected) in [
        ("2020-01-02", "Logged 2 Jan 2020, changed 3 Jan 2020, imported 18 Nov 2026"),
        ("2020-01-03", "Logged 18 Nov 2026, changed the same day, imported 18 Nov 2026"),
        ("2020-01-04", "Logged 18 Nov 2026"),
    ] {
        assert_eq!(shown(&ada, day).await, expected);
    }
    let exported = text(&ada, "/export.json").await;
    let read: Value = serde_json::from_str(&exported).unwrap();
    let entry = &read["entries"][0];
    assert_eq!(entry["created_at"], "2020-01-02T08:30:00Z");
    assert_eq!(entry["updated_at"], "2020-01-03T09:00:00.500Z");
    assert_eq!(
        (&entry["version"], &entry["imported_at"]),
        (&1.into(), &"2026-11-18T12:00:00Z".into())
    );
    assert_eq!(read["entries"][2].get("imported_at"), None);
    server.advance_clock(Duration::from_hours(24));
    let ada = server.browser();
    ada.log_in("ada").await;
    ada.log("2020-01-02", &[("type", "sick")]).await;
    assert_eq!(
        shown(&ada, "2020-01-02").await,
        "Logged 2 Jan 2020, imported 18 Nov 2026, changed 19 Nov 2026"
    );
    let wrong = json.replace("2020-01-02T08:30:00Z", "yesterday");
    let page = ada.page(&ada.import(&wrong).await).await;
    page.assert_text("#faults", "Entry 1, created_at: Not a valid time");
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
    let entries = |json: &str| {
        let mut json = serde_json::from_str::<Value>(json).unwrap();
        for entry in json["entries"].as_array_mut().unwrap() {
            entry.as_object_mut().unwrap().remove("imported_at");
        }
        json["entries"].clone()
    };
    for (name, text_in) in [("bob", &csv), ("eve", &json)] {
        let other = server.sign_up(name).await;
        let review = other.import(text_in).await;
        assert_eq!(other.confirm_import(&review, &[]).await.status(), 303);
        assert_eq!(text(&other, "/export.csv").await, csv, "{name}");
        assert_eq!(entries(&text(&other, "/export.json").await), entries(&json), "{name}");
    }
}

async fn settings_are_imported_by_default_into_an_empty_account(server: Server) {
    let ada = server.sign_up("ada").await;
    let week = [("time_zone", "Europe/Oslo"), ("week_start", "sun")];
    ada.submit("/settings", &week).await;
    ada.submit("/settings/schedule", &[("edit", "first"), ("working_days", "tue")]).await;
    log_some(&ada).await;
    let json = text(&ada, "/export.json").await;
    let bob = server.sign_up("bob").await;
    let zone = async || server.app_and_user("bob").await.1.settings.time_zone.name();
    let review = bob.import(&json).await;
    assert!(bob.page(&review).await.has("input[name=settings][checked]"), "the account is empty");
    assert_eq!(bob.confirm_import(&review, &[]).await.status(), 303);
    assert_eq!(zone().await, "UTC", "the checkbox decides");
    let review = bob.import(&json).await;
    assert!(!bob.page(&review).await.has("input[name=settings][checked]"));
    assert_eq!(bob.confirm_import(&review, &[]).await.status(), 422, "the days already exist");
    let taken = bob.confirm_import(&review, &[("settings", "on")]).await;
    assert_eq!((taken.status().as_u16(), location(&taken)), (303, "/settings/data?done=settings"));
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
    let csv = ExportFormat::Csv(CsvOptions::all(CsvSeparator::Semicolon));
    // JSON also contains the change that logged the days, once.
    for (format, change) in [(csv, &[][..]), (ExportFormat::Json { year: None }, &[7300])] {
        let mut pieces = pin!(exports::write(&app, &user, format));
        assert!(pieces.next().now_or_never().is_none(), "other requests come first");
        let pieces: Vec<Vec<u8>> = pieces.map(Result::unwrap).collect().await;
        let entries = |piece: &[u8]| String::from_utf8_lossy(piece).matches("day number").count();
        let mut counts: Vec<usize> = pieces.iter().map(|piece| entries(piece)).collect();
        counts.retain(|count| *count > 0);
        let (years, rest) = counts.split_at(20);
        assert_eq!((years.iter().sum::<usize>(), rest), (7300, change));
        assert!(years.iter().all(|count| *count <= 366), "{counts:?}");
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
