//! Tests the sessions page in a browser.

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    sessions_are_ended_one_by_one_and_all_at_once,
}

/// Returns the number of buttons that overlap the text of their row.
const OVERLAPS_JS: &str = "return [...document.querySelectorAll('.rows li')].filter((row) => {
    const button = row.querySelector('button')?.getBoundingClientRect();
    const texts = [...row.querySelectorAll('small span')].map((text) => text.getBoundingClientRect());
    return button && texts.some((text) => text.right > button.left && text.bottom > button.top);
}).length";

#[actix_web::test]
async fn buttons_do_not_cover_the_times_of_sessions() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.server.logged_in("ada").await;
    ada.go("/settings/sessions").await;
    for width in [360, 768, 1280] {
        ada.set_window(width, 900, "light").await;
        assert_eq!(ada.run(OVERLAPS_JS, vec![]).await, 0, "at {width} px");
    }
    ada.reset_window().await;
    ada.finish(&[]).await;
}

async fn sessions_are_ended_one_by_one_and_all_at_once(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    let others = [ada.server.logged_in("ada").await, ada.server.logged_in("ada").await];
    let more = ada.server.logged_in("ada").await;
    ada.go("/settings").await;
    ada.click(".settings nav a[href='/settings/sessions']").await;
    ada.wait_for_text(".rows li:first-child", "Chrome on Linux").await;
    ada.wait_for_text(".rows li:first-child", "this session").await;
    assert_eq!(ada.count(".rows li").await, 4);
    ada.click(".rows li:last-child button").await;
    ada.wait_for_text(".notice", "Session ended").await;
    assert_eq!(ada.count(".rows li").await, 3);
    ada.click("button[value=others]").await;
    ada.wait_for_text(".notice", "All other sessions ended").await;
    assert_eq!(ada.count(".rows li").await, 1);
    assert_eq!(ada.count("main button").await, 0);
    for ended in others.iter().chain([&more]) {
        assert_eq!(ended.status("/month").await, 303);
    }
    ada.go("/month").await;
    ada.wait_for("#calendar").await;
    ada.finish(&[]).await;
}
