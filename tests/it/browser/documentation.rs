//! The documentation of the API at `/api/`, where calls can be tried.

use std::collections::BTreeSet;

use thirtyfour::prelude::*;

use super::person::{Person, Scripts};
use crate::http::api::all_operations;

/// Makes a token by the page; gives its secret.
async fn token(ada: &Person) -> String {
    ada.go("/settings/tokens").await;
    ada.type_into("#name", "Documentation").await;
    ada.submit().await;
    ada.read("#made", "is made").await;
    ada.value("#token").await
}

/// Opens a call and makes it; waits for the answer.
async fn execute(ada: &Person, call: &str) {
    ada.click(&format!("{call} .opblock-summary-control")).await;
    ada.type_into(&format!("{call} tr[data-param-name=user] input"), "ada").await;
    ada.click(&format!("{call} button.execute")).await;
}

/// What the last call of it was answered.
fn answer(call: &str, part: &str) -> String {
    format!("{call} .live-responses-table .response .{part}")
}

#[actix_web::test]
async fn swagger_ui_calls_the_api_with_a_token() {
    const READ: &str = "#operations-Entries-readEntries";
    const SETTINGS: &str = "#operations-Settings-readSettings";
    let ada = Person::signed_up(Scripts::On).await;
    let secret = token(&ada).await;
    let other = ada.elsewhere().await;
    other.log("2026-01-02", &[("type", "remote"), ("location", "Home")]).await;
    // Signed in by nothing but the token.
    ada.browser.delete_all_cookies().await.unwrap();
    ada.go("/api/").await;
    ada.see(READ).await;
    let calls = ada.browser.find_all(By::Css(".opblock")).await.unwrap();
    let mut listed = BTreeSet::new();
    for call in &calls {
        let id = call.id().await.unwrap().unwrap_or_default();
        listed.extend(id.rsplit('-').next().map(str::to_owned));
    }
    let document = ada.server.browser().get("/api/v1/openapi.json").await.json().await.unwrap();
    assert_eq!(listed, all_operations(&document), "all calls are listed");
    execute(&ada, SETTINGS).await;
    ada.read(&answer(SETTINGS, "response-col_status"), "403").await;
    ada.click(".auth-wrapper > button.authorize").await;
    ada.type_into("#auth-bearer-value", &secret).await;
    ada.click(".auth-container:has(#auth-bearer-value) button[type=submit]").await;
    ada.click(".auth-container button.btn-done").await;
    // With nothing filled in but the user: the values that are there from the start fit together.
    execute(&ada, READ).await;
    ada.read(&answer(READ, "response-col_status"), "200").await;
    ada.read(&answer(READ, "response-col_description"), "\"location\": \"Home\"").await;
    ada.leave(&[403]).await;
}
