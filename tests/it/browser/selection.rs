//! Tests how few actions it takes to log days: keys, clicks, touches, and page loads are counted.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Key;

use super::chromium::{Person, Scripts};
use crate::http::usual_week::set_usual_week;

/// Counts keys and clicks until the page is left. A drag is one action; modifier keys are none.
const COUNT: &str = r#"
window.stays = true;
sessionStorage.actions = 0;
const count = (event) => { if (!["Shift", "Control"].includes(event.key)) sessionStorage.actions++; };
addEventListener("pointerdown", count, true);
addEventListener("keydown", count, true);
"#;

/// Opens a page and starts to count.
async fn start(ada: &Person, path: &str) {
    ada.go(path).await;
    ada.wait_for("#log-today").await;
    ada.run(COUNT, vec![]).await;
}

/// Asserts how many actions the user has taken.
async fn assert_actions(ada: &Person, expected: u64) {
    assert_eq!(ada.run("return Number(sessionStorage.actions)", vec![]).await, expected);
}

/// Asserts how many actions the user has taken, all of them without loading a page.
async fn assert_actions_in_place(ada: &Person, expected: u64) {
    assert_actions(ada, expected).await;
    assert_eq!(ada.run("return window.stays === true", vec![]).await, true, "a page was loaded");
}

/// Presses Tab until an element has the focus.
async fn tab_to(ada: &Person, css: &str) {
    for _ in 0..50 {
        if ada.count(&format!("{css}:focus")).await == 1 {
            return;
        }
        ada.press(Key::Tab).await;
    }
    panic!("Tab doesn't reach {css}");
}

async fn drag(ada: &Person, from: &str, to: &str) {
    let (from, to) = (ada.wait_for(from).await, ada.wait_for(to).await);
    ada.browser.action_chain().drag_and_drop_element(&from, &to).perform().await.unwrap();
}

#[actix_web::test]
async fn a_week_takes_two_actions_and_two_weeks_of_vacation_take_three() {
    let ada = Person::signed_up(Scripts::On).await;
    let usual = [("mon_type", "office"), ("wed_type", "sick")];
    set_usual_week(&ada.second_client().await, &usual).await;
    start(&ada, "/month/2026-11").await;
    drag(&ada, "#d16", "#d20").await;
    ada.click("#usual-chosen").await;
    ada.wait_for_text("#toast", "2 days logged from your usual week").await;
    ada.wait_for("#d18 .part.red").await;
    ada.wait_for("#chosen-days[hidden]").await;
    assert_actions_in_place(&ada, 2).await;
    assert_eq!(ada.count("#toast .primary").await, 0);
    ada.click("#undo-change button").await;
    ada.wait_for_text("#toast", "Change undone").await;
    assert_eq!(ada.count("#calendar .part").await, 0);
    assert_actions_in_place(&ada, 3).await;

    start(&ada, "/month/2026-12").await;
    ada.click("#d07").await;
    ada.wait_for_text("#day-name", "7 December").await;
    let last = ada.wait_for("#d18").await;
    let click = ada.browser.action_chain().key_down(Key::Shift).click_element(&last);
    click.key_up(Key::Shift).perform().await.unwrap();
    ada.press("v").await;
    ada.wait_for_text("#toast", "10 days logged").await;
    assert_eq!(ada.count("#calendar .part.amber").await, 10, "and none on the weekend");
    assert_actions_in_place(&ada, 3).await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_selection_goes_on_past_the_end_of_the_month() {
    const NEXT: &str = "#calendar .out > a[href='/day/2026-12-0";
    let next = |day: u32| format!("{NEXT}{day}']");
    let ada = Person::signed_up(Scripts::On).await;
    ada.set_window(1280, 1100, "light").await;
    start(&ada, "/month/2026-11").await;
    drag(&ada, "#d27", &next(2)).await;
    ada.wait_for_text("#chosen-days b", "6 days").await;
    ada.press("v").await;
    ada.wait_for_text("#toast", "4 days logged").await;
    assert_eq!(ada.count("#calendar .day .part.amber").await, 2, "and none on the weekend");
    assert_eq!(ada.count("#calendar .out .part.amber").await, 2);
    assert_actions_in_place(&ada, 2).await;

    ada.click("#undo-change button").await;
    ada.wait_for_text("#toast", "Change undone").await;
    ada.click("#d30").await;
    ada.wait_for_text("#day-name", "30 November").await;
    let last = ada.wait_for(&next(4)).await;
    let select = ada.browser.action_chain().key_down(Key::Shift).click_element(&last);
    let select = select.send_keys(Key::Right + "").send_keys(Key::Right + "");
    select.key_up(Key::Shift).perform().await.unwrap();
    ada.wait_for_text("#chosen-days b", "7 days").await;
    ada.wait_for(&format!("{}:focus", next(6))).await;
    ada.press(Key::Escape).await;
    ada.wait_for("#chosen-days[hidden]").await;
    ada.wait_for("#d30:focus").await;
    // The weekend alone can be selected, too.
    drag(&ada, &next(5), &next(6)).await;
    ada.click("#chosen-days [value=sick]").await;
    ada.wait_for_text("#toast", "2 days logged").await;
    ada.click(&next(1)).await;
    ada.wait_for("#calendar[data-month='2026-12']").await;
    ada.wait_for_text("#day-name", "1 December").await;
    ada.finish(&[]).await;
}

/// Touches the center of an element for some milliseconds, after moving it by some pixels upwards.
async fn touch(ada: &Person, css: &str, milliseconds: u64, up: i32) {
    const CENTER: &str =
        "const { left, top, width, height } = arguments[0].getBoundingClientRect();
        return [left + width / 2, top + height / 2].map(Math.round);";
    let element = ada.wait_for(css).await.to_json().unwrap();
    let center = ada.run(CENTER, vec![element]).await;
    let (x, y) = (center[0].as_i64().unwrap(), center[1].as_i64().unwrap());
    let devtools = ada.browser.cdp();
    let send = async |kind: &str, points: Value| {
        let event = json!({ "type": kind, "touchPoints": points });
        devtools.send_raw("Input.dispatchTouchEvent", event).await.expect("touches");
    };
    send("touchStart", json!([{ "x": x, "y": y }])).await;
    for moved in (0..up).step_by(10).skip(1) {
        send("touchMove", json!([{ "x": x, "y": y - i64::from(moved) }])).await;
    }
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    send("touchEnd", json!([])).await;
}

#[actix_web::test]
async fn a_long_press_and_two_taps_log_two_weeks_of_vacation_on_a_phone() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.set_window(360, 740, "light").await;
    let screen = json!({ "enabled": true, "maxTouchPoints": 5 });
    ada.browser.cdp().send_raw("Emulation.setTouchEmulationEnabled", screen).await.unwrap();
    start(&ada, "/month/2026-12").await;
    touch(&ada, "#d07", 700, 0).await;
    ada.wait_for_text("#chosen-days b", "From 7 December: tap the last day").await;
    ada.wait_for("#d01[aria-current]").await;
    touch(&ada, "#d18", 50, 0).await;
    ada.wait_for_text("#chosen-days b", "12 days, 7–18 December").await;
    touch(&ada, "#chosen-days [value=vacation]", 50, 0).await;
    ada.wait_for_text("#toast", "10 days logged").await;
    assert_eq!(ada.count("#calendar .part.amber").await, 10, "and none on the weekend");
    ada.wait_for("#chosen-days[hidden]").await;
    assert_actions_in_place(&ada, 3).await;

    // The selection can be canceled, and then a tap opens a day again.
    touch(&ada, "#d09", 700, 0).await;
    touch(&ada, "#drop-chosen", 50, 0).await;
    ada.wait_for("#chosen-days[hidden]").await;
    touch(&ada, "#d02", 50, 0).await;
    ada.wait_for_text("#day-name", "2 December").await;
    assert_eq!(ada.count("#chosen-days[hidden]").await, 1);
    // A day of the month before can be selected, too.
    touch(&ada, "#d04", 700, 0).await;
    touch(&ada, "#calendar .out > a[href='/day/2026-11-30']", 50, 0).await;
    ada.wait_for_text("#chosen-days b", "5 days").await;
    touch(&ada, "#drop-chosen", 50, 0).await;
    ada.wait_for("#chosen-days[hidden]").await;
    // A scroll, even a slow one, selects nothing.
    touch(&ada, "#d09", 700, 120).await;
    assert_eq!(ada.count("#chosen-days[hidden]").await, 1);
    assert_ne!(ada.run("return scrollY", vec![]).await, 0, "the page scrolled");
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_key_applies_to_all_selected_days_and_conflicts_have_a_preview() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/month/2026-11").await;
    ada.wait_for("#d18[aria-current]").await;
    let keys = ada.browser.action_chain().key_down(Key::Shift).send_keys(Key::Right + "");
    keys.send_keys(Key::Right + "").key_up(Key::Shift).perform().await.unwrap();
    ada.wait_for_text("#chosen-days b", "3 days, 18–20 November").await;
    ada.press("o").await;
    ada.wait_for_text("#toast", "3 days logged").await;
    assert_eq!(ada.count("#calendar .part.blue").await, 3);
    drag(&ada, "#d17", "#d18").await;
    ada.click("#chosen-days [value=sick]").await;
    ada.wait_for_text("#preview-sum", "1 to add, 1 to replace").await;
    ada.go("/month/2026-11").await;
    drag(&ada, "#d18", "#d20").await;
    ada.press(Key::Delete).await;
    ada.wait_for_text("#preview-sum", "3 to delete").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn keys_act_on_the_selected_day_without_focusing_it() {
    let ada = Person::signed_up(Scripts::On).await;
    start(&ada, "/month/2026-11").await;
    ada.press("o").await;
    ada.wait_for_text("#toast", "Wed 18 Nov: Office").await;
    ada.wait_for("#d18 .part.blue").await;
    assert_actions_in_place(&ada, 1).await;
    ada.press(Key::Delete).await;
    ada.wait_for_text("#toast", "Wed 18 Nov: entry deleted").await;
    assert_eq!(ada.count("#calendar .part").await, 0);
    let keys = ada.browser.action_chain().key_down(Key::Control).send_keys("z");
    keys.key_up(Key::Control).perform().await.unwrap();
    ada.wait_for_text("#toast", "Change undone").await;
    ada.wait_for("#d18 .part.blue").await;
    tab_to(&ada, "#toast[role=status] #undo-change button").await;
    ada.press(Key::Enter).await;
    ada.wait_for("#d18:not(:has(.part))").await;
    for (key, month) in
        [(Key::PageDown, "2026-12"), (Key::Home, "2026-11"), (Key::PageUp, "2026-10")]
    {
        ada.press(key).await;
        ada.wait_for(&format!("#calendar[data-month='{month}']")).await;
    }
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn one_action_logs_today_from_any_page_also_a_key_unless_single_keys_are_off() {
    let ada = Person::signed_up(Scripts::On).await;
    set_usual_week(&ada.second_client().await, &[("wed_type", "office")]).await;
    ada.go("/month").await;
    ada.click("#keys-open").await;
    ada.click("#keys-on").await;
    ada.press(Key::Escape).await;
    ada.log_out().await;
    ada.go("/login").await;
    ada.log_in("ada", crate::support::server::PASSWORD).await;
    ada.wait_for("#calendar").await;
    for key in ["?", "s", ".", "/"] {
        ada.press(key).await;
        assert_eq!(ada.count("dialog[open], [aria-busy]").await, 0);
    }
    ada.go("/month").await;
    ada.wait_for("#calendar").await;
    assert_eq!(ada.count("#calendar .part").await, 0);
    ada.go("/settings").await;
    ada.click("#keys-on:not(:checked)").await;
    start(&ada, "/settings").await;
    ada.wait_for("#keys-on:checked").await;
    ada.press(".").await;
    ada.wait_for_text("#toast", "Wed 18 Nov: Office").await;
    ada.wait_for("#d18 .part.blue").await;
    assert_actions(&ada, 1).await;
    ada.second_client().await.unlog("2026-11-18").await;
    start(&ada, "/year/2026").await;
    ada.click("#log-today button").await;
    ada.wait_for("#d18 .part.blue").await;
    assert_actions(&ada, 1).await;
    ada.second_client().await.unlog("2026-11-18").await;
    ada.go("/nowhere").await;
    ada.press(".").await;
    ada.wait_for("#d18 .part.blue").await;
    ada.finish(&[404]).await;
}

#[actix_web::test]
async fn a_key_searches_from_any_page() {
    let ada = Person::signed_up(Scripts::On).await;
    for (path, width) in [("/month", 1280), ("/settings", 768)] {
        ada.set_window(width, 900, "light").await;
        ada.go(path).await;
        ada.wait_for("#log-today").await;
        ada.press("/").await;
        ada.wait_for("#q:focus").await;
    }
    ada.type_into("#q", "Oslo").await;
    ada.press(Key::Enter).await;
    ada.wait_for("#results").await;
    assert_eq!(ada.count("#q:focus").await, 0);
    ada.press("/").await;
    ada.wait_for("#q:focus").await;
    assert_eq!(ada.value("#q").await, "Oslo", "the page stays");
    ada.finish(&[]).await;
}
