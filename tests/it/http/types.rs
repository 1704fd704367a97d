//! Tests custom types with plain forms.

use crate::support::server::{Browser, Server};

on_both_stores! {
    a_type_is_added_edited_moved_and_archived,
    errors_are_shown_at_their_field_and_values_kept,
    outdated_edits_are_reported,
    an_archived_type_stays_on_existing_days,
    an_archived_type_cannot_be_newly_logged,
    an_expired_login_keeps_the_form,
    users_cannot_change_other_users_types,
}

const TYPES: &str = "/settings/types";
const TRAINING: [(&str, &str); 4] =
    [("label", "Training"), ("colour", "teal"), ("kind", "work"), ("location", "optional")];

/// Returns the slugs of the listed types.
async fn listed(browser: &Browser) -> Vec<String> {
    browser.page(TYPES).await.attributes(".type-row", "id")
}

async fn a_type_is_added_edited_moved_and_archived(server: Server) {
    let ada = server.sign_up("ada").await;
    assert_eq!(ada.submit(TYPES, &TRAINING).await, "/settings/types?done=added");
    let travel = [("label", "Travel"), ("colour", "pink"), ("kind", "leave"), ("location", "none")];
    assert_eq!(ada.submit("/settings/types/training", &travel).await, "/settings/types?done=saved");
    let shown = ada.page(TYPES).await;
    assert_eq!(shown.texts("#training summary b"), ["Travel"]);
    assert_eq!(shown.texts("#training summary small"), ["Leave, no location, key t"]);

    assert_eq!(
        ada.submit("/settings/types/training/move", &[("direction", "up")]).await,
        "/settings/types#training"
    );
    let order = ["office", "remote", "vacation", "holiday", "training", "sick"];
    assert_eq!(listed(&ada).await, order);
    assert_eq!(ada.page("/month").await.values("#day [name=type]")[..6], order);

    let ill = [("label", "Ill"), ("colour", "red")];
    assert_eq!(ada.post("/settings/types/sick", &ill).await.status(), 303, "built-in type");
    assert_eq!(ada.page(TYPES).await.texts("#sick summary b"), ["Ill"]);

    for (archived, count) in [("yes", 1), ("yes", 1), ("no", 0)] {
        let form = [("archived", archived)];
        ada.submit("/settings/types/training/archive", &form).await;
        assert_eq!(ada.page(TYPES).await.count(".is-archived .type-row"), count);
    }
}

async fn errors_are_shown_at_their_field_and_values_kept(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(TYPES, &TRAINING).await;
    let long = "x".repeat(41);
    for (path, label, message) in [
        (TYPES, "", "Enter a name for the type."),
        (TYPES, long.as_str(), "at most 40 characters"),
        (TYPES, "a\u{7}b", "control characters"),
        (TYPES, "Off\u{200B}ice", "Remove the invisible character U+200B from the type’s name."),
        (TYPES, "TRAINING", "Another type has this name. Choose another name."),
        (TYPES, "krank", "Another type has this name. Choose another name."),
        ("/settings/types/training", "office", "Another type has this name. Choose another name."),
        ("/settings/types/office", "Training", "Another type has this name. Choose another name."),
    ] {
        let form = [("label", label), ("colour", "pink"), ("kind", "off"), ("location", "none")];
        let shown = ada.submit_expecting(path, &form, 422).await;
        shown.assert_only_text(".error", message);
        assert_eq!(shown.values("[aria-invalid]"), [label.trim()]);
        let name = path.rsplit('/').next().filter(|name| *name != "types").unwrap_or("new");
        assert_eq!(shown.attributes(&format!("#{name}-label"), "aria-describedby").len(), 1);
    }
    let nothing = ada.submit_expecting(TYPES, &[], 422).await;
    assert_eq!(nothing.count(".error"), 4);
    assert_eq!(ada.post(TYPES, &[("label", "a"), ("label", "b")]).await.status(), 400);
}

async fn outdated_edits_are_reported(server: Server) {
    let ada = server.sign_up("ada").await;
    for built_in in ["remote", "vacation", "holiday", "sick"] {
        let path = format!("/settings/types/{built_in}/archive");
        ada.submit(&path, &[("archived", "yes")]).await;
    }
    let path = "/settings/types/office/archive";
    let refused = ada.submit_expecting(path, &[("archived", "yes")], 409).await;
    assert_eq!(refused.texts(".notice.warning"), ["Keep at least one type to log days with."]);

    for number in 0..50 {
        ada.add_type(&format!("Own {number}"), "none").await;
    }
    let shown = ada.submit_expecting(TYPES, &TRAINING, 422).await;
    shown.assert_text(".notice.warning", "at most 50 types");
    shown.assert_text("#add-name", "can’t add more");
}

async fn an_archived_type_stays_on_existing_days(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    ada.submit("/day/2026-11-17", &[("type", "training")]).await;
    ada.submit("/settings/types/training/archive", &[("archived", "yes")]).await;
    ada.submit("/settings/types/sick/archive", &[("archived", "yes")]).await;
    let choice = "#day [name=type][value=training]";
    let used = ada.page("/day/2026-11-17").await;
    assert_eq!(used.attributes(choice, "checked").len(), 1);
    assert!(used.attributes(choice, "data-key").is_empty(), "it has no shortcut");
    let totals = used.texts("#totals li > span:not(.vh)");
    assert!(
        totals.iter().any(|label| label == "Training")
            && totals.iter().all(|label| label != "Sick")
    );
    assert!(!ada.page("/day/2026-11-18").await.has(choice));
    let form = [("type", "training"), ("notes", "changed"), ("version", "1")];
    assert_eq!(ada.post("/day/2026-11-17", &form).await.status(), 303, "it can be edited");
}

/// Uses forms that were shown before the type was archived.
async fn an_archived_type_cannot_be_newly_logged(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.add_type("Training", "none").await;
    let schedule = [("edit", "first"), ("wed_type", "training"), ("thu_type", "office")];
    ada.submit("/settings/schedule", &schedule).await;
    let halves = [("half", "on"), ("type", "office"), ("pm_type", "training")];
    ada.submit("/day/2026-11-16", &halves).await;
    ada.submit("/settings/types/training/archive", &[("archived", "yes")]).await;

    let range = [("from", "2026-11-17"), ("to", "2026-11-17"), ("type", "training")];
    let sure = [&range[..], &[("confirm", "yes")]].concat();
    for (path, form, field) in [
        ("/day/2026-11-17", &[("type", "training")][..], "type"),
        ("/day/2026-11-17", &[("half", "on"), ("type", "training")], "type"),
        ("/day/2026-11-17", &[("half", "on"), ("pm_type", "training")], "pm_type"),
        ("/day/2026-11-17/type", &[("type", "training")], "type"),
        ("/days", &range, "type"),
        ("/days", &sure, "type"),
        ("/settings/schedule", &[("edit", "first"), ("tue_type", "training")], "tue_type"),
    ] {
        ada.submit_expecting(path, form, 422).await.field(field).assert_error("archived");
    }
    assert_eq!(ada.submit("/today", &[]).await, "/day/2026-11-18", "there's no default type");
    let week =
        [("from", "2026-11-16"), ("to", "2026-11-22"), ("pattern", "yes"), ("confirm", "yes")];
    ada.submit("/days", &week).await;
    for day in ["2026-11-17", "2026-11-18"] {
        let shown = ada.page(&format!("/day/{day}")).await;
        assert!(!shown.has("#delete"), "{day}");
    }

    let halves = [("half", "on"), ("type", "sick"), ("pm_type", "training"), ("version", "1")];
    assert_eq!(ada.post("/day/2026-11-16", &halves).await.status(), 303, "it is unchanged");
    let whole = [("type", "training"), ("version", "2")];
    assert_eq!(ada.post("/day/2026-11-16/type", &whole).await.status(), 303, "it is unchanged");
    assert_eq!(ada.post("/settings/schedule", &schedule).await.status(), 303, "as saved");
}

async fn an_expired_login_keeps_the_form(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(std::time::Duration::from_mins(21));
    let form = [("label", "Headquarters")];
    let page = ada.submit_expecting("/settings/types/office", &form, 401).await;
    assert_eq!(ada.log_in_by(&page, "ada").await, "/settings/types/office");
    assert_eq!(ada.page("/settings/types/office").await.values("#office-label"), ["Headquarters"]);
}

async fn users_cannot_change_other_users_types(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    ada.add_type("Training", "none").await;
    assert_eq!(bob.post("/settings/types/training", &TRAINING).await.status(), 404);
    assert_eq!(
        bob.post("/settings/types/training/merge", &[("into", "office")]).await.status(),
        404
    );
    assert_eq!(listed(&bob).await.len(), 5);
    assert_eq!(listed(&ada).await.len(), 6);
}
