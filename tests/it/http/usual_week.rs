//! Tests the usual week: its form, and logging days with it.

use super::bulk_edit::{confirmed, logged, week};
use crate::support::server::{Browser, Server, change_path, location};

on_both_stores! {
    the_usual_week_keeps_logged_days,
    a_location_without_a_type_is_reported,
    locations_of_the_usual_week_are_remembered,
    a_merge_updates_the_usual_week_by_the_rules_of_the_type,
    half_days_are_logged_from_the_usual_week,
    two_weeks_alternate_by_monday,
    a_key_uses_the_usual_location_of_the_day,
    the_former_page_redirects_to_the_schedule,
}

pub(super) const SCHEDULE: &str = "/settings/schedule";

/// Sets the first schedule, which applies from the beginning, with working days from Monday to
/// Friday.
pub(crate) async fn set_usual_week(browser: &Browser, usual: &[(&str, &str)]) {
    let saved = browser.submit(SCHEDULE, &first_schedule(usual)).await;
    assert_eq!(saved, "/settings/schedule?done=saved");
}

/// Returns the form of the first schedule with these fields, and working days from Monday to
/// Friday.
pub(super) fn first_schedule<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let working = ["mon", "tue", "wed", "thu", "fri"].map(|day| ("working_days", day));
    [&[("edit", "first")], &working[..], fields].concat()
}

/// Office on Monday, and remote at home on Wednesday and Friday.
pub(crate) const USUAL: [(&str, &str); 5] = [
    ("mon_type", "office"),
    ("wed_type", "remote"),
    ("wed_location", "Home"),
    ("fri_type", "remote"),
    ("fri_location", "Home"),
];

/// The form that logs the usual week of 16 to 22 November.
fn by_usual_week() -> Vec<(&'static str, &'static str)> {
    confirmed(&week(&[("pattern", "yes"), ("type", "")]))
}

async fn the_usual_week_keeps_logged_days(server: Server) {
    let ada = server.sign_up("ada").await;
    assert_eq!(ada.page("/days").await.attributes(".others a", "href"), [SCHEDULE]);
    let page =
        ada.submit_expecting(SCHEDULE, &first_schedule(&[("tue_type", "remote")]), 422).await;
    assert_eq!(page.invalid(), ["tue_location"]);
    assert_eq!(page.values("#tue_type [selected]"), ["remote"]);
    set_usual_week(&ada, &USUAL).await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(page.values("#wed_location"), ["Home"]);
    assert_eq!(page.values("option[selected]"), ["office", "remote", "remote"]);

    ada.submit("/day/2026-11-16", &[("type", "holiday")]).await;
    let form = week(&[("pattern", "yes"), ("existing", "replace"), ("type", "")]);
    let page = ada.preview("/days", &form).await;
    assert_eq!(page.texts("#preview-sum"), ["2 to add, 1 to keep"]);
    assert_eq!(page.values("#preview [name=pattern]"), ["yes"]);
    let done = ada.submit("/days", &confirmed(&form)).await;
    assert_eq!(logged(&ada).await, "H-R-R--");
    assert_eq!(ada.page(&done).await.texts("#toast p"), ["2 days logged from your usual week"]);
}

async fn a_location_without_a_type_is_reported(server: Server) {
    let ada = server.sign_up("ada").await;
    set_usual_week(&ada, &USUAL).await;
    let tuesday = |location| first_schedule(&[("tue_type", ""), ("tue_location", location)]);
    let page = ada.submit_expecting(SCHEDULE, &tuesday("Campus"), 422).await;
    assert_eq!(page.invalid(), ["tue_type"]);
    assert_eq!(page.count("#tue_type-error"), 1);
    assert_eq!(page.values("#tue_location"), ["Campus"]);
    let page = ada.page(SCHEDULE).await;
    assert_eq!(page.values("#wed_location"), ["Home"], "the saved week stays");
    ada.submit(SCHEDULE, &tuesday("  ")).await;
}

async fn locations_of_the_usual_week_are_remembered(server: Server) {
    let ada = server.sign_up("ada").await;
    let usual = [
        ("mon_type", "remote"),
        ("mon_location", "Home"),
        ("tue_type", "office"),
        ("tue_location", "Campus"),
        ("wed_type", "remote"),
        ("wed_location", "Oslo"),
    ];
    set_usual_week(&ada, &usual).await;
    ada.submit("/day/2026-11-18", &[("type", "sick")]).await;
    ada.submit("/days", &by_usual_week()).await;
    let known = ada.page("/day/2026-11-19").await.values("#locations option");
    assert_eq!(known, ["Campus", "Home"], "the last used comes first; Oslo wasn't used");
}

async fn a_merge_updates_the_usual_week_by_the_rules_of_the_type(server: Server) {
    let ada = server.sign_up("ada").await;
    for label in ["Training", "Workshop"] {
        ada.add_type(label, "optional").await;
    }
    let usual = [
        ("mon_type", "training"),
        ("mon_location", "Campus"),
        ("tue_type", "workshop"),
        ("wed_type", "workshop"),
        ("wed_location", "Oslo"),
    ];
    set_usual_week(&ada, &usual).await;
    for (from, into) in [("training", "vacation"), ("workshop", "remote")] {
        ada.submit(&format!("/settings/types/{from}/merge"), &[("into", into)]).await;
    }
    let page = ada.page(SCHEDULE).await;
    assert_eq!(page.values("option[selected]"), ["vacation", "remote"]);
    assert_eq!(page.values("#mon_location"), [""]);
    assert_eq!(page.values("#wed_location"), ["Oslo"]);
    assert!(!page.has("#tue_type [selected]"), "a remote day requires a location");
}

async fn half_days_are_logged_from_the_usual_week(server: Server) {
    let ada = server.sign_up("ada").await;
    let usual = [
        ("wed_half", "on"),
        ("wed_type", "office"),
        ("wed_pm_type", "remote"),
        ("wed_pm_location", "Home"),
        ("fri_half", "on"),
        ("fri_pm_type", "vacation"),
    ];
    set_usual_week(&ada, &usual).await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(page.values("#wed_type [selected], #wed_pm_type [selected]"), ["office", "remote"]);
    assert_eq!(page.attributes(".check [checked]", "name"), ["wed_half", "fri_half"]);
    let button = page.texts("header .log-today button");
    assert_eq!(button, ["Log today: OROffice / Remote, Home"]);
    let saved = ada.submit("/today", &[]).await;
    assert!(saved.starts_with("/day/2026-11-18?done=saved&undo="), "{saved}");
    ada.submit("/days", &by_usual_week()).await;
    assert_eq!(logged(&ada).await, "--OR-V--");
    let friday = ada.page("/day/2026-11-20").await;
    assert_eq!(friday.values("[name=pm_type][checked]"), ["vacation"]);
    assert_eq!(friday.values("[name=type][checked]"), [""]);
}

async fn two_weeks_alternate_by_monday(server: Server) {
    let ada = server.sign_up("ada").await;
    let usual =
        [("weeks", "ab"), ("anchor", "2026-11-22"), ("mon_type", "office"), ("b_tue_type", "sick")];
    set_usual_week(&ada, &usual).await;
    // Weeks start on Monday for this purpose, whatever the calendar shows.
    ada.submit("/settings", &[("time_zone", "UTC"), ("week_start", "sun")]).await;
    let page = ada.page(SCHEDULE).await;
    assert_eq!(page.values("[name=weeks][checked]"), ["ab"]);
    assert_eq!(page.value("#anchor"), "2026-11-22");
    let range = [("from", "2026-11-09"), ("to", "2026-12-06"), ("pattern", "yes")];
    let done = ada.submit("/days", &confirmed(&range)).await;
    let days = ada.page(&change_path(&done)).await.attributes(".steps li > a", "href");
    let expected = ["2026-11-10", "2026-11-16", "2026-11-24", "2026-11-30"];
    assert_eq!(days, expected.map(|day| format!("/day/{day}")));
}

async fn a_key_uses_the_usual_location_of_the_day(server: Server) {
    let ada = server.sign_up("ada").await;
    set_usual_week(&ada, &USUAL).await;
    ada.submit("/day/2026-11-16", &[("type", "remote"), ("location", "Oslo")]).await;
    for (day, expected) in [("2026-11-19", "Oslo"), ("2026-11-18", "Home")] {
        ada.submit(&format!("/day/{day}/type"), &[("type", "remote")]).await;
        assert_eq!(ada.page(&format!("/day/{day}")).await.values("#location"), [expected]);
    }
}

async fn the_former_page_redirects_to_the_schedule(server: Server) {
    let ada = server.sign_up("ada").await;
    let moved = ada.get("/settings/pattern").await;
    assert_eq!((moved.status().as_u16(), location(&moved)), (308, SCHEDULE));
}
