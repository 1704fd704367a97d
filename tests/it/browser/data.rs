//! Tests calendar feeds and deletion in a browser.

use super::chromium::{Person, Scripts};
use crate::support::server::PASSWORD;

with_and_without_scripts! {
    a_feed_is_created_read_and_revoked,
    a_year_and_then_the_account_are_deleted,
}

async fn a_feed_is_created_read_and_revoked(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.log("2026-11-17", "office").await;
    ada.go("/settings/feed").await;
    ada.click("input[name=detail][value=notes]").await;
    ada.type_into("#name", "My phone").await;
    ada.submit().await;
    ada.wait_for_text("#created", "Feed “My phone” created").await;
    let address = ada.value("#address").await;
    if scripts == Scripts::On {
        ada.click("button[data-copy-target=address]").await;
        ada.wait_for_text("button[data-copy-target=address]", "Copied").await;
    }
    let path = address.strip_prefix(&ada.server.url).expect("an address of this server");
    let file = ada.server.browser().get(path).await;
    assert_eq!(file.status(), 200);
    assert!(file.text().await.unwrap().contains("SUMMARY:Office"));
    ada.wait_for_text(".rows", "Everything, including notes").await;
    ada.click(".rows a.danger").await;
    ada.wait_for_text("h1", "Revoke").await;
    ada.click("main button.danger").await;
    ada.wait_for_text(".notice", "Feed revoked").await;
    assert_eq!(ada.server.browser().get(path).await.status(), 404);
    ada.finish(&[]).await;
}

async fn a_year_and_then_the_account_are_deleted(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.log("2025-11-17", "office").await;
    ada.log("2026-11-17", "office").await;
    ada.go("/settings/data").await;
    ada.click("a[href$='year=2025'].danger").await;
    ada.wait_for_text(".goes", "1 day: 17 November 2025").await;
    ada.click("main button.danger").await;
    ada.wait_for_text("#confirm-error", "Check the box to confirm").await;
    ada.click("input[name=confirm]").await;
    ada.click("main button.danger").await;
    ada.wait_for_text(".notice", "1 day deleted").await;
    ada.click("a[href$=delete-account]").await;
    ada.type_into("#password", "wrong-horse-1").await;
    ada.click("main button.danger").await;
    ada.wait_for_text("#password-error", "Incorrect password").await;
    ada.type_into("#password", PASSWORD).await;
    ada.click("main button.danger").await;
    ada.wait_for_text(".notice", "Account deleted").await;
    ada.go("/month").await;
    ada.wait_for("#username").await;
    ada.finish(&[422]).await;
}
