//! Tests the sessions page in a browser.

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    sessions_are_ended_one_by_one_and_all_at_once,
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
