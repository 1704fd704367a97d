//! The weekly pattern: its form, and many days by it.

use super::many::{ask, confirm, logged, week};
use super::server::{Browser, Server, attribute, location, texts};

on_both_stores! {
    the_weekly_pattern_keeps_what_is_logged,
    a_location_without_a_type_is_told,
    locations_of_the_pattern_are_remembered_over_a_range,
    the_pattern_follows_a_merge_by_the_rules_of_the_type,
}

/// Office on Monday, remote at home on Wednesday and Friday.
pub(super) async fn set_pattern(browser: &Browser) {
    let form = [
        ("mon_type", "office"),
        ("wed_type", "remote"),
        ("wed_location", "Home"),
        ("fri_type", "remote"),
        ("fri_location", "Home"),
    ];
    let saved = browser.post("/settings/pattern", &form).await;
    assert_eq!(location(&saved), "/settings/pattern?done=saved");
}

async fn the_weekly_pattern_keeps_what_is_logged(server: Server) {
    let ada = server.person("ada").await;
    let page = ada.get("/days").await.text().await.unwrap();
    assert_eq!(attribute(&page, ".others a", "href"), ["/settings/pattern"]);
    let refused = ada.post("/settings/pattern", &[("tue_type", "remote")]).await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert_eq!(attribute(&page, "[aria-invalid=true]", "name"), ["tue_location"]);
    assert_eq!(attribute(&page, "#tue_type [selected]", "value"), ["remote"]);
    set_pattern(&ada).await;
    let page = ada.get("/settings/pattern").await.text().await.unwrap();
    assert_eq!(attribute(&page, "#wed_location", "value"), ["Home"]);
    assert_eq!(attribute(&page, "option[selected]", "value"), ["office", "remote", "remote"]);

    ada.post("/day/2026-11-16", &[("type", "holiday")]).await;
    let form = week(&[("pattern", "yes"), ("existing", "replace"), ("type", "")]);
    let (status, page) = ask(&ada, "/days", &form).await;
    assert_eq!((status, texts(&page, "#preview-sum")), (200, vec!["2 added, 1 kept".to_owned()]));
    assert_eq!(attribute(&page, "#preview [name=pattern]", "value"), ["yes"]);
    let done = confirm(&ada, "/days", &form).await;
    assert_eq!(done.status(), 303);
    assert_eq!(logged(&ada).await, "H-R-R--");
    let page = ada.get(location(&done)).await.text().await.unwrap();
    assert_eq!(texts(&page, "h1"), ["Logged 2 days by the weekly pattern"]);
}

async fn a_location_without_a_type_is_told(server: Server) {
    let ada = server.person("ada").await;
    set_pattern(&ada).await;
    let form = [("mon_type", "office"), ("tue_type", ""), ("tue_location", "Campus")];
    let refused = ada.post("/settings/pattern", &form).await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert_eq!(attribute(&page, "[aria-invalid=true]", "name"), ["tue_type"]);
    assert_eq!(texts(&page, "#tue_type-error").len(), 1);
    assert_eq!(attribute(&page, "#tue_location", "value"), ["Campus"]);
    let page = ada.get("/settings/pattern").await.text().await.unwrap();
    assert_eq!(attribute(&page, "#wed_location", "value"), ["Home"], "what was saved stays");
    let spaces = [("mon_type", "office"), ("tue_type", ""), ("tue_location", "  ")];
    assert_eq!(ada.post("/settings/pattern", &spaces).await.status(), 303);
}

async fn locations_of_the_pattern_are_remembered_over_a_range(server: Server) {
    let ada = server.person("ada").await;
    let form = [
        ("mon_type", "remote"),
        ("mon_location", "Home"),
        ("tue_type", "office"),
        ("tue_location", "Campus"),
        ("wed_type", "remote"),
        ("wed_location", "Oslo"),
    ];
    ada.post("/settings/pattern", &form).await;
    ada.post("/day/2026-11-18", &[("type", "sick")]).await;
    let form = week(&[("pattern", "yes"), ("type", "")]);
    assert_eq!(confirm(&ada, "/days", &form).await.status(), 303);
    let page = ada.get("/day/2026-11-19").await.text().await.unwrap();
    let known = attribute(&page, "#locations option", "value");
    assert_eq!(known, ["Campus", "Home"], "the last used first; Oslo was not used");
}

async fn the_pattern_follows_a_merge_by_the_rules_of_the_type(server: Server) {
    let ada = server.person("ada").await;
    let terms = |label: &'static str| {
        [("label", label), ("colour", "teal"), ("kind", "work"), ("location", "optional")]
    };
    for label in ["Training", "Workshop"] {
        assert_eq!(ada.post("/settings/types", &terms(label)).await.status(), 303);
    }
    let form = [
        ("mon_type", "training"),
        ("mon_location", "Campus"),
        ("tue_type", "workshop"),
        ("wed_type", "workshop"),
        ("wed_location", "Oslo"),
    ];
    assert_eq!(ada.post("/settings/pattern", &form).await.status(), 303);
    for (from, into) in [("training", "vacation"), ("workshop", "remote")] {
        let merged = ada.post(&format!("/settings/types/{from}/merge"), &[("into", into)]).await;
        assert_eq!(merged.status(), 303, "{from}");
    }
    let page = ada.get("/settings/pattern").await.text().await.unwrap();
    assert_eq!(attribute(&page, "option[selected]", "value"), ["vacation", "remote"]);
    assert_eq!(attribute(&page, "#mon_location", "value"), [""]);
    assert_eq!(attribute(&page, "#wed_location", "value"), ["Oslo"]);
    assert!(attribute(&page, "#tue_type [selected]", "value").is_empty(), "nowhere to be remote");
}
