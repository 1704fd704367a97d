//! Tests that pages with many types and locations don't overflow, overlap, or cut off text, on
//! screen and on paper.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

use super::axe::check_crowded_page;
use super::chromium::{Person, Scripts};
use super::pictures::save_artifact;
use super::year::{page_count, print};
use crate::support::server::Browser;

with_and_without_scripts! {
    with_fifty_types_the_save_button_stays_visible,
}

/// Labels with wide letters, and long labels.
const LABELS: [&str; 10] = [
    "Machine maintenance",
    "Workshop",
    "Homecoming",
    "Mentoring",
    "Conference",
    "Parental leave",
    "Jury duty",
    "Warehouse",
    "Moving house",
    "Training",
];
const COLORS: [&str; 5] = ["teal", "pink", "olive", "brown", "slate"];

/// Adds this number of types. Returns their slugs.
async fn add_types(browser: &Browser, count: usize) -> Vec<String> {
    let mut slugs = Vec::new();
    for index in 0..count {
        let label = match index / LABELS.len() {
            0 => LABELS[index].to_owned(),
            round => format!("{} {round}", LABELS[index % LABELS.len()]),
        };
        let color = COLORS[index % COLORS.len()];
        let form =
            [("label", &*label), ("colour", color), ("kind", "work"), ("location", "optional")];
        browser.submit("/settings/types", &form).await;
        slugs.push(label.to_lowercase().replace(' ', "-"));
    }
    slugs
}

/// Logs every weekday from January to 7 December 2026. Every other day is `remote`, the others cycle
/// through `slugs`; the locations cycle through `places` names. Built-in types of leave
/// have no location.
async fn log(browser: &Browser, slugs: &[String], places: usize) {
    let days = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().iter_days();
    let days = days.filter(|day| day.weekday().num_days_from_monday() < 5);
    let until = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap() + Days::new(20);
    for (index, day) in days.take_while(|day| *day < until).enumerate() {
        let place = format!("Customer's office {}", index % places);
        let slug = if index % 2 == 0 { "remote" } else { &*slugs[index / 2 % slugs.len()] };
        let takes_none = ["vacation", "holiday", "sick"].contains(&slug);
        let place = if takes_none { "" } else { &*place };
        browser.submit(&format!("/day/{day}"), &[("type", slug), ("location", place)]).await;
    }
}

#[actix_web::test]
async fn fifteen_types_fit() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    let mut slugs = add_types(&browser, 10).await;
    slugs.extend(["office", "vacation", "holiday", "sick"].map(str::to_owned));
    log(&browser, &slugs, 25).await;
    let set_allowances = async |slugs: &[String]| {
        for slug in slugs {
            let path = format!("/settings/allowances/{slug}");
            browser.submit(&path, &[("days", "9")]).await;
        }
    };
    set_allowances(&slugs[11..]).await;
    for path in ["/year/2026", "/year/2026?share=week"] {
        ada.go(path).await;
        let pdf = print(&ada).await;
        save_artifact("year-many-types.pdf", &pdf);
        assert_eq!(page_count(&pdf), 1, "{path}");
    }
    set_allowances(&slugs).await;
    for path in ["/year/2026", "/day/2026-11-17"] {
        ada.go(path).await;
        check_crowded_page(&ada, path).await;
    }
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn seven_types_fit() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    let slugs = add_types(&browser, 6).await;
    log(&browser, &slugs, 3).await;
    ada.go("/year/2026").await;
    check_crowded_page(&ada, "/year/2026").await;
    ada.finish(&[]).await;
}

/// Returns whether the save button is within 700 px of the top of the form, and whether the selected
/// type is visible.
const SAVE_BUTTON_REACHABLE_JS: &str = r"
const box = (css) => document.querySelector(css).getBoundingClientRect();
const list = box('#day .choices'), chosen = box('#day label:has([name=type]:checked)');
return [box('#save').bottom - box('#day').top < 700, chosen.top >= list.top && chosen.bottom <= list.bottom];
";

async fn with_fifty_types_the_save_button_stays_visible(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    let browser = ada.second_client().await;
    let slugs = add_types(&browser, 50).await;
    let last = slugs.last().unwrap();
    browser.post("/day/2026-11-17", &[("type", &**last)]).await;
    ada.go("/day/2026-11-17").await;
    assert_eq!(ada.value("#day input[name=type]:checked").await, *last);
    for width in [1280, 360] {
        ada.set_window(width, 900, "light").await;
        let actual = ada.run(SAVE_BUTTON_REACHABLE_JS, vec![]).await;
        assert_eq!(actual, json!([true, true]), "{width} px");
    }
    ada.reset_window().await;
    ada.choose("type", &slugs[45]).await;
    ada.save().await;
    assert_eq!(ada.value("#day input[name=type]:checked").await, slugs[45]);
    ada.finish(&[]).await;
}

/// Finds days whose number and letter overlap.
const OVERLAPPING_LABELS_JS: &str = r#"
const box = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
};
return [...document.querySelectorAll('#days a')].filter((day) => {
  const [letter, number] = [day.querySelector("i"), day.querySelector("b")];
  if (!letter || getComputedStyle(number).clipPath !== "none") return false;
  const [one, other] = [box(letter), box(number)];
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}).map((day) => day.pathname + " " + day.textContent);
"#;

/// Finds words that break inside tiles.
const BROKEN_WORDS_JS: &str = r#"
return [...document.querySelectorAll('#totals span:not(.vh)')].filter((label) => {
  if (label.textContent.includes(" ")) return false;
  const range = document.createRange();
  range.selectNodeContents(label);
  return range.getClientRects().length > 1;
}).map((label) => label.textContent);
"#;

#[actix_web::test]
async fn type_letters_and_labels_fit() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    let mut slugs = add_types(&browser, 3).await;
    slugs.push("holiday".to_owned());
    log(&browser, &slugs, 3).await;
    let halves = [("half", "on"), ("type", "machine-maintenance"), ("pm_type", "workshop")];
    for day in 10..29 {
        let _ = browser.post(&format!("/day/2026-12-{day}"), &halves).await;
    }
    ada.go("/year/2026").await;
    for (width, script) in [
        (1280, OVERLAPPING_LABELS_JS),
        (1100, OVERLAPPING_LABELS_JS),
        (1024, OVERLAPPING_LABELS_JS),
        (1280, BROKEN_WORDS_JS),
        (360, BROKEN_WORDS_JS),
        (320, BROKEN_WORDS_JS),
    ] {
        ada.set_window(width, 900, "light").await;
        let actual = ada.run(script, vec![]).await;
        assert_eq!(actual, Value::Array(vec![]), "at {width} px");
    }
    ada.finish(&[]).await;
}

/// Finds text in the calendar that is cut off.
const CLIPPED_TEXT_JS: &str = r#"
return [...document.querySelectorAll('#calendar .part span, #calendar .part small')].filter((words) =>
  words.scrollWidth > words.clientWidth + 1 && getComputedStyle(words).display !== "inline"
).map((words) => words.textContent);
"#;

/// Returns the name and the notes as far as they are visible as a whole.
const PRINTED_TEXT_JS: &str = r"
return [...document.querySelectorAll('.printed, #calendar .note')].filter((text) =>
  text.getClientRects().length && text.scrollHeight <= text.clientHeight + 1
).map((text) => text.textContent);
";

const NOTES: &str =
    "The installation in the new building, and then the handover with everyone involved";

#[actix_web::test]
async fn a_printed_month_is_complete() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    let slugs = add_types(&browser, 6).await;
    log(&browser, &slugs, 25).await;
    browser.submit("/day/2026-11-21", &[("type", "office"), ("notes", NOTES)]).await;
    ada.go("/month/2026-11").await;
    ada.set_window(718, 1000, "light").await;
    let print_media = json!({ "media": "print" });
    ada.browser.cdp().send_raw("Emulation.setEmulatedMedia", print_media).await.unwrap();
    let actual = ada.run(CLIPPED_TEXT_JS, vec![]).await;
    assert_eq!(actual, Value::Array(vec![]));
    assert_eq!(ada.run(PRINTED_TEXT_JS, vec![]).await, json!(["ada", NOTES]));
    let pdf = print(&ada).await;
    save_artifact("month-many-types.pdf", &pdf);
    assert_eq!(page_count(&pdf), 1);
    ada.finish(&[]).await;
}
