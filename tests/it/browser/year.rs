//! Tests the year page, with and without scripts, and in print.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::chromium::{Person, Scripts};
use super::pictures::save_artifact;
use super::tour::BROKEN_WORDS_JS;
use crate::support::server::Browser;

with_and_without_scripts! {
    the_year_links_to_days,
}

/// Returns what a typical user logged in 2026 as of November 18: type and location of a weekday,
/// for the whole day or its halves; `None` for missing days.
fn logged(month: u32, day: u32, weekday: u32) -> Option<[&'static str; 3]> {
    Some(match (month, day) {
        (1 | 5, 1) | (4, 3 | 6) | (5, 14 | 25) | (12, 25) => ["holiday", "", ""],
        (8, 3..=14) | (12, 21..=31) | (5, 15) => ["vacation", "", ""],
        (2, 10..=12) | (10, 6) => ["sick", "", ""],
        (3, 9..=13) => ["remote", "", "New York"],
        (6, 22..=24) => ["remote", "", "Lisbon"],
        (9, 7..=8) => ["remote", "", "Aunt Theodora's summer house by the lake"],
        (7, 16) | (9, 15) => ["remote", "", "Train"],
        (7, 1..=2) => ["remote", "", "Prague"],
        (10, 20) => ["remote", "", "Library"],
        (4, 17) | (6, 5) | (9, 25) => ["remote", "vacation", "Home"],
        (7, 6..=8) | (10, 29) | (11, 27..) | (12, _) => return None,
        _ if weekday == 0 || weekday == 2 => ["office", "", "Berlin HQ"],
        _ => ["remote", "", "Home"],
    })
}

/// Logs a typical year.
pub(crate) async fn log_2026(browser: &Browser) {
    let vacation = [
        ("days", "28"),
        ("carry", "on"),
        ("from", "2025"),
        ("expires_month", "3"),
        ("expires_day", "31"),
        ("year", "2026"),
        ("year_days", ""),
        ("year_carried", "2.5"),
    ];
    browser.submit("/settings/allowances/vacation", &vacation).await;
    browser.submit("/settings/allowances/sick", &[("days", "3")]).await;
    for (month, day) in (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day))) {
        let Some(date) = chrono::NaiveDate::from_ymd_opt(2026, month, day) else { continue };
        let weekday = chrono::Datelike::weekday(&date).num_days_from_monday();
        let Some([first, second, place]) = logged(month, day, weekday).filter(|_| weekday < 5)
        else {
            continue;
        };
        let mut form = vec![("type", first), ("location", place)];
        if !second.is_empty() {
            form.extend([("half", "on"), ("pm_type", second)]);
        }
        browser.submit(&format!("/day/{date}"), &form).await;
    }
}

async fn the_year_links_to_days(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.click(".top a[href='/year']").await;
    ada.wait_for_text("h1", "2026").await;
    ada.click("#previous").await;
    ada.wait_for_text("h1", "2025").await;
    ada.click("#next").await;
    ada.click("#share nav a[href*=week]").await;
    ada.wait_for_text("#share [aria-current]", "Week").await;
    ada.click("#days a[href='/day/2026-03-17']").await;
    ada.wait_for_text("#day-name", "17 March").await;
    ada.choose("type", "office").await;
    ada.save().await;
    ada.click(".top a[href='/year']").await;
    ada.wait_for("#days a[href='/day/2026-03-17'] > i.blue").await;
    ada.wait_for_text("#missing", "18–31").await;
    ada.click("#missing a[href='/days?from=2026-03-18&to=2026-03-31&existing=fill']").await;
    assert_eq!(ada.value("#from").await, "2026-03-18");
    assert_eq!(ada.value("#to").await, "2026-03-31");
    ada.finish(&[]).await;
}

/// Returns which halves of a day are filled, and the top and height of each letter's background and
/// of its cell.
const HALVES: &str = r#"
const cell = document.querySelector(`#days a[href='/day/${arguments[0]}']`);
const box = (element) => element.getBoundingClientRect();
const middle = box(cell).top + box(cell).height / 2;
return [...cell.querySelectorAll("i")].map((part) => {
  const at = box(part);
  return at.top < middle - 4 && at.bottom > middle + 4 ? "whole" : at.top < middle - 4 ? "top" : "bottom";
});
"#;

#[actix_web::test]
async fn half_days_are_drawn_in_their_half() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    for (day, am, pm) in [("02", "sick", ""), ("03", "", "sick"), ("04", "sick", "office")] {
        let form = [("half", "on"), ("type", am), ("pm_type", pm)];
        browser.submit(&format!("/day/2026-11-{day}"), &form).await;
    }
    browser.post("/day/2026-11-05", &[("type", "sick")]).await;
    ada.go("/year").await;
    for width in [1280, 360] {
        ada.set_window(width, 900, "light").await;
        for (day, expected) in [
            ("2026-11-02", json!(["top"])),
            ("2026-11-03", json!(["bottom"])),
            ("2026-11-04", json!(["top", "bottom"])),
            ("2026-11-05", json!(["whole"])),
        ] {
            let actual = ada.run(HALVES, vec![json!(day)]).await;
            assert_eq!(actual, expected, "{day} at {width} px");
        }
    }
    ada.finish(&[]).await;
}

/// Returns whether the months are side by side, and the days whose weekday isn't the one next to or
/// above them. On a tablet, each month has its own weekdays.
const LETTERS: &str = r#"
const box = (element) => element.getBoundingClientRect();
const [january, february] = document.querySelectorAll('#days .row');
const isSmall = getComputedStyle(january.querySelector(".heads")).display !== "none";
const turned = !isSmall && box(february).left > box(january).left;
const middle = (element) => turned
  ? (box(element).top + box(element).bottom) / 2
  : (box(element).left + box(element).right) / 2;
const letters = (link) => [
  ...(isSmall ? link.parentElement.querySelectorAll(".heads span") : document.querySelectorAll('#days .weekdays span')),
];
const wrong = [...document.querySelectorAll('#days .row > a:not(.name)')].filter((link) => {
  const day = new Date(link.pathname.slice(5) + "T00:00Z").getUTCDay();
  const nearest = letters(link).find((letter) => Math.abs(middle(letter) - middle(link)) < 6);
  return nearest?.textContent !== "SMTWTFS"[day];
});
return [turned, wrong.map((link) => link.pathname)];
"#;

#[actix_web::test]
async fn weekdays_are_aligned() {
    let ada = Person::signed_up(Scripts::On).await;
    for year in ["/year/2024", "/year/2026", "/year/2027"] {
        ada.go(year).await;
        for (width, turned) in [(1280, false), (1024, false), (800, false), (360, true)] {
            ada.set_window(width, 900, "light").await;
            let actual = ada.run(LETTERS, vec![]).await;
            assert_eq!(actual, json!([turned, []]), "{year} at {width} px");
        }
    }
    ada.finish(&[]).await;
}

/// Returns the number of pages of a PDF file.
pub(super) fn page_count(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
}

/// Prints the page to a PDF file.
pub(super) async fn print(person: &Person) -> Vec<u8> {
    let paper = json!({
        "preferCSSPageSize": true, "printBackground": false, "paperWidth": 8.27, "paperHeight": 11.69
    });
    let printed = person.browser.cdp().send_raw("Page.printToPDF", paper).await.unwrap();
    STANDARD.decode(printed["data"].as_str().unwrap()).unwrap()
}

#[actix_web::test]
async fn a_year_prints_on_one_page() {
    let ada = Person::signed_up(Scripts::On).await;
    log_2026(&ada.second_client().await).await;
    for path in ["/year/2026", "/year/2026?share=12-weeks"] {
        ada.go(path).await;
        let pdf = print(&ada).await;
        save_artifact("year.pdf", &pdf);
        assert_eq!(page_count(&pdf), 1, "{path}");
    }
    ada.finish(&[]).await;
}

/// Returns the days whose letter is closer to the number of another day than to their own.
const FAR_LETTERS_JS: &str = r#"
const box = (element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
};
const distance = (one, other) => Math.hypot(
  Math.max(0, one.left - other.right, other.left - one.right),
  Math.max(0, one.top - other.bottom, other.top - one.bottom),
);
const numbers = [...document.querySelectorAll(".planner b")].map((number) => [number, box(number)]);
return [...document.querySelectorAll(".planner i:first-of-type:last-of-type")].filter((letter) => {
  const at = box(letter);
  const near = numbers.map(([number, area]) => [distance(at, area), number]);
  const [, nearest] = near.reduce((one, other) => (other[0] < one[0] ? other : one));
  return nearest.parentElement !== letter.parentElement;
}).map((letter) => letter.parentElement.pathname);
"#;

#[actix_web::test]
async fn a_letter_is_next_to_its_number() {
    let ada = Person::signed_up(Scripts::On).await;
    log_2026(&ada.second_client().await).await;
    ada.go("/year/2026").await;
    for width in [1920, 1280, 768, 360] {
        ada.set_window(width, 900, "light").await;
        assert_eq!(ada.run(FAR_LETTERS_JS, vec![]).await, json!([]), "at {width} px");
    }
    ada.finish(&[]).await;
}

/// Returns the dates that are smaller than 11 px.
const SMALL_DATES_JS: &str = r#"
return [...document.querySelectorAll('#days b')].filter((date) => {
  const { fontSize, clipPath } = getComputedStyle(date);
  return clipPath === "none" && parseFloat(fontSize) < 11;
}).map((date) => date.parentElement.pathname);
"#;

/// Returns the number of columns of the parts below the calendar, and which part of the tallest
/// one's height the shortest one leaves empty.
const COLUMNS_JS: &str = r#"
const parts = [...document.querySelectorAll(".year-parts > *")].map((part) => part.getBoundingClientRect());
const bottoms = new Map();
for (const { left, bottom } of parts) bottoms.set(left, Math.max(bottom, bottoms.get(left) ?? 0));
const [top, ends] = [Math.min(...parts.map((part) => part.top)), [...bottoms.values()]];
return [bottoms.size, (Math.max(...ends) - Math.min(...ends)) / (Math.max(...ends) - top)];
"#;

#[actix_web::test]
async fn a_year_is_readable_and_has_no_gap() {
    let ada = Person::signed_up(Scripts::On).await;
    log_2026(&ada.second_client().await).await;
    ada.go("/year/2026").await;
    for (width, columns) in [(1280, 3), (768, 2), (360, 1)] {
        ada.set_window(width, 900, "light").await;
        let small = ada.run(SMALL_DATES_JS, vec![]).await;
        assert_eq!(small, json!([]), "at {width} px");
        let broken = ada.run(BROKEN_WORDS_JS, vec![]).await;
        assert_eq!(broken, json!([]), "at {width} px");
        let found = ada.run(COLUMNS_JS, vec![]).await;
        assert_eq!(found[0], columns, "at {width} px");
        assert!(found[1].as_f64().unwrap() < 0.35, "{found} at {width} px");
    }
    ada.finish(&[]).await;
}
