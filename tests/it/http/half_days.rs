//! Tests days with an empty half: how bulk edits fill it, and how it counts as missing.

use serde_json::{Value, json};

use super::bulk_edit::{confirmed, logged, week};
use super::usual_week::{USUAL, set_usual_week};
use crate::support::server::{Browser, Server, change_path};

on_both_stores! {
    the_preview_offers_to_fill_empty_halves,
    keeping_and_replacing_count_differently,
    the_usual_week_fills_empty_halves,
    a_half_of_the_usual_week_fills_an_empty_half,
    an_empty_half_is_half_a_missing_day,
}

/// Vacation from 21 to 31 December 2026, Monday to Friday.
const VACATION: [(&str, &str); 8] = [
    ("from", "2026-12-21"),
    ("to", "2026-12-31"),
    ("weekdays", "mon"),
    ("weekdays", "tue"),
    ("weekdays", "wed"),
    ("weekdays", "thu"),
    ("weekdays", "fri"),
    ("type", "vacation"),
];

/// Logs a holiday on the afternoons of 24 and 31 December and on 25 December.
async fn log_christmas(ada: &Browser) {
    for day in ["2026-12-24", "2026-12-31"] {
        let form = [("half", "on"), ("type", ""), ("pm_type", "holiday"), ("notes", "eve")];
        ada.submit(&format!("/day/{day}"), &form).await;
    }
    ada.submit("/day/2026-12-25", &[("type", "holiday")]).await;
}

async fn json_of(ada: &Browser, query: &str) -> Value {
    let response = ada.get(&format!("/api/v1/user/ada{query}")).await;
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

/// Returns the planned days of a type in 2026.
async fn planned(ada: &Browser, slug: &str) -> Value {
    let summary = json_of(ada, "/summary?year=2026").await;
    let types = summary["types"].as_array().unwrap();
    let found = types.iter().find(|of_type| of_type["type"] == slug);
    found.map_or(json!(0), |found| found["planned"].clone())
}

async fn the_preview_offers_to_fill_empty_halves(server: Server) {
    let ada = server.sign_up("ada").await;
    log_christmas(&ada).await;
    let page = ada.preview("/days", &VACATION).await;
    assert_eq!(page.texts("#preview-sum"), ["6 to add, 3 to keep"]);
    assert_eq!(page.texts("#confirm"), ["Log 6 days"]);
    assert_eq!(page.texts("#fillable"), ["2 days have a free half day."]);
    assert_eq!(page.texts("#fill"), ["Fill half days"]);
    assert_eq!(page.texts("#preview-alike"), ["Update preview"]);
    assert_eq!(page.count("main .primary"), 1, "the button that confirms the preview");

    let page = ada.preview("/days", &page.hidden(".offer")).await;
    assert_eq!(page.texts("#preview-sum"), ["6 to add, 2 to fill, 1 to keep"]);
    assert_eq!(page.texts("#confirm"), ["Log 7 days"]);
    assert_eq!(page.values("#days-form [name=existing][checked]"), ["fill"]);
    assert!(!page.has("#fill"), "there's nothing left to fill");
    let eve = ".steps li.filled:nth-child(4) .what";
    assert_eq!(page.lines(eve), ["Vmorning VacationHafternoon Holidayeve"]);

    let done = change_path(&ada.submit("/days", &page.hidden("#preview form")).await);
    assert_eq!(ada.page(&done).await.texts(".sum"), ["6 added, 2 filled"]);
    assert_eq!(planned(&ada, "vacation").await, json!(7));
    assert_eq!(planned(&ada, "holiday").await, json!(2));
    let eve = json_of(&ada, "?date=2026-12-24").await;
    assert_eq!(eve["halves"], json!([{"type": "vacation"}, {"type": "holiday"}]));
    assert_eq!(eve["notes"], "eve");
    ada.submit(&format!("{done}/undo"), &[]).await;
    assert_eq!(planned(&ada, "vacation").await, json!(0));
    assert_eq!(planned(&ada, "holiday").await, json!(2));
}

async fn keeping_and_replacing_count_differently(server: Server) {
    let ada = server.sign_up("ada").await;
    for (existing, sum, button, vacation, holiday) in [
        ("keep", "6 to add, 3 to keep", "Log 6 days", 6, 2),
        ("fill", "6 to add, 2 to fill, 1 to keep", "Log 7 days", 7, 2),
        ("replace", "6 to add, 3 to replace", "Log 9 days", 9, 0),
    ] {
        log_christmas(&ada).await;
        let form = [&VACATION[..], &[("existing", existing)]].concat();
        let page = ada.preview("/days", &form).await;
        assert_eq!(page.texts("#preview-sum"), [sum]);
        assert_eq!(page.texts("#confirm"), [button]);
        assert_eq!(page.has("#fill"), existing == "keep");
        ada.submit("/days", &confirmed(&form)).await;
        assert_eq!(planned(&ada, "vacation").await, json!(vacation), "{existing}");
        assert_eq!(planned(&ada, "holiday").await, json!(holiday), "{existing}");
        ada.submit("/days/delete", &confirmed(&VACATION)).await;
    }
}

async fn the_usual_week_fills_empty_halves(server: Server) {
    let ada = server.sign_up("ada").await;
    set_usual_week(&ada, &USUAL).await;
    let afternoon = [("half", "on"), ("type", ""), ("pm_type", "sick")];
    ada.submit("/day/2026-11-18", &afternoon).await;
    let form = week(&[("pattern", "yes"), ("existing", "replace")]);
    let page = ada.preview("/days", &form).await;
    assert_eq!(page.texts("#preview-sum"), ["2 to add, 1 to keep"]);
    assert_eq!(page.texts("#fillable"), ["1 day has a free half day."]);
    let page = ada.preview("/days", &page.hidden(".offer")).await;
    assert_eq!(page.texts("#preview-sum"), ["2 to add, 1 to fill"]);
    assert_eq!(page.texts("#confirm"), ["Log 2.5 days"]);
    ada.submit("/days", &page.hidden("#preview form")).await;
    assert_eq!(logged(&ada).await, "O-RS-R--");
}

/// The usual Wednesday has two halves, of which only the morning is empty.
async fn a_half_of_the_usual_week_fills_an_empty_half(server: Server) {
    let ada = server.sign_up("ada").await;
    let usual = [("wed_half", "on"), ("wed_type", "office"), ("wed_pm_type", "vacation")];
    set_usual_week(&ada, &usual).await;
    let afternoon = [("half", "on"), ("type", ""), ("pm_type", "sick")];
    ada.submit("/day/2026-11-18", &afternoon).await;
    let form = week(&[("pattern", "yes"), ("existing", "fill")]);
    let page = ada.preview("/days", &form).await;
    assert_eq!(page.texts("#preview-sum"), ["1 to fill"]);
    assert_eq!(page.texts("#confirm"), ["Log 0.5 days"]);
    ada.submit("/days", &page.hidden("#preview form")).await;
    assert_eq!(logged(&ada).await, "--OS----");
}

/// Today is Wednesday, 18 November 2026.
async fn an_empty_half_is_half_a_missing_day(server: Server) {
    let ada = server.sign_up("ada").await;
    let morning = [("half", "on"), ("type", "office"), ("pm_type", "")];
    ada.submit("/day/2026-11-16", &[("type", "office")]).await;
    ada.submit("/day/2026-11-17", &morning).await;
    ada.submit("/day/2026-11-19", &morning).await;
    let missing = "missing since your first entry.";
    let page = ada.page("/year/2026").await;
    page.assert_text("#missing .fine", &format!("1.5 days {missing}"));
    let link = "/days?from=2026-11-17&to=2026-11-18&existing=fill";
    assert_eq!(page.attributes("#missing a", "href"), [link]);
    let form = ada.page(link).await;
    assert_eq!(form.values("#days-form [name=existing][checked]"), ["fill"]);

    ada.submit("/day/2026-11-18", &morning).await;
    ada.page("/year/2026").await.assert_text("#missing .fine", &format!("1 day {missing}"));
    ada.submit("/day/2026-11-17", &[("type", "office"), ("version", "1")]).await;
    let page = ada.page("/year/2026").await;
    page.assert_text("#missing .fine", &format!("0.5 days {missing}"));
    assert_eq!(page.attributes("#missing a", "href"), ["/day/2026-11-18"]);
    assert_eq!(page.lines("#missing dd"), ["18 November (0.5 working days)"]);
    ada.submit("/day/2026-11-18", &[("type", "office"), ("version", "1")]).await;
    assert_eq!(ada.page("/year/2026").await.texts("#missing .fine"), ["No days are missing."]);
}
