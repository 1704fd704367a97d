//! Tests showing and undoing changes.

use std::time::Duration;

use reqwest::Method;
use worklog::domain::days::change::{ChangeId, ChangeKind};
use worklog::domain::days::month_log::{DayEdit, Precondition};
use worklog::storage::DayTransaction;

use crate::support::page::Page;
use crate::support::samples::{put, remove};
use crate::support::server::{Browser, Server};

on_both_stores! {
    a_change_is_shown_undone_and_redone,
    undo_is_rejected_if_a_day_changed_since,
    undo_is_available_for_ten_minutes,
    merges_cannot_be_undone,
    users_cannot_see_or_undo_other_users_changes,
    a_repeated_undo_reports_nothing_to_undo,
}

const DAYS: [&str; 3] = ["2026-11-16", "2026-11-17", "2026-12-01"];

/// Applies a change by Ada at noon, when the server's clock starts.
async fn apply_edits(server: &Server, kind: ChangeKind, edits: Vec<DayEdit>) -> ChangeId {
    let (app, ada) = server.app_and_user("ada").await;
    let at = "2026-11-18T12:00:00Z".parse().unwrap();
    let transaction = DayTransaction::new(ada.id, kind, at, edits);
    assert!(!app.store.edit_days(ada.id, &transaction).await.unwrap().is_empty());
    transaction.id
}

/// Adds the first day, replaces the second, and deletes the third.
async fn range(server: &Server, ada: &Browser) -> ChangeId {
    for (day, kind) in [(DAYS[1], "office"), (DAYS[2], "sick")] {
        ada.submit(&format!("/day/{day}"), &[("type", kind), ("notes", "before")]).await;
    }
    let edits = vec![
        put(DAYS[0], "vacation", "", Precondition::NoEntry),
        put(DAYS[1], "vacation", "after", Precondition::Version(1)),
        remove(DAYS[2], Precondition::Version(1)),
    ];
    apply_edits(server, ChangeKind::Range, edits).await
}

async fn undo(browser: &Browser, id: ChangeId) -> String {
    browser.submit(&format!("/changes/{id}/undo"), &[]).await
}

/// Returns the page that refuses to undo a change.
async fn refusal(browser: &Browser, id: ChangeId) -> Page {
    browser.submit_expecting(&format!("/changes/{id}/undo"), &[], 409).await
}

async fn a_change_is_shown_undone_and_redone(server: Server) {
    let ada = server.sign_up("ada").await;
    let id = range(&server, &ada).await;
    let page = ada.page(&format!("/changes/{id}")).await;
    assert_eq!(page.texts("h1"), ["3 days logged"]);
    assert_eq!(page.texts(".lead"), ["18 November 2026, 12:00, by you"]);
    assert_eq!(page.texts(".sum"), ["1 added, 1 replaced, 1 deleted"]);
    assert_eq!(page.texts(".steps .mark"), ["added", "replaced", "deleted"]);
    assert_eq!(page.texts(".replaced .noted"), ["before", "after"]);
    assert_eq!(page.texts("#undo"), ["Undo"]);

    let path = undo(&ada, id).await;
    assert_eq!(ada.type_of(DAYS[0]).await, "");
    assert_eq!(ada.type_of(DAYS[1]).await, "office");
    assert_eq!(ada.type_of(DAYS[2]).await, "sick");
    assert!(path.starts_with(&format!("/day/{}?", DAYS[1])), "the last one up to today: {path}");
    let month = ada.page(&path).await;
    assert_eq!(month.texts("#toast p"), ["Change undone"]);
    assert_eq!(month.texts("#undo-change button"), ["Redo"]);
    let page = ada.page(&format!("/changes/{id}")).await;
    assert_eq!(page.texts("#no-undo"), ["This has been undone."]);

    let redo = month.attribute("#undo-change", "action");
    let page = ada.page(redo.trim_end_matches("/undo")).await;
    assert_eq!(page.texts("h1"), ["Change undone"]);
    assert_eq!(page.texts("#undo"), ["Redo"]);
    let again = month.value("#undo-change [name=redo]");
    let redone = ada.page(&ada.submit(&redo, &[("redo", &again)]).await).await;
    assert_eq!(redone.texts("#toast p"), ["Change redone"]);
    assert_eq!(redone.texts("#undo-change button"), ["Undo"]);
    assert_eq!(ada.type_of(DAYS[0]).await, "vacation");
    assert_eq!(ada.type_of(DAYS[1]).await, "vacation");
    assert_eq!(ada.type_of(DAYS[2]).await, "");
}

async fn undo_is_rejected_if_a_day_changed_since(server: Server) {
    let ada = server.sign_up("ada").await;
    let id = range(&server, &ada).await;
    let since = [("type", "holiday"), ("version", "2")];
    ada.submit(&format!("/day/{}", DAYS[1]), &since).await;
    let page = ada.page(&format!("/changes/{id}")).await;
    page.assert_text("#no-undo", "17 November 2026 was changed since");
    refusal(&ada, id).await.assert_text(".notice", "17 November 2026 was changed since");
    assert_eq!(ada.type_of(DAYS[0]).await, "vacation");
    assert_eq!(ada.type_of(DAYS[1]).await, "holiday");
}

async fn undo_is_available_for_ten_minutes(server: Server) {
    let ada = server.sign_up("ada").await;
    let id = range(&server, &ada).await;
    server.advance_clock(Duration::from_mins(10));
    let page = ada.page(&format!("/changes/{id}")).await;
    assert_eq!(page.count("#undo"), 1);
    server.advance_clock(Duration::from_secs(1));
    let page = ada.page(&format!("/changes/{id}")).await;
    assert!(!page.has("#undo"));
    refusal(&ada, id).await.assert_text(".notice", "last 10 minutes");
    assert_eq!(ada.type_of(DAYS[0]).await, "vacation");
}

async fn merges_cannot_be_undone(server: Server) {
    let ada = server.sign_up("ada").await;
    let edits = vec![put(DAYS[0], "sick", "", Precondition::NoEntry)];
    let id = apply_edits(&server, ChangeKind::Merge, edits).await;
    refusal(&ada, id).await.assert_text(".notice", "types themselves");
    assert_eq!(ada.type_of(DAYS[0]).await, "sick");
}

async fn users_cannot_see_or_undo_other_users_changes(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let id = range(&server, &ada).await;
    for (method, path) in
        [(Method::GET, format!("/changes/{id}")), (Method::POST, format!("/changes/{id}/undo"))]
    {
        let response = bob.send(bob.request(method, &path)).await;
        assert_eq!(response.status(), 404, "{path}");
    }
    assert_eq!(ada.type_of(DAYS[0]).await, "vacation");
}

async fn a_repeated_undo_reports_nothing_to_undo(server: Server) {
    let ada = server.sign_up("ada").await;
    let id = range(&server, &ada).await;
    undo(&ada, id).await;
    let again = undo(&ada, id).await;
    assert_eq!(again, format!("/changes/{id}?done=nothing"));
    ada.page(&again).await.assert_text(".notice", "nothing left to undo");
}
