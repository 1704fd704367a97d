//! Tests what pages show at a glance, and their theme.

use serde_json::json;

use super::chromium::{Person, Scripts};

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
    let place = "const { top, bottom } = document.querySelector('#totals .amber .left')
        .getBoundingClientRect(); return top >= 0 && bottom <= innerHeight;";
    ada.set_window(1280, 800, "light").await;
    ada.go("/month").await;
    ada.wait_for_text("#totals .amber .left", "28 left").await;
    assert_eq!(ada.run(place, vec![]).await, json!(true));
    ada.finish(&[]).await;
}
