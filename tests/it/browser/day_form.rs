//! Tests the form of a day: the locations that it fills in, and the sheet that it is on a phone.

use std::time::{Duration, Instant};

use thirtyfour::{By, Key};

use super::chromium::{Person, Scripts};
use crate::http::usual_week::set_usual_week;

with_and_without_scripts! {
    today_is_logged_with_two_taps_on_a_phone,
}

/// The size of a small phone.
const PHONE: (u32, u32) = (360, 740);

/// Returns whether the center of an element is in view, and nothing covers it.
pub(super) const IN_VIEW_JS: &str = r"
const { left, top, width, height } = arguments[0].getBoundingClientRect();
return arguments[0].contains(document.elementFromPoint(left + width / 2, top + height / 2));
";

/// The actions of a user: taps on what is in view.
struct Taps<'a> {
    ada: &'a Person,
    count: usize,
}

impl Taps<'_> {
    async fn tap(&mut self, css: &str) {
        let element = self.ada.wait_for(css).await;
        let shown = self.ada.run(IN_VIEW_JS, vec![element.to_json().unwrap()]).await;
        assert_eq!(shown, true, "{css} is in view");
        element.click().await.expect("taps");
        self.count += 1;
    }
}

async fn today_is_logged_with_two_taps_on_a_phone(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.set_window(PHONE.0, PHONE.1, "light").await;
    ada.go("/month").await;
    let mut taps = Taps { ada: &ada, count: 0 };
    taps.tap("#day input[name=type][value=office] + span").await;
    taps.tap("#save").await;
    ada.wait_for("#d18 .part.blue").await;
    assert_eq!(taps.count, 2);
    assert_eq!(ada.run("return scrollY", vec![]).await, 0);
    ada.wait_for_text("#toast", "Wed 18 Nov: Office").await;
    // The sheet covers no day for good: at the end of the page it is below the calendar.
    let covered = "scrollTo(0, document.body.scrollHeight);
        const top = document.querySelector('#day').getBoundingClientRect().top;
        return document.querySelector('#calendar').getBoundingClientRect().bottom > top + 1;";
    assert_eq!(ada.run(covered, vec![]).await, false);
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_chosen_day_is_not_behind_the_sheet_of_a_phone() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.set_window(PHONE.0, PHONE.1, "light").await;
    ada.go("/month").await;
    for day in ["30", "02", "24"] {
        ada.click(&format!("#d{day}")).await;
        let chosen = ada.wait_for(&format!("#d{day}[aria-current]")).await.to_json().unwrap();
        let give_up = Instant::now() + Duration::from_secs(5);
        while ada.run(IN_VIEW_JS, vec![chosen.clone()]).await != true {
            assert!(Instant::now() < give_up, "{day} is hidden");
        }
    }
    ada.finish(&[]).await;
}

/// 17 and 18 November 2026 are a Tuesday and a Wednesday.
#[actix_web::test]
async fn a_type_fills_in_its_location() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    set_usual_week(&browser, &[("wed_type", "remote"), ("wed_location", "Home")]).await;
    for (day, slug, place) in [(9, "remote", "Home"), (10, "office", "HQ"), (11, "remote", "Oslo")]
    {
        let form = [("type", slug), ("location", place)];
        browser.submit(&format!("/day/2026-11-{day:02}"), &form).await;
    }
    ada.go("/day/2026-11-18").await;
    for (slug, place) in [("remote", "Home"), ("vacation", ""), ("office", "HQ")] {
        ada.choose("type", slug).await;
        assert_eq!(ada.value("#location").await, place, "{slug}");
    }
    ada.type_into("#location", "Customer").await;
    ada.choose("type", "remote").await;
    assert_eq!(ada.value("#location").await, "Customer", "the user typed it");
    ada.go("/day/2026-11-17").await;
    ada.choose("type", "remote").await;
    assert_eq!(ada.value("#location").await, "Oslo", "the most recent one");
    let chip = By::XPath("//div[@class='places']/button[.='HQ']");
    ada.browser.find(chip).await.unwrap().click().await.unwrap();
    assert_eq!(ada.value("#location").await, "HQ");
    ada.focus("#location").await;
    ada.press(Key::Escape).await;
    ada.wait_for("#d17:focus").await;
    ada.focus("#location").await;
    ada.press(Key::Enter).await;
    ada.wait_for_text("#d17", "HQ").await;
    ada.wait_for_text("#toast", "Tue 17 Nov: Remote, HQ").await;
    ada.wait_for("#d17:focus").await;
    ada.finish(&[]).await;
}
