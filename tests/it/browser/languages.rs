//! Tests pages in German, and in the pseudo-language of development builds: its texts are longer
//! and accented, so that text that is cut off or isn't from the catalog is found.

use serde_json::Value;

use super::axe::check;
use super::chromium::{Person, Scripts};
use crate::support::server::Browser;

/// Finds words that aren't from the catalog: its pseudo-language has no unaccented vowel. Entered
/// and technical texts are skipped.
const ENGLISH_WORDS_JS: &str = r#"
const entered = "code, pre, kbd, script, style, textarea, [translate=no], [name=time_zone], [name=language]";
const known = /^(Worklog|Slack|hooks|slack|com|services|JSON|export|json|Chrome|Linux|ada|Home|noted|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/;
const found = new Set();
const look = (element, text) => {
  if (element.closest(entered)) return;
  for (const [word] of text.matchAll(/[\p{L}]{3,}/gu)) {
    if (/[aeiou]/i.test(word) && !known.test(word)) found.add(word);
  }
};
const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
for (let text = texts.nextNode(); text; text = texts.nextNode()) look(text.parentElement, text.data);
for (const name of ["aria-label", "title", "placeholder", "alt"]) {
  for (const element of document.querySelectorAll(`[${name}]`)) look(element, element.getAttribute(name));
}
return [...found];
"#;

/// Finds elements whose text is cut off, other than in cells of the calendar, which shorten it; and
/// whether the page scrolls sideways.
const CUT_OFF_JS: &str = r#"
const root = document.documentElement;
const cut = [...document.querySelectorAll("body *:not(#calendar *)")].filter((element) => {
  const style = getComputedStyle(element);
  if (style.overflowX === "visible" || style.overflowX === "auto" || style.overflowX === "scroll") return false;
  if (style.display === "inline" || style.position === "absolute" || element.clientWidth < 2) return false;
  return element.scrollWidth > element.clientWidth + 1 && element.textContent.trim();
}).map((element) => element.outerHTML.slice(0, 120));
if (root.scrollWidth > root.clientWidth) {
  const wide = [...document.querySelectorAll("body *:not(.scroll *, .vh)")];
  const over = wide.filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1);
  cut.push(`the page: ${over.slice(-1).map((element) => element.outerHTML.slice(0, 200))}`);
}
return cut;
"#;

/// The pages that a user sees daily, and those with the most text.
const PAGES: [&str; 23] = [
    "/month/2026-11",
    "/day/2026-11-17",
    "/day/2026-11-17/history",
    "/days?from=2026-11-16&to=2026-11-27",
    "/year/2026",
    "/report?from=2026-11-01&to=2026-11-30&notes=on",
    "/search?q=noted",
    "/import",
    "/settings",
    "/settings/types",
    "/settings/types/office",
    "/settings/allowances",
    "/settings/allowances/vacation",
    "/settings/schedule",
    "/settings/account",
    "/settings/sessions",
    "/settings/feed",
    "/settings/tokens",
    "/settings/data",
    "/settings/data/delete-all",
    "/settings/slack",
    "/password",
    "/nowhere",
];

/// Logs some days and chooses a language.
async fn speak(browser: &Browser, language: &str) {
    for (day, slug, location) in [
        ("2026-11-16", "office", ""),
        ("2026-11-17", "remote", "Home"),
        ("2026-11-18", "vacation", ""),
        ("2026-11-19", "sick", ""),
    ] {
        let form = [("type", slug), ("location", location), ("notes", "noted")];
        browser.submit(&format!("/day/{day}"), &form).await;
    }
    browser.submit("/settings/allowances/vacation", &[("days", "30")]).await;
    let form = [("language", language), ("time_zone", "UTC"), ("week_start", "mon")];
    browser.submit("/settings", &form).await;
}

#[actix_web::test]
async fn every_text_is_from_the_catalog_and_fits_when_longer() {
    let ada = Person::signed_up(Scripts::On).await;
    speak(&ada.second_client().await, "qps").await;
    let mut findings = Vec::new();
    for path in PAGES {
        ada.go(path).await;
        let english = ada.run(ENGLISH_WORDS_JS, vec![]).await;
        if english != Value::Array(vec![]) {
            findings.push(format!("{path} has untranslated words: {english}"));
        }
        for width in [1280, 360] {
            ada.set_window(width, 900, "light").await;
            let cut = ada.run(CUT_OFF_JS, vec![]).await;
            if cut != Value::Array(vec![]) {
                findings.push(format!("{path} at {width} px cuts off: {cut}"));
            }
        }
        ada.reset_window().await;
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    ada.finish(&[404]).await;
}

#[actix_web::test]
async fn german_pages_are_accessible() {
    let ada = Person::signed_up(Scripts::On).await;
    speak(&ada.second_client().await, "de").await;
    for path in PAGES {
        ada.go(path).await;
        assert_eq!(ada.run("return document.documentElement.lang", vec![]).await, "de");
        check(&ada, path).await;
    }
    ada.finish(&[404]).await;
}
