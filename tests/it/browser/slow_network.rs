//! Tests keystrokes and forms with a slow or failing network: requests are sent one after another,
//! and input in the meantime is never lost silently.

use thirtyfour::Key;

use super::chromium::{Network, Person, Scripts};

const FOCUSED: &str = "return document.activeElement.id";

/// Opens November with the focus on a day, on a slow network.
async fn at_day(cell: &str) -> Person {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/month/2026-11").await;
    ada.focus(cell).await;
    ada.set_network(Network::Slow(700)).await;
    ada
}

#[actix_web::test]
async fn the_last_of_several_keystrokes_for_a_day_wins() {
    let ada = at_day("#d17").await;
    for key in ["v", "h", "s"] {
        ada.press(key).await;
    }
    ada.wait_for("#d17 .part.red").await;
    ada.wait_for_text("#toast", "Tue 17 Nov: Sick").await;
    ada.wait_for_text("#totals .red", "1").await;
    assert_eq!(ada.value("#day input[name=version]").await, "2", "one key wasn't sent");
    assert_eq!(ada.wait_for("#alert").await.text().await.unwrap(), "");
    assert_eq!(ada.run(FOCUSED, vec![]).await, "d17");
    ada.go("/day/2026-11-17").await;
    ada.wait_for("#d17 .part.red").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn keystrokes_for_several_days_all_apply() {
    let ada = at_day("#d17").await;
    for key in ["o".into(), Key::Right + "", "v".into(), Key::Right + "", "h".into()] {
        ada.press(key).await;
    }
    ada.wait_for("#d19 .part.green").await;
    ada.wait_for("#d18 .part.amber").await;
    ada.wait_for("#d17 .part.blue").await;
    for total in [".blue", ".amber", ".green"] {
        ada.wait_for_text(&format!("#totals {total}"), "1").await;
    }
    ada.wait_for_text("#day-name", "19 November").await;
    assert_eq!(ada.value("#day input[name=type]:checked").await, "holiday");
    assert_eq!(ada.run(FOCUSED, vec![]).await, "d19");
    assert!(ada.browser.current_url().await.unwrap().path().ends_with("/day/2026-11-19"));
    ada.go("/month/2026-11").await;
    ada.wait_for("#d17 .part.blue").await;
    ada.wait_for("#d18 .part.amber").await;
    ada.wait_for("#d19 .part.green").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_rejected_keystroke_shows_an_error_and_keeps_the_focus() {
    let ada = at_day("#d17").await;
    for key in ["r".into(), Key::Right + "", "v".into()] {
        ada.press(key).await;
    }
    ada.wait_for("#d18 .part.amber").await;
    ada.wait_for_text("#alert", "17 November wasn’t set to Remote: Enter a location").await;
    assert_eq!(ada.run(FOCUSED, vec![]).await, "d18");
    ada.wait_for_text("#day-name", "18 November").await;
    ada.press("o").await;
    ada.wait_for("#d18 .part.blue").await;
    assert_eq!(
        ada.wait_for("#alert").await.text().await.unwrap(),
        "",
        "successes aren't announced"
    );
    ada.finish(&[422]).await;
}

#[actix_web::test]
async fn a_keystroke_does_not_overwrite_concurrent_changes() {
    let ada = at_day("#d17").await;
    let elsewhere = ada.second_client().await;
    let response = elsewhere.post("/day/2026-11-17", &[("type", "office")]).await;
    assert_eq!(response.status(), 303);
    ada.press("v").await;
    ada.press("s").await;
    ada.wait_for_text(
        "#alert",
        "17 November wasn’t set to Vacation: This day was changed elsewhere",
    )
    .await;
    ada.wait_for_text("#alert", "17 November wasn’t set to Sick").await;
    ada.wait_for_text("#day .conflict", "Office").await;
    ada.wait_for("#d17 .part.blue").await;
    ada.press("s").await;
    ada.wait_for("#d17 .part.red").await;
    ada.finish(&[409]).await;
}

#[actix_web::test]
async fn keystrokes_lost_to_a_network_failure_are_listed() {
    let ada = at_day("#d17").await;
    ada.press("v").await;
    ada.press(Key::Right).await;
    ada.press("o").await;
    ada.set_network(Network::None).await;
    ada.wait_for_text("#alert", "18 November wasn’t set to Office").await;
    ada.wait_for_text("#alert", "The server can’t be reached").await;
    assert_eq!(ada.count("#day[aria-busy]").await, 0, "the form is usable again");
    assert_eq!(ada.count("#d18 .part").await, 0);
    ada.browser.browser_log().await.expect("a log that says so");
    ada.set_network(Network::Fast).await;
    ada.press("o").await;
    ada.wait_for("#d18 .part.blue").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn changing_months_waits_for_pending_keystrokes() {
    let ada = at_day("#d30").await;
    for key in ["v".into(), Key::Right + "", "o".into(), Key::Right + "", "h".into()] {
        ada.press(key).await;
    }
    ada.wait_for_text("h1", "December").await;
    ada.wait_for("#d02 .part.green").await;
    ada.wait_for("#d01 .part.blue").await;
    ada.wait_for_text("#day-name", "2 December").await;
    assert_eq!(ada.run(FOCUSED, vec![]).await, "d02");
    ada.go("/month/2026-11").await;
    ada.wait_for("#d30 .part.amber").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_day_opened_during_a_pending_keystroke_stays_open() {
    let ada = at_day("#d17").await;
    ada.press("v").await;
    ada.click("#d20").await;
    ada.wait_for_text("#day-name", "20 November").await;
    ada.wait_for("#d17 .part.amber").await;
    ada.wait_for_text("#totals .amber", "1").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_form_accepts_no_input_while_saving() {
    let ada = at_day("#d17").await;
    ada.set_network(Network::Fast).await;
    ada.go("/day/2026-11-17").await;
    ada.choose("type", "office").await;
    ada.type_into("#notes", "before").await;
    ada.set_network(Network::Slow(700)).await;
    ada.focus("#location").await;
    ada.press("Home" + Key::Enter).await;
    ada.wait_for("#day[aria-busy=true] #notes:disabled").await;
    ada.press("!").await;
    assert_eq!(ada.value("#location").await, "Home");
    ada.wait_for("#day:not([aria-busy])").await;
    ada.wait_for_text("#toast", "Tue 17 Nov: Office, Home").await;
    assert_eq!(ada.run(FOCUSED, vec![]).await, "d17", "Enter returns to the calendar");
    assert_eq!(ada.value("#location").await, "Home");
    assert_eq!(ada.value("#notes").await, "before");
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_failed_save_keeps_the_input() {
    let ada = at_day("#d17").await;
    ada.go("/day/2026-11-17").await;
    ada.choose("type", "office").await;
    ada.set_network(Network::None).await;
    ada.type_into("#notes", "precious").await;
    ada.click("#save").await;
    ada.wait_for_text("#alert", "Your changes are still here").await;
    ada.browser.browser_log().await.expect("a log that says so");
    ada.set_network(Network::Fast).await;
    assert_eq!(ada.value("#notes").await, "precious");
    ada.save().await;
    assert_eq!(ada.value("#notes").await, "precious");
    ada.finish(&[]).await;
}
