//! Tests the work schedule in a browser.

use super::chromium::{Person, Scripts};

with_and_without_scripts! {
    half_days_and_a_second_week_appear_when_chosen,
    two_windows_do_not_overwrite_each_other,
}

const SCHEDULE: &str = "/settings/schedule";

async fn is_visible(ada: &Person, css: &str) -> bool {
    ada.wait_for(css).await.is_displayed().await.unwrap()
}

async fn half_days_and_a_second_week_appear_when_chosen(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go(SCHEDULE).await;
    assert!(!is_visible(&ada, "#mon_pm_type").await && !is_visible(&ada, "#b_tue_type").await);
    ada.click("label:has(#mon_half)").await;
    ada.choose_option("#mon_type", "office").await;
    ada.choose_option("#mon_pm_type", "remote").await;
    ada.type_into("#mon_pm_location", "Home").await;
    ada.click("[name=weeks][value=ab] + span").await;
    ada.choose_option("#b_tue_type", "sick").await;
    ada.submit().await;
    ada.wait_for_text("main .notice", "Schedule saved").await;
    assert_eq!(ada.value("#mon_pm_location").await, "Home");
    assert!(is_visible(&ada, "#b_tue_type").await);
    ada.wait_for_text(".schedules", "Mon Office / Remote, Home").await;
    ada.wait_for_text(".schedules", "Tue Sick").await;
    ada.finish(&[]).await;
}

async fn two_windows_do_not_overwrite_each_other(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go(SCHEDULE).await;
    let first = ada.browser.window().await.unwrap();
    let second = ada.browser.new_tab().await.unwrap();
    ada.browser.switch_to_window(second).await.unwrap();
    ada.go(SCHEDULE).await;
    ada.choose_option("#mon_type", "office").await;
    ada.submit().await;
    ada.wait_for_text("main .notice", "Schedule saved").await;
    ada.browser.switch_to_window(first).await.unwrap();
    ada.choose_option("#mon_type", "sick").await;
    ada.submit().await;
    ada.wait_for_text(".conflict", "Office").await;
    ada.wait_for_text(".conflict", "Sick").await;
    ada.submit().await;
    ada.wait_for_text("main .notice", "Schedule saved").await;
    ada.wait_for_text(".schedules", "Mon Sick").await;
    ada.finish(&[409]).await;
}
