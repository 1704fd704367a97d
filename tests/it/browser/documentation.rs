//! Tests the API documentation at `/api/`, where users can try out calls.

use std::collections::BTreeSet;

use thirtyfour::prelude::*;

use super::axe::find_violations;
use super::chromium::{Person, Scripts};
use crate::http::api::all_operations;

/// Creates a token on its page. Returns its secret.
async fn token(ada: &Person) -> String {
    ada.go("/settings/tokens").await;
    ada.type_into("#name", "Documentation").await;
    ada.submit().await;
    ada.wait_for_text("#created", "Token “Documentation” created").await;
    ada.value("#token").await
}

/// Opens a call, executes it, and waits for the response.
async fn execute(ada: &Person, call: &str) {
    ada.click(&format!("{call} .opblock-summary-control")).await;
    ada.type_into(&format!("{call} tr[data-param-name=user] input"), "ada").await;
    ada.click(&format!("{call} button.execute")).await;
}

/// Returns the selector of a part of a call's last response.
fn response_selector(call: &str, part: &str) -> String {
    format!("{call} .live-responses-table .response .{part}")
}

#[actix_web::test]
async fn swagger_ui_calls_the_api_with_a_token() {
    const READ: &str = "#operations-Entries-readEntries";
    const SETTINGS: &str = "#operations-Settings-readSettings";
    let ada = Person::signed_up(Scripts::On).await;
    let secret = token(&ada).await;
    let other = ada.second_client().await;
    other.log("2026-01-02", &[("type", "remote"), ("location", "Home")]).await;
    // The token is the only credential.
    ada.browser.delete_all_cookies().await.unwrap();
    ada.go("/api/").await;
    ada.wait_for(READ).await;
    let calls = ada.browser.find_all(By::Css(".opblock")).await.unwrap();
    let mut listed = BTreeSet::new();
    for call in &calls {
        let id = call.id().await.unwrap().unwrap_or_default();
        listed.extend(id.rsplit('-').next().map(str::to_owned));
    }
    let document = ada.server.browser().get("/api/v1/openapi.json").await.json().await.unwrap();
    assert_eq!(listed, all_operations(&document), "lists all calls");
    execute(&ada, SETTINGS).await;
    ada.wait_for_text(&response_selector(SETTINGS, "response-col_status"), "403").await;
    ada.click(".auth-wrapper > button.authorize").await;
    ada.type_into("#auth-bearer-value", &secret).await;
    ada.click(".auth-container:has(#auth-bearer-value) button[type=submit]").await;
    ada.click(".auth-container button.btn-done").await;
    // Only the user is filled in: the default values are consistent.
    execute(&ada, READ).await;
    ada.wait_for_text(&response_selector(READ, "response-col_status"), "200").await;
    ada.wait_for_text(
        &response_selector(READ, "response-col_description"),
        "\"location\": \"Home\"",
    )
    .await;
    ada.finish(&[403]).await;
}

/// The documentation is English only.
#[actix_web::test]
async fn the_documentation_is_accessible() {
    let ada = Person::new(Scripts::On).await;
    for window in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        ada.set_window(window.0, 900, window.1).await;
        ada.go("/api/").await;
        ada.wait_for(".opblock").await;
        assert_eq!(find_violations(&ada, "html", window).await, Vec::<String>::new());
        assert_eq!(ada.count("html.dark-mode").await, usize::from(window.1 == "dark"));
    }
    ada.click(".shell a").await;
    ada.wait_for("main.welcome").await;
    ada.finish(&[]).await;
}
