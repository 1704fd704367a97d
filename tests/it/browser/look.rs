//! Tests what pages show at a glance, and their theme.

use serde_json::json;

use super::chromium::{Person, Scripts};
use super::day_form::IN_VIEW_JS;

with_and_without_scripts! {
    the_theme_is_chosen_in_the_menu,
}

async fn the_theme_is_chosen_in_the_menu(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go("/month/2026-10").await;
    let page = "return getComputedStyle(document.documentElement).backgroundColor";
    for (system, choice, color) in [
        ("light", "dark", "rgb(18, 19, 23)"),
        ("dark", "light", "rgb(247, 247, 245)"),
        ("dark", "system", "rgb(18, 19, 23)"),
        ("light", "system", "rgb(247, 247, 245)"),
    ] {
        ada.set_window(1280, 800, system).await;
        ada.click(".menu > summary").await;
        ada.click(&format!(".menu .theme [value={choice}]")).await;
        ada.wait_for(&format!(".menu:not([open]) .theme [value={choice}][aria-pressed=true]"))
            .await;
        assert_eq!(ada.run(page, vec![]).await, color, "{choice} on a {system} system");
        let path = ada.browser.current_url().await.unwrap().path().to_owned();
        assert_eq!(path, "/month/2026-10");
    }
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn the_remaining_vacation_is_visible_without_scrolling() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    browser.submit("/settings/allowances/vacation", &[("days", "28")]).await;
    // November 2026 has the maximum of six weeks.
    for (width, height, css) in
        [(1280, 800, "#totals .amber .left"), (360, 740, "#balances .amber")]
    {
        ada.set_window(width, height, "light").await;
        ada.go("/month").await;
        ada.wait_for_text(css, "28 left").await;
        let element = ada.wait_for(css).await.to_json().unwrap();
        assert_eq!(ada.run(IN_VIEW_JS, vec![element]).await, json!(true), "at {width} px");
    }
    ada.press("v").await;
    ada.wait_for_text("#balances .amber", "27 left").await;
    ada.finish(&[]).await;
}
