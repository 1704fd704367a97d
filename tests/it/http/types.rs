//! Types of one's own over plain forms.

use super::server::{Browser, PASSWORD, Server, attribute, location, texts};

on_both_stores! {
    a_type_is_added_changed_moved_and_archived,
    what_is_wrong_is_said_at_its_field_and_kept,
    what_no_longer_fits_is_said,
    an_archived_type_stays_where_it_is_used,
    an_archived_type_is_logged_nowhere_anew,
    a_form_that_meets_an_ended_login_is_kept,
    nobody_changes_the_types_of_others,
}

const TYPES: &str = "/settings/types";
const TRAINING: [(&str, &str); 4] =
    [("label", "Training"), ("colour", "teal"), ("kind", "work"), ("location", "optional")];

/// Logs in as ada, who has signed up.
pub(crate) async fn log_in(browser: &Browser) {
    let login = [("username", "ada"), ("password", PASSWORD)];
    assert_eq!(browser.post("/login", &login).await.status(), 303);
}

pub(super) async fn page(browser: &Browser, path: &str) -> String {
    browser.get(path).await.text().await.unwrap()
}

pub(super) async fn add(browser: &Browser, label: &str, rule: &str) {
    let form = [("label", label), ("colour", "teal"), ("kind", "work"), ("location", rule)];
    assert_eq!(browser.post(TYPES, &form).await.status(), 303, "{label}");
}

/// The slugs of the types that are listed.
async fn listed(browser: &Browser) -> Vec<String> {
    attribute(&page(browser, TYPES).await, ".type-row", "id")
}

async fn a_type_is_added_changed_moved_and_archived(server: Server) {
    let ada = server.person("ada").await;
    let added = ada.post(TYPES, &TRAINING).await;
    assert_eq!((added.status().as_u16(), location(&added)), (303, "/settings/types?done=added"));
    let travel = [("label", "Travel"), ("colour", "pink"), ("kind", "leave"), ("location", "none")];
    let changed = ada.post("/settings/types/training", &travel).await;
    assert_eq!(location(&changed), "/settings/types?done=saved");
    let shown = page(&ada, TYPES).await;
    assert_eq!(texts(&shown, "#training summary b"), ["Travel"]);
    assert_eq!(texts(&shown, "#training summary small"), ["Leave, no location, key t"]);

    let moved = ada.post("/settings/types/training/move", &[("direction", "up")]).await;
    assert_eq!(location(&moved), "/settings/types#training");
    let order = ["office", "remote", "vacation", "holiday", "training", "sick"];
    assert_eq!(listed(&ada).await, order);
    assert_eq!(attribute(&page(&ada, "/month").await, "#day [name=type]", "value")[..6], order);

    let ill = [("label", "Ill"), ("colour", "red")];
    assert_eq!(ada.post("/settings/types/sick", &ill).await.status(), 303, "a type built in");
    assert_eq!(texts(&page(&ada, TYPES).await, "#sick summary b"), ["Ill"]);

    for (archived, count) in [("yes", 1), ("yes", 1), ("no", 0)] {
        let form = [("archived", archived)];
        assert_eq!(ada.post("/settings/types/training/archive", &form).await.status(), 303);
        assert_eq!(texts(&page(&ada, TYPES).await, ".is-archived .type-row").len(), count);
    }
}

async fn what_is_wrong_is_said_at_its_field_and_kept(server: Server) {
    let ada = server.person("ada").await;
    assert_eq!(ada.post(TYPES, &TRAINING).await.status(), 303);
    let long = "x".repeat(41);
    for (path, label, message) in [
        (TYPES, "", "Give the type a name."),
        (TYPES, long.as_str(), "at most 40 characters"),
        (TYPES, "a\u{7}b", "control characters"),
        (TYPES, "Off\u{200B}ice", "invisible characters. This one has U+200B."),
        (TYPES, "TRAINING", "Another type has that name."),
        ("/settings/types/training", "office", "Another type has that name."),
        ("/settings/types/office", "Training", "Another type has that name."),
    ] {
        let form = [("label", label), ("colour", "pink"), ("kind", "off"), ("location", "none")];
        let refused = ada.post(path, &form).await;
        assert_eq!(refused.status(), 422, "{label:?}");
        let shown = refused.text().await.unwrap();
        let errors = texts(&shown, ".error");
        assert!(errors.len() == 1 && errors[0].contains(message), "{label:?}: {errors:?}");
        assert_eq!(attribute(&shown, "[aria-invalid]", "value"), [label.trim()]);
        let name = path.rsplit('/').next().filter(|name| *name != "types").unwrap_or("new");
        assert_eq!(attribute(&shown, &format!("#{name}-label"), "aria-describedby").len(), 1);
    }
    let nothing = ada.post(TYPES, &[]).await.text().await.unwrap();
    assert_eq!(texts(&nothing, ".error").len(), 4);
    assert_eq!(ada.post(TYPES, &[("label", "a"), ("label", "b")]).await.status(), 400);
}

async fn what_no_longer_fits_is_said(server: Server) {
    let ada = server.person("ada").await;
    for built_in in ["remote", "vacation", "holiday", "sick"] {
        let path = format!("/settings/types/{built_in}/archive");
        assert_eq!(ada.post(&path, &[("archived", "yes")]).await.status(), 303);
    }
    let refused = ada.post("/settings/types/office/archive", &[("archived", "yes")]).await;
    assert_eq!(refused.status(), 409);
    let said = texts(&refused.text().await.unwrap(), ".notice.warning");
    assert_eq!(said, ["Keep at least one type to log days with."]);

    for number in 0..50 {
        add(&ada, &format!("Own {number}"), "none").await;
    }
    let refused = ada.post(TYPES, &TRAINING).await;
    assert_eq!(refused.status(), 422);
    let shown = refused.text().await.unwrap();
    assert!(texts(&shown, ".notice.warning")[0].contains("room for 50 types"));
    assert!(texts(&shown, "#add-name")[0].contains("no room"));
}

async fn an_archived_type_stays_where_it_is_used(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "none").await;
    assert_eq!(ada.post("/day/2026-11-17", &[("type", "training")]).await.status(), 303);
    ada.post("/settings/types/training/archive", &[("archived", "yes")]).await;
    ada.post("/settings/types/sick/archive", &[("archived", "yes")]).await;
    let choice = "#day [name=type][value=training]";
    let used = page(&ada, "/day/2026-11-17").await;
    assert_eq!(attribute(&used, choice, "checked").len(), 1);
    assert!(attribute(&used, choice, "data-key").is_empty(), "no key sets it");
    assert!(texts(&used, "#totals li").iter().any(|total| total.contains("Training")));
    assert!(!texts(&used, "#totals li").iter().any(|total| total.contains("Sick")));
    let unused = page(&ada, "/day/2026-11-18").await;
    assert!(attribute(&unused, choice, "value").is_empty());
    let form = [("type", "training"), ("notes", "changed"), ("version", "1")];
    assert_eq!(ada.post("/day/2026-11-17", &form).await.status(), 303, "an old entry is kept up");
}

/// Forms that were shown before the type was archived.
async fn an_archived_type_is_logged_nowhere_anew(server: Server) {
    let ada = server.person("ada").await;
    add(&ada, "Training", "none").await;
    let pattern = [("wed_type", "training"), ("thu_type", "office")];
    assert_eq!(ada.post("/settings/pattern", &pattern).await.status(), 303);
    let halves = [("half", "on"), ("type", "office"), ("pm_type", "training")];
    assert_eq!(ada.post("/day/2026-11-16", &halves).await.status(), 303);
    ada.post("/settings/types/training/archive", &[("archived", "yes")]).await;

    let range = [("from", "2026-11-17"), ("to", "2026-11-17"), ("type", "training")];
    let sure = [&range[..], &[("confirm", "yes")]].concat();
    for (path, form, field) in [
        ("/day/2026-11-17", &[("type", "training")][..], "type"),
        ("/day/2026-11-17", &[("half", "on"), ("type", "training")], "type"),
        ("/day/2026-11-17", &[("half", "on"), ("pm_type", "training")], "pm_type"),
        ("/day/2026-11-17/type", &[("type", "training")], "type"),
        ("/days", &range, "type"),
        ("/days", &sure, "type"),
        ("/settings/pattern", &[("tue_type", "training")], "tue_type"),
    ] {
        let refused = ada.post(path, form).await;
        assert_eq!(refused.status(), 422, "{path} {form:?}");
        let shown = refused.text().await.unwrap();
        let said = texts(&shown, &format!("#{field}-error"));
        assert!(said.len() == 1 && said[0].contains("archived"), "{path} {form:?}: {said:?}");
    }
    assert_eq!(location(&ada.post("/today", &[]).await), "/day/2026-11-18", "nothing is usual");
    let week =
        [("from", "2026-11-16"), ("to", "2026-11-22"), ("pattern", "yes"), ("confirm", "yes")];
    assert_eq!(ada.post("/days", &week).await.status(), 303);
    for day in ["2026-11-17", "2026-11-18"] {
        let shown = page(&ada, &format!("/day/{day}")).await;
        assert!(texts(&shown, "#delete").is_empty(), "{day}");
    }

    let halves = [("half", "on"), ("type", "sick"), ("pm_type", "training"), ("version", "1")];
    assert_eq!(ada.post("/day/2026-11-16", &halves).await.status(), 303, "the day has it");
    let whole = [("type", "training"), ("version", "2")];
    assert_eq!(ada.post("/day/2026-11-16/type", &whole).await.status(), 303, "the day has it");
    assert_eq!(ada.post("/settings/pattern", &pattern).await.status(), 303, "as it was");
}

async fn a_form_that_meets_an_ended_login_is_kept(server: Server) {
    let ada = server.person("ada").await;
    server.wait(std::time::Duration::from_mins(21));
    let asked = ada.post("/settings/types/office", &[("label", "Headquarters")]).await;
    assert_eq!(asked.status(), 401);
    let kept = attribute(&asked.text().await.unwrap(), "[name=kept]", "value");
    let login = [
        ("username", "ada"),
        ("password", PASSWORD),
        ("next", "/settings/types/office"),
        ("kept", kept[0].as_str()),
    ];
    assert_eq!(location(&ada.post("/login", &login).await), "/settings/types/office");
    let shown = page(&ada, "/settings/types/office").await;
    assert_eq!(attribute(&shown, "#office-label", "value"), ["Headquarters"]);
}

async fn nobody_changes_the_types_of_others(server: Server) {
    let (ada, bob) = (server.person("ada").await, server.person("bob").await);
    add(&ada, "Training", "none").await;
    assert_eq!(bob.post("/settings/types/training", &TRAINING).await.status(), 404);
    assert_eq!(
        bob.post("/settings/types/training/merge", &[("into", "office")]).await.status(),
        404
    );
    assert_eq!(listed(&bob).await.len(), 5);
    assert_eq!(listed(&ada).await.len(), 6);
}
