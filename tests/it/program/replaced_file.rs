//! Tests a server whose database file is deleted or moved while it is running.

use std::fs;

use serde_json::json;

use super::Program;
use crate::support::page::Page;
use crate::support::server::Browser;
use crate::support::store::{Backend, place};

const WHY: &str = "The database file was deleted or replaced";

#[tokio::test(flavor = "multi_thread")]
async fn saves_fail_with_the_reason_and_are_not_lost_silently() {
    let place = place(Backend::Embedded).await;
    let mut program = Program::serve(&place.url).await;
    let ada = Browser::at(&program.url);
    ada.sign_up("ada", "").await;
    ada.submit("/day/2026-11-17", &[("type", "office")]).await;

    fs::rename(&place.url, format!("{}.old", place.url)).unwrap();
    let refused = ada.post("/day/2026-11-18", &[("type", "office")]).await;
    assert_eq!(refused.status(), 503);
    assert!(!refused.headers().contains_key("retry-after"));
    Page::from_response(refused).await.assert_text("main p", WHY);

    let call = ada.request(reqwest::Method::POST, "/api/v1/user/ada?date=2026-11-18&type=office");
    let refused = ada.send(call).await;
    assert_eq!(refused.status(), 503);
    let body: serde_json::Value = refused.json().await.unwrap();
    assert!(body["error"].as_str().unwrap().starts_with(WHY), "{body}");

    let ready = ada.get("/readyz").await;
    assert_eq!(ready.status(), 503);
    assert!(ready.text().await.unwrap().starts_with("the database file was deleted or replaced"));
    assert_eq!(ada.status("/month/2026-11").await, 200, "what was saved can still be read");

    program.kill();
    fs::rename(format!("{}.old", place.url), &place.url).unwrap();
    let program = program.again(&place.url).await;
    let entries = ada.get("/api/v1/user/ada").await.json::<serde_json::Value>().await.unwrap();
    assert_eq!(entries["years"][0]["entries"].as_array().map(Vec::len), Some(1), "{entries}");
    assert_eq!(entries["years"][0]["entries"][0]["date"], json!("2026-11-17"));
    drop(program);
}

/// As when moving the database to another place. After the next start, the log would be missing: it is
/// next to the link, but SQLite looks for it next to the file.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_in_place_of_the_file_is_noticed() {
    let place = place(Backend::Embedded).await;
    let program = Program::serve(&place.url).await;
    let ada = Browser::at(&program.url);
    ada.sign_up("ada", "").await;
    let moved = format!("{}.moved", place.url);
    fs::rename(&place.url, &moved).unwrap();
    std::os::unix::fs::symlink(&moved, &place.url).unwrap();
    let refused = ada.post("/day/2026-11-18", &[("type", "office")]).await;
    assert_eq!(refused.status(), 503);
    Page::from_response(refused).await.assert_text("main p", WHY);
}
