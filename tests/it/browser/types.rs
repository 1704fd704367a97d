//! Tests custom types and allowances in a browser.

use thirtyfour::By;

use super::chromium::{Person, Scripts};
use crate::support::server::Browser;

with_and_without_scripts! {
    a_type_is_created_edited_merged_and_archived,
    an_allowance_is_set_and_shown,
}

/// Creates types, days that use them, and allowances, in a logged-in browser.
pub(super) async fn add_types(browser: &Browser) {
    for (label, color, kind, location) in [
        ("Training", "teal", "work", "optional"),
        ("Conference", "pink", "work", "required"),
        ("Jury duty", "slate", "leave", "none"),
        ("Parental leave", "brown", "leave", "none"),
    ] {
        let form = [("label", label), ("colour", color), ("kind", kind), ("location", location)];
        browser.submit("/settings/types", &form).await;
    }
    for (day, slug) in
        [("2026-11-23", "training"), ("2026-11-24", "training"), ("2026-11-25", "jury-duty")]
    {
        browser.submit(&format!("/day/{day}"), &[("type", slug)]).await;
    }
    let gone = [("archived", "yes")];
    browser.submit("/settings/types/jury-duty/archive", &gone).await;
    let vacation = [
        ("days", "30"),
        ("from", "2026"),
        ("year", "2026"),
        ("year_days", ""),
        ("year_carried", "4.5"),
        ("carry", "on"),
        ("carry_most", "10"),
        ("expires_month", "3"),
        ("expires_day", "31"),
    ];
    let later = [&[("days", "32"), ("from", "2028")], &vacation[2..]].concat();
    let training = [("days", "1.5")];
    for (slug, form) in [("vacation", &vacation[..]), ("vacation", &later), ("training", &training)]
    {
        browser.submit(&format!("/settings/allowances/{slug}"), form).await;
    }
}

async fn a_type_is_created_edited_merged_and_archived(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    create_training(&ada).await;
    edit_training(&ada).await;

    ada.go("/day/2026-11-17").await;
    ada.choose("type", "training").await;
    ada.click("#save").await;
    ada.wait_for("#d17 .part.pink").await;

    archive_training(&ada).await;
    merge_training(&ada).await;
    ada.go("/day/2026-11-17").await;
    ada.wait_for_text("#d17", "Home").await;
    ada.finish(&[422]).await;
}

async fn create_training(ada: &Person) {
    ada.go("/settings/types").await;
    ada.type_into("#new-label", "office").await;
    ada.click("#add .primary").await;
    ada.wait_for_text("#new-label-error", "Another type has this name").await;
    ada.type_into("#new-label", "Training").await;
    ada.click("#add input[name=location][value=optional] + span").await;
    ada.click("#add .primary").await;
    ada.wait_for_text(".notice", "Type added").await;
}

async fn edit_training(ada: &Person) {
    ada.click("#training summary").await;
    ada.type_into("#training-label", "Travel").await;
    ada.click("#training .swatch.pink").await;
    ada.click("#training .terms .primary").await;
    ada.wait_for_text("#training.type-row", "Travel").await;
    ada.wait_for("#training .line.pink").await;
    ada.click("#training button[value=up]").await;
    ada.wait_for("#training + #sick").await;
}

async fn archive_training(ada: &Person) {
    ada.go("/settings/types/training").await;
    ada.click("#training button[name=archived]").await;
    ada.wait_for_text(".notice", "Type archived").await;
    ada.go("/day/2026-11-16").await;
    ada.wait_for("#day input[name=type][value=office]").await;
    assert_eq!(ada.count("#day input[value=training]").await, 0, "no longer offered");
    ada.go("/day/2026-11-17").await;
    ada.wait_for("#day input[name=type][value=training]").await;
}

/// Brings the type back and merges it into Remote.
async fn merge_training(ada: &Person) {
    ada.go("/settings/types").await;
    ada.click("#training button[value=no]").await;
    ada.wait_for_text(".notice", "Type restored").await;
    ada.click("#training summary").await;
    ada.click("#training a.button").await;
    ada.click("input[name=into][value=remote] + span").await;
    ada.submit().await;
    ada.wait_for_text("#follows", "1 day on 17 November 2026").await;
    ada.click("main .danger").await;
    ada.wait_for_text("#location-error", "Enter a location").await;
    ada.type_into("#location", "Home").await;
    ada.click("main .danger").await;
    ada.wait_for_text(".notice", "Merged").await;
}

async fn an_allowance_is_set_and_shown(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.log("2026-11-17", "vacation").await;
    ada.go("/settings/allowances").await;
    ada.click("#vacation summary").await;
    ada.type_into("#vacation-days", "0,75").await;
    ada.click("#vacation .terms .primary").await;
    ada.wait_for_text("#vacation-days-error", "half days").await;
    assert_eq!(ada.value("#vacation-days").await, "0,75");
    ada.type_into("#vacation-days", "0,5").await;
    ada.click("#vacation .terms .primary").await;
    ada.wait_for_text("#vacation .left", "0.5 over").await;
    ada.finish(&[422]).await;
}

#[actix_web::test]
async fn letters_of_custom_types_are_shortcuts() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    add_types(&browser).await;
    ada.go("/month/2026-11").await;
    ada.focus("#d19").await;
    ada.press("t").await;
    ada.wait_for("#d19 .part.teal").await;
    ada.focus("#d20").await;
    ada.press("p").await;
    ada.wait_for("#d20 .part.brown").await;
    ada.focus("#d20").await;
    ada.press(thirtyfour::Key::Home).await;
    ada.wait_for_text("#day-name", "18 November").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn shortcut_hints_appear_only_where_shortcuts_work() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    for label in ["🎉", "Travel", "Rho"] {
        let form = [("label", label), ("colour", "teal"), ("kind", "work"), ("location", "none")];
        browser.submit("/settings/types", &form).await;
    }
    ada.go("/settings/types").await;
    let mut keys = Vec::new();
    for row in ada.browser.find_all(By::Css(".type-row summary")).await.unwrap() {
        let label = row.find(By::Css("b")).await.unwrap().text().await.unwrap();
        if let Ok(key) = row.find(By::Css("kbd")).await {
            keys.push((key.text().await.unwrap(), label));
        }
    }
    let labels: Vec<&str> = keys.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["Office", "Remote", "Vacation", "Holiday", "Sick", "Travel"]);
    ada.go("/month/2026-11").await;
    for (key, label) in &keys {
        if label == "Remote" {
            continue; // requires a location
        }
        ada.focus("#d17").await;
        ada.press(key.as_str()).await;
        ada.wait_for_text("#d17 .part", label).await;
    }
    ada.focus("#d17").await;
    ada.press("?").await;
    let help = ada.wait_for("#keys[open] dl").await.text().await.unwrap();
    for (_, label) in &keys {
        assert!(help.contains(&format!("set the day to {label}")), "{help}");
    }
    assert!(!help.contains("🎉") && !help.contains("Rho"), "{help}");
    ada.finish(&[]).await;
}
