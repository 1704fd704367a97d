//! Tests editing the same day in two windows.

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    conflicting_edits_in_two_windows_are_resolved,
}

const DAY: &str = "/day/2026-11-17";

async fn conflicting_edits_in_two_windows_are_resolved(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go(DAY).await;
    let first = ada.browser.window().await.unwrap();
    let second = ada.browser.new_tab().await.unwrap();
    ada.browser.switch_to_window(second).await.unwrap();
    ada.go(DAY).await;
    ada.choose("type", "sick").await;
    ada.type_into("#notes", "from the second").await;
    ada.save().await;

    ada.browser.switch_to_window(first).await.unwrap();
    ada.choose("type", "office").await;
    ada.type_into("#notes", "from the first").await;
    ada.click("#save").await;
    ada.wait_for_text(".conflict", "from the second").await;
    ada.wait_for_text(".conflict", "from the first").await;
    assert_eq!(ada.value("#notes").await, "from the first");
    ada.save().await;
    ada.wait_for("#d17 .part.blue").await;
    ada.go(DAY).await;
    assert_eq!(ada.value("#notes").await, "from the first");
    ada.finish(&[409]).await;
}

#[actix_web::test]
async fn leaving_unsaved_text_asks_for_confirmation() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go(DAY).await;
    ada.type_into("#notes", "precious").await;
    ada.click("#day-next").await;
    let question = ada.browser.get_alert_text().await.unwrap();
    assert!(question.contains("unsaved changes"), "{question}");
    ada.browser.dismiss_alert().await.unwrap();
    assert_eq!(ada.value("#notes").await, "precious");
    ada.click("#day-next").await;
    ada.browser.accept_alert().await.unwrap();
    ada.wait_for_text("#day-name", "18 November").await;
    ada.finish(&[]).await;
}
