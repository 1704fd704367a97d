//! Tests the month page without a mouse.

use thirtyfour::Key;

use super::chromium::{Person, Scripts};

#[actix_web::test]
async fn days_are_logged_with_the_keyboard_only() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/month/2026-11").await;
    let today = ada.wait_for("#d18").await;
    today.focus().await.unwrap();
    ada.press(Key::Left).await;
    ada.press("o").await;
    ada.wait_for("#d17 .part.blue").await;
    ada.press("r").await;
    ada.wait_for_text("#location-hint", "Enter a location").await;
    assert_eq!(ada.count("#day [aria-invalid=true], #alert p").await, 0, "it's not an error");
    ada.press(Key::Escape).await;
    ada.wait_for("#day-form:not([data-needs-location])").await;
    ada.wait_for("#d17:focus").await;
    assert_eq!(ada.value("#day [name=type]:checked").await, "office");
    ada.press("r").await;
    ada.wait_for_text("#location-hint", "Enter a location").await;
    ada.press("Home" + Key::Enter).await;
    ada.wait_for("#d17 .part.violet").await;
    ada.wait_for("#d17:focus").await;
    ada.press(Key::Down).await;
    ada.press("r").await;
    ada.wait_for_text("#d24", "Home").await;
    ada.press(Key::Up).await;
    ada.press(Key::Enter).await;
    ada.wait_for_text("#day-name", "17 November").await;
    ada.finish(&[422]).await;
}

#[actix_web::test]
async fn question_mark_lists_the_shortcuts() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.focus("#d18").await;
    ada.press("?").await;
    for shown in [
        "Enter\nopen the day, or the form for the selected days",
        "Esc\nleave the form, or end the selection",
        "Shift click\nselect the days up to this one",
        "Ctrl Shift Z, Ctrl Y\nredo the last change",
        "set the day to Remote",
        "Delete\ndelete the entry",
        ".\nlog today from your usual week",
        "Ctrl Z\nundo the last change",
        "Page up Page down\nprevious or next month",
        "Home\ntoday",
        "?\nshow keyboard shortcuts",
    ] {
        ada.wait_for_text("#keys[open]", shown).await;
    }
    ada.press(Key::Escape).await;
    ada.wait_for("#keys:not([open])").await;
    ada.finish(&[]).await;
}
