//! Tests bulk edits, logging today in one click, and the history in a browser.

use thirtyfour::Key;

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    a_range_is_previewed_logged_and_undone_in_the_browser,
    a_deleted_day_can_be_restored,
    today_is_logged_with_one_click,
}

async fn a_range_is_previewed_logged_and_undone_in_the_browser(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go("/day/2026-11-18").await;
    ada.click("#several").await;
    assert_eq!(ada.value("#from").await, "2026-11-18");
    assert_eq!(ada.value("#to").await, "2026-11-22");
    ada.click("#preview-alike").await;
    ada.wait_for_text("#type-error", "Choose a type").await;
    ada.click("#days-form input[value=remote] + span").await;
    ada.type_into("#location", "Home").await;
    ada.type_into("#notes", "two lines\nof notes").await;
    ada.click("#preview-alike").await;
    ada.wait_for_text("#preview-sum", "3 to add").await;
    ada.click("#confirm").await;
    ada.wait_for_text("#toast", "3 days logged").await;
    ada.wait_for_text("#d20", "Home").await;
    assert_eq!(ada.value("#notes").await, "two lines\nof notes");
    super::editing::undo(&ada).await;
    assert_eq!(ada.count("#calendar .part").await, 0);
    ada.finish(&[422]).await;
}

async fn a_deleted_day_can_be_restored(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.log("2026-11-17", "vacation").await;
    ada.click("#delete").await;
    super::editing::undo(&ada).await;
    ada.wait_for("#d17 .part.amber").await;
    ada.click("#day details summary").await;
    if scripts == Scripts::Off {
        ada.click("#day details a").await;
    }
    ada.wait_for_text(".past li:first-child", "Undone").await;
    ada.wait_for_text(".past li:nth-child(2)", "Deleted").await;
    ada.wait_for_text(".past li:last-child", "Logged").await;
    ada.finish(&[]).await;
}

async fn today_is_logged_with_one_click(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go("/settings/schedule").await;
    ada.choose_option("#wed_type", "remote").await;
    ada.type_into("#wed_location", "Home").await;
    ada.submit().await;
    ada.wait_for_text("main .notice", "Schedule saved").await;
    ada.go("/days").await;
    ada.click("header .log-today button").await;
    ada.wait_for_text("#toast", "Wed 18 Nov: Remote, Home").await;
    ada.wait_for_text("#d18", "Home").await;
    ada.wait_for_text("header a.log-today", "Remote").await;
    ada.go("/year").await;
    ada.click("header .log-today").await;
    ada.wait_for_text("#day-name", "18 November").await;
    ada.click("#delete").await;
    ada.wait_for("header .log-today button").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn logging_today_keeps_unsaved_text() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.second_client()
        .await
        .submit("/settings/schedule", &[("edit", "first"), ("wed_type", "office")])
        .await;
    ada.go("/day/2026-11-17").await;
    ada.type_into("#notes", "precious").await;
    ada.click("header .log-today button").await;
    assert!(ada.browser.get_alert_text().await.unwrap().contains("unsaved changes"));
    ada.browser.dismiss_alert().await.unwrap();
    assert_eq!(ada.value("#notes").await, "precious");
    ada.click("header .log-today button").await;
    ada.browser.accept_alert().await.unwrap();
    ada.wait_for_text("#d18", "Office").await;
    ada.finish(&[]).await;
}

/// Returns the target of the link in the bar below the calendar.
async fn bar_target(ada: &Person, css: &str) -> String {
    ada.wait_for(css).await.prop("href").await.unwrap().unwrap().replace(&ada.server.url, "")
}

#[actix_web::test]
async fn days_are_selected_by_dragging() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/month/2026-11").await;
    let (from, to) = (ada.wait_for("#d12").await, ada.wait_for("#d10").await);
    let drag = ada.browser.action_chain().drag_and_drop_element(&from, &to);
    drag.perform().await.unwrap();
    ada.wait_for_text("#chosen-days b", "3 days, 10–12 November").await;
    assert_eq!(bar_target(&ada, "#log-chosen").await, "/days?from=2026-11-10&to=2026-11-12");
    ada.wait_for("#c11.chosen").await;
    ada.click("#drop-chosen").await;
    ada.wait_for("#chosen-days[hidden]").await;
    ada.wait_for_text("#day-name", "18 November").await;
    ada.click("#d11").await;
    ada.wait_for_text("#day-name", "11 November").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn days_are_selected_by_shift_click() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/month/2026-11").await;
    let last = ada.wait_for("#d24").await;
    let click = ada.browser.action_chain().key_down(Key::Shift).click_element(&last);
    click.key_up(Key::Shift).perform().await.unwrap();
    ada.wait_for_text("#chosen-days b", "7 days, 18–24 November").await;
    assert_eq!(ada.browser.windows().await.unwrap().len(), 1);
    ada.click("#log-chosen").await;
    assert_eq!(ada.value("#from").await, "2026-11-18");
    assert_eq!(ada.value("#to").await, "2026-11-24");
    ada.click("#preview-delete").await;
    ada.wait_for_text("#preview-sum", "Nothing is logged").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn days_are_selected_with_the_keyboard_only() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/month/2026-11").await;
    ada.focus("#d18").await;
    let keys = ada.browser.action_chain().key_down(Key::Shift).send_keys(Key::Right + "");
    keys.send_keys(Key::Down + "").key_up(Key::Shift).perform().await.unwrap();
    ada.wait_for_text("#chosen-days b", "9 days, 18–26 November").await;
    ada.press(Key::Escape).await;
    ada.wait_for("#chosen-days[hidden]").await;
    let keys = ada.browser.action_chain().key_down(Key::Shift).send_keys(Key::Left + "");
    keys.key_up(Key::Shift).perform().await.unwrap();
    ada.wait_for_text("#chosen-days b", "2 days, 25–26 November").await;
    ada.press(Key::Enter).await;
    assert_eq!(ada.value("#from").await, "2026-11-25");
    ada.finish(&[]).await;
}

/// On the month page, the sheet of a phone shows the field when the type takes a location.
#[actix_web::test]
async fn the_location_of_several_days_is_shown_on_a_phone() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.set_window(360, 740, "light").await;
    ada.go("/days").await;
    assert!(ada.wait_for("#location").await.is_displayed().await.unwrap());
    ada.finish(&[]).await;
}
