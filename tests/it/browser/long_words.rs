//! Tests that long words and many allowances don't widen a page or squeeze its tables.

use serde_json::{Value, json};

use super::axe::check_crowded_page;
use super::chromium::{Person, Scripts};
use crate::support::server::change_path;

/// The longest label of a type, in one word.
const LABEL: &str = "Donaudampfschifffahrtsgesellschaftskapit";

/// The widths to check, in pixels.
const WIDTHS: [u32; 3] = [360, 768, 1280];

impl Person {
    /// Asserts that a page is no wider than the window.
    async fn assert_no_wider(&self, path: &str) {
        self.go(path).await;
        for width in WIDTHS {
            self.set_window(width, 900, "light").await;
            let wide = self.run("return document.documentElement.scrollWidth", vec![]).await;
            assert!(wide.as_u64().unwrap() <= width.into(), "{path} is {wide} px wide at {width}");
        }
        self.reset_window().await;
    }
}

#[actix_web::test]
async fn a_long_link_in_notes_fits() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    let link = format!("https://example.org/{}", "a1b2c3d4e5".repeat(23));
    assert_eq!(link.len(), 250);
    let day = [("type", "remote"), ("location", &link[..80]), ("notes", &link)];
    browser.submit("/day/2026-11-17", &day).await;
    let days = [("from", "2026-11-18"), ("to", "2026-11-20"), ("confirm", "yes")];
    let change = change_path(&browser.submit("/days", &[&day[..], &days].concat()).await);
    let form = format!("/days?from=2026-11-17&to=2026-11-20&notes={link}");
    for path in ["/day/2026-11-17", "/day/2026-11-17/history", "/month/2026-11", &change, &form] {
        ada.assert_no_wider(path).await;
    }
    ada.click("#days-form input[value=office] + span").await;
    ada.click("#preview-alike").await;
    ada.wait_for("#preview").await;
    let path = ada.browser.current_url().await.unwrap();
    ada.assert_no_wider(&format!("{}?{}", path.path(), path.query().unwrap_or_default())).await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_long_type_label_fits() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    assert_eq!(LABEL.len(), 40);
    browser.add_type(LABEL, "optional").await;
    let slug = LABEL.to_lowercase();
    browser.submit("/day/2026-11-17", &[("type", &*slug)]).await;
    let halves = [("half", "on"), ("type", &*slug), ("pm_type", &*slug)];
    browser.submit("/day/2026-11-18", &halves).await;
    browser.submit("/settings/allowances/vacation", &[("days", "30")]).await;
    for path in [
        "/month/2026-11",
        "/day/2026-11-17",
        "/day/2026-11-18",
        "/day/2026-11-17/history",
        "/year/2026",
        &format!("/days?from=2026-11-17&to=2026-11-20&type={slug}"),
        "/settings/types",
        &format!("/settings/types/{slug}"),
        &format!("/settings/types/{slug}/merge?into=office"),
        "/settings/allowances",
        "/settings/schedule",
    ] {
        ada.assert_no_wider(path).await;
    }
    ada.finish(&[]).await;
}

/// Returns the widths of the allowance table's headings, and whether a word in them breaks.
const HEADINGS: &str = r"
return [...document.querySelectorAll('#balances tbody th')].map((heading) => {
  const text = heading.lastChild;
  const words = [...text.data.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length;
  });
  return [heading.getBoundingClientRect().width >= 80, Math.max(...words) === 1];
});
";

#[actix_web::test]
async fn allowances_of_many_types_are_readable() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    let mut slugs = vec!["vacation".to_owned()];
    for label in ["Machine maintenance", "Parental leave", "Conference", "Warehouse", "Training"] {
        browser.add_type(label, "none").await;
        slugs.push(label.to_lowercase().replace(' ', "-"));
    }
    for (count, slug) in (1..).zip(&slugs) {
        let form = [("days", "30"), ("carry", "on"), ("from", "2025")];
        browser.submit(&format!("/settings/allowances/{slug}"), &form).await;
        ada.go("/year/2026").await;
        for width in WIDTHS {
            ada.set_window(width, 900, "light").await;
            let found = ada.run(HEADINGS, vec![]).await;
            let headings = found.as_array().expect("headings");
            assert!(!headings.is_empty(), "{found}");
            let wrong: Vec<&Value> =
                headings.iter().filter(|heading| **heading != json!([true, true])).collect();
            assert!(wrong.is_empty(), "{count} types at {width} px: {found}");
        }
        ada.reset_window().await;
    }
    check_crowded_page(&ada, "/year/2026").await;
    ada.finish(&[]).await;
}
