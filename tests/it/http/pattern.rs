//! Tests the usual week: its form, and logging days with it.

use super::bulk_edit::{confirmed, logged, week};
use crate::support::server::{Browser, Server};

on_both_stores! {
    the_weekly_pattern_keeps_logged_days,
    a_location_without_a_type_is_reported,
    locations_of_the_pattern_are_remembered,
    a_merge_updates_the_pattern_by_the_rules_of_the_type,
}

/// Sets office on Monday, and remote at home on Wednesday and Friday.
pub(super) async fn set_pattern(browser: &Browser) {
    let form = [
        ("mon_type", "office"),
        ("wed_type", "remote"),
        ("wed_location", "Home"),
        ("fri_type", "remote"),
        ("fri_location", "Home"),
    ];
    let saved = browser.submit("/settings/pattern", &form).await;
    assert_eq!(saved, "/settings/pattern?done=saved");
}

async fn the_weekly_pattern_keeps_logged_days(server: Server) {
    let ada = server.sign_up("ada").await;
    assert_eq!(ada.page("/days").await.attributes(".others a", "href"), ["/settings/pattern"]);
    let page = ada.submit_expecting("/settings/pattern", &[("tue_type", "remote")], 422).await;
    assert_eq!(page.invalid(), ["tue_location"]);
    assert_eq!(page.values("#tue_type [selected]"), ["remote"]);
    set_pattern(&ada).await;
    let page = ada.page("/settings/pattern").await;
    assert_eq!(page.values("#wed_location"), ["Home"]);
    assert_eq!(page.values("option[selected]"), ["office", "remote", "remote"]);

    ada.submit("/day/2026-11-16", &[("type", "holiday")]).await;
    let form = week(&[("pattern", "yes"), ("existing", "replace"), ("type", "")]);
    let page = ada.preview("/days", &form).await;
    assert_eq!(page.texts("#preview-sum"), ["2 added, 1 kept"]);
    assert_eq!(page.values("#preview [name=pattern]"), ["yes"]);
    let done = ada.submit("/days", &confirmed(&form)).await;
    assert_eq!(logged(&ada).await, "H-R-R--");
    assert_eq!(ada.page(&done).await.texts("h1"), ["Logged 2 days by the weekly pattern"]);
}

async fn a_location_without_a_type_is_reported(server: Server) {
    let ada = server.sign_up("ada").await;
    set_pattern(&ada).await;
    let form = [("mon_type", "office"), ("tue_type", ""), ("tue_location", "Campus")];
    let page = ada.submit_expecting("/settings/pattern", &form, 422).await;
    assert_eq!(page.invalid(), ["tue_type"]);
    assert_eq!(page.count("#tue_type-error"), 1);
    assert_eq!(page.values("#tue_location"), ["Campus"]);
    let page = ada.page("/settings/pattern").await;
    assert_eq!(page.values("#wed_location"), ["Home"], "the saved pattern stays");
    let spaces = [("mon_type", "office"), ("tue_type", ""), ("tue_location", "  ")];
    ada.submit("/settings/pattern", &spaces).await;
}

async fn locations_of_the_pattern_are_remembered(server: Server) {
    let ada = server.sign_up("ada").await;
    let form = [
        ("mon_type", "remote"),
        ("mon_location", "Home"),
        ("tue_type", "office"),
        ("tue_location", "Campus"),
        ("wed_type", "remote"),
        ("wed_location", "Oslo"),
    ];
    ada.submit("/settings/pattern", &form).await;
    ada.submit("/day/2026-11-18", &[("type", "sick")]).await;
    let form = week(&[("pattern", "yes"), ("type", "")]);
    ada.submit("/days", &confirmed(&form)).await;
    let known = ada.page("/day/2026-11-19").await.values("#locations option");
    assert_eq!(known, ["Campus", "Home"], "the last used comes first; Oslo wasn't used");
}

async fn a_merge_updates_the_pattern_by_the_rules_of_the_type(server: Server) {
    let ada = server.sign_up("ada").await;
    let terms = |label: &'static str| {
        [("label", label), ("colour", "teal"), ("kind", "work"), ("location", "optional")]
    };
    for label in ["Training", "Workshop"] {
        ada.submit("/settings/types", &terms(label)).await;
    }
    let form = [
        ("mon_type", "training"),
        ("mon_location", "Campus"),
        ("tue_type", "workshop"),
        ("wed_type", "workshop"),
        ("wed_location", "Oslo"),
    ];
    ada.submit("/settings/pattern", &form).await;
    for (from, into) in [("training", "vacation"), ("workshop", "remote")] {
        ada.submit(&format!("/settings/types/{from}/merge"), &[("into", into)]).await;
    }
    let page = ada.page("/settings/pattern").await;
    assert_eq!(page.values("option[selected]"), ["vacation", "remote"]);
    assert_eq!(page.values("#mon_location"), [""]);
    assert_eq!(page.values("#wed_location"), ["Oslo"]);
    assert!(!page.has("#tue_type [selected]"), "a remote day requires a location");
}
