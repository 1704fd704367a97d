//! Tests in a browser that risky actions require a recently entered password.

use std::time::Duration;

use super::chromium::{Person, Scripts};
use crate::support::server::PASSWORD;

with_and_without_scripts! {
    a_token_is_created_after_entering_the_password,
    back_from_the_password_shows_the_form_as_typed,
}

async fn a_token_is_created_after_entering_the_password(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.server.advance_clock(Duration::from_mins(11));
    ada.go("/settings/tokens").await;
    ada.type_into("#name", "Laptop").await;
    ada.click("input[name=scope][value=write]").await;
    ada.submit().await;
    ada.wait_for_text("h1", "Confirm it’s you").await;
    ada.browser.refresh().await.unwrap();
    ada.wait_for_text("main .notice", "Your changes are kept").await;
    ada.type_into("#password", "wrong-horse-1").await;
    ada.submit().await;
    ada.wait_for_text("#password-error", "Incorrect password").await;
    ada.type_into("#password", PASSWORD).await;
    ada.submit().await;
    ada.wait_for_text("h1", "API tokens").await;
    assert_eq!(ada.value("#name").await, "Laptop");
    assert_eq!(ada.count("input[name=scope][value=write]:checked").await, 1);
    assert_eq!(ada.count("#created").await, 0, "nothing is created without submitting");
    ada.submit().await;
    ada.wait_for_text("#created", "Token “Laptop” created").await;
    ada.finish(&[422]).await;
}

async fn back_from_the_password_shows_the_form_as_typed(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.server.advance_clock(Duration::from_mins(11));
    ada.go("/settings/tokens").await;
    ada.type_into("#name", "Laptop").await;
    ada.click("input[name=scope][value=write]").await;
    ada.submit().await;
    ada.wait_for_text("h1", "Confirm it’s you").await;
    ada.browser.back().await.unwrap();
    ada.wait_for_text("h1", "API tokens").await;
    assert_eq!(ada.value("#name").await, "Laptop");
    ada.submit().await;
    ada.wait_for_text("h1", "Confirm it’s you").await;
    ada.type_into("#password", PASSWORD).await;
    ada.submit().await;
    ada.wait_for_text("h1", "API tokens").await;
    if matches!(scripts, Scripts::On) {
        // The page that asked for the password leads on, because it has nothing left to ask.
        // Without scripts, the browser may show it from memory.
        ada.browser.back().await.unwrap();
        ada.wait_for_text("h1", "API tokens").await;
    }
    ada.finish(&[]).await;
}
