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
    ada.read("main .hint", "There is no token yet").await;
    ada.submit().await;
    ada.read("#name-error", "Give it a name").await;
    ada.click("input[name=scope][value=write]").await;
    ada.choose_option("#expires", "'1y'").await;
    // Pressing Enter creates the token.
    ada.type_into("#name", &format!("Laptop{}", Key::Enter.value())).await;
    ada.read("#made", "“Laptop” is made").await;
    let token = ada.value("#token").await;
    assert!(token.starts_with("worklog_"), "{token}");
    ada.read("#example", &token).await;
    ada.read(".rows", "Read and write").await;
    ada.read(".rows", "expires 18 Nov 2027").await;
    let buttons = ada.browser.find_all(By::Css("button[data-copies]")).await.unwrap();
    for button in &buttons {
        assert_eq!(button.is_displayed().await.unwrap(), scripts == Scripts::On);
    }
    if scripts == Scripts::On {
        assert_copied(&ada, &token).await;
    }
    ada.go("/settings/tokens").await;
    ada.read(".rows", "Laptop").await;
    assert_eq!(ada.count("#token").await, 0, "the token is shown once");
    ada.click(".rows button.danger").await;
    ada.read(".notice", "Revoked").await;
    assert_eq!(ada.count(".rows").await, 0);
    ada.finish(&[422]).await;
}

async fn paste(ada: &Person) {
    let field = ada.see("#name").await;
    field.clear().await.unwrap();
    field.send_keys(Key::Control + "v").await.unwrap();
}

/// Asserts that the copied text can be pasted into a field.
async fn assert_copied(ada: &Person, token: &str) {
    ada.click("button[data-copies=token]").await;
    ada.read("button[data-copies=token]", "Copied").await;
    ada.read("#live", "Copied").await;
    paste(ada).await;
    assert_eq!(ada.value("#name").await, token);
    ada.click("button[data-copies=example]").await;
    ada.read("button[data-copies=example]", "Copied").await;
    paste(ada).await;
    let pasted = ada.value("#name").await;
    assert!(pasted.starts_with("curl -H 'Authorization: Bearer worklog_"), "{pasted}");
    // Over plain HTTP from another machine, browsers provide no clipboard API.
    let none = "Object.defineProperty(navigator, 'clipboard', { value: undefined })";
    ada.run(none, vec![]).await;
    ada.click("button[data-copies=token]").await;
    ada.read("button[data-copies=token]", "Copied").await;
    paste(ada).await;
    assert_eq!(ada.value("#name").await, token);
}

/// Goes from the settings list to a revoked token with the keyboard only.
#[actix_web::test]
async fn tokens_work_with_the_keyboard() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/settings/tokens").await;
    ada.focus("#name").await;
    ada.press("Laptop").await;
    ada.press(Key::Tab + Key::Down).await;
    ada.press(Key::Tab + Key::Down).await;
    ada.press(Key::Tab + Key::Enter).await;
    ada.read("#made", "“Laptop” is made").await;
    let focused = ada.browser.active_element().await.unwrap();
    assert_eq!(focused.id().await.unwrap().as_deref(), Some("token"));
    ada.read(".rows", "Read and write").await;
    ada.read(".rows", "expires 18 Nov 2027").await;
    // Skips both copy buttons and the API's address.
    ada.press(Key::Tab + Key::Tab + Key::Tab + Key::Tab + Key::Enter).await;
    ada.read(".notice", "Revoked").await;
    ada.finish(&[]).await;
}
