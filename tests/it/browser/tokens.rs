//! Tests API tokens in a browser.

use thirtyfour::prelude::*;

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    a_token_is_created_used_and_revoked,
}

async fn a_token_is_created_used_and_revoked(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go("/settings").await;
    ada.click(".settings nav a[href='/settings/tokens']").await;
    ada.wait_for_text("main .hint", "No tokens yet").await;
    ada.submit().await;
    ada.wait_for_text("#name-error", "Enter a name").await;
    ada.click("input[name=scope][value=write]").await;
    ada.choose_option("#expires", "1y").await;
    // Pressing Enter creates the token.
    ada.type_into("#name", &format!("Laptop{}", Key::Enter.value())).await;
    ada.wait_for_text("#created", "Token “Laptop” created").await;
    let token = ada.value("#token").await;
    assert!(token.starts_with("worklog_"), "{token}");
    ada.wait_for_text("#example", &token).await;
    ada.wait_for_text(".rows", "Read and write").await;
    ada.wait_for_text(".rows", "expires 18 Nov 2027").await;
    let buttons = ada.browser.find_all(By::Css("button[data-copy-target]")).await.unwrap();
    for button in &buttons {
        assert_eq!(button.is_displayed().await.unwrap(), scripts == Scripts::On);
    }
    if scripts == Scripts::On {
        assert_copied(&ada, &token).await;
    }
    ada.go("/settings/tokens").await;
    ada.wait_for_text(".rows", "Laptop").await;
    assert_eq!(ada.count("#token").await, 0, "the token is shown once");
    ada.click(".rows a.danger").await;
    ada.wait_for_text("h1", "Revoke “Laptop”?").await;
    ada.click("main button.danger").await;
    ada.wait_for_text(".notice", "Token revoked").await;
    assert_eq!(ada.count(".rows").await, 0);
    ada.finish(&[422]).await;
}

async fn paste(ada: &Person) {
    let field = ada.wait_for("#name").await;
    field.clear().await.unwrap();
    field.send_keys(Key::Control + "v").await.unwrap();
}

/// Asserts that the copied text can be pasted into a field.
async fn assert_copied(ada: &Person, token: &str) {
    ada.click("button[data-copy-target=token]").await;
    ada.wait_for_text("button[data-copy-target=token]", "Copied").await;
    ada.wait_for_text("#live", "Copied").await;
    paste(ada).await;
    assert_eq!(ada.value("#name").await, token);
    ada.click("button[data-copy-target=example]").await;
    ada.wait_for_text("button[data-copy-target=example]", "Copied").await;
    paste(ada).await;
    let pasted = ada.value("#name").await;
    assert!(pasted.starts_with("curl -H 'Authorization: Bearer worklog_"), "{pasted}");
    // Over plain HTTP from another machine, browsers provide no clipboard API.
    let remove_clipboard = "Object.defineProperty(navigator, 'clipboard', { value: undefined })";
    ada.run(remove_clipboard, vec![]).await;
    ada.click("button[data-copy-target=token]").await;
    ada.wait_for_text("button[data-copy-target=token]", "Copied").await;
    paste(ada).await;
    assert_eq!(ada.value("#name").await, token);
}

/// Creates and revokes a token with the keyboard only.
#[actix_web::test]
async fn tokens_work_with_the_keyboard() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/settings/tokens").await;
    ada.focus("#name").await;
    ada.press("Laptop").await;
    ada.press(Key::Tab + Key::Down).await;
    ada.press(Key::Tab + Key::Down).await;
    ada.press(Key::Tab + Key::Enter).await;
    ada.wait_for_text("#created", "Token “Laptop” created").await;
    let focused = ada.browser.active_element().await.unwrap();
    assert_eq!(focused.id().await.unwrap().as_deref(), Some("token"));
    ada.wait_for_text(".rows", "Read and write").await;
    ada.wait_for_text(".rows", "expires 18 Nov 2027").await;
    // Skips both copy buttons and the API's address.
    ada.press(Key::Tab + Key::Tab + Key::Tab + Key::Tab + Key::Enter).await;
    ada.wait_for_text("h1", "Revoke “Laptop”?").await;
    ada.focus("main .actions button").await;
    ada.press(Key::Enter + "").await;
    ada.wait_for_text(".notice", "Token revoked").await;
    ada.finish(&[]).await;
}
