//! Tests edits of the days selected on the month page, which are sent by htmx.

use super::bulk_edit::{logged, week};
use crate::support::page::Page;
use crate::support::server::{Browser, Server};

on_both_stores! {
    a_selection_is_logged_at_once_and_undone_in_place,
    a_selection_with_entries_to_change_has_a_preview,
    a_selection_uses_the_location_of_the_usual_week,
    an_undo_that_fails_says_why_in_place,
    a_day_that_stays_the_same_after_an_undo_says_so,
}

async fn edit(ada: &Browser, path: &str, more: &[(&str, &str)]) -> Page {
    let form = [more, &[("shown", "2026-11-18"), ("existing", "replace")]].concat();
    Page::from_response(ada.htmx_post(path, &week(&form)).await).await
}

/// Returns where an edit leads instead of being carried out.
async fn redirect(ada: &Browser, path: &str, more: &[(&str, &str)]) -> String {
    let form = [more, &[("shown", "2026-11-18"), ("existing", "replace")]].concat();
    let response = ada.htmx_post(path, &week(&form)).await;
    response.headers()["hx-redirect"].to_str().unwrap().to_owned()
}

async fn a_selection_is_logged_at_once_and_undone_in_place(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = edit(&ada, "/days", &[("type", "vacation")]).await;
    page.assert_text("#d20", "Vacation");
    page.assert_text("hx-partial p", "5 days logged");
    assert_eq!(page.texts("[hx-target='#log-today'] a"), ["Today: VVacation ✓"]);
    assert_eq!(logged(&ada).await, "VVVVV--");
    let page = edit(&ada, "/days", &[("type", "vacation")]).await;
    page.assert_text("hx-partial p", "Nothing changed");
    assert!(!page.has("#undo-change"));
    ada.submit("/day/2026-11-16/delete", &[("version", "1")]).await;
    let page = edit(&ada, "/days", &[("type", "vacation")]).await;
    page.assert_text("hx-partial p", "1 day logged");
    let undo = page.attribute("#undo-change", "action");
    let undone = ada.htmx_post(&undo, &[("day", "2026-11-18")]).await;
    assert_eq!(undone.headers()["hx-replace-url"], "/day/2026-11-18");
    let page = Page::from_response(undone).await;
    page.assert_text("hx-partial p", "Change undone");
    page.assert_text("#undo-change button", "Redo");
    assert_eq!(logged(&ada).await, "-VVVV--");
    ada.htmx_post(&page.attribute("#undo-change", "action"), &[("day", "2026-11-18")]).await;
    assert_eq!(logged(&ada).await, "VVVVV--");
}

async fn a_selection_with_entries_to_change_has_a_preview(server: Server) {
    let ada = server.sign_up("ada").await;
    let nothing = edit(&ada, "/days/delete", &[]).await;
    nothing.assert_text("hx-partial p", "Nothing is logged on these days");
    ada.submit("/day/2026-11-17", &[("type", "sick")]).await;
    let path = redirect(&ada, "/days", &[("type", "vacation")]).await;
    let page = ada.page(&path).await;
    assert_eq!(page.texts("#preview-sum"), ["4 to add, 1 to replace"]);
    let path = redirect(&ada, "/days/delete", &[]).await;
    assert_eq!(ada.page(&path).await.texts("#preview-sum"), ["1 to delete"]);
    assert_eq!(logged(&ada).await, "-S-----", "a preview changes nothing");
}

async fn a_selection_uses_the_location_of_the_usual_week(server: Server) {
    let ada = server.sign_up("ada").await;
    let remote = [("type", "remote")];
    let path = redirect(&ada, "/days", &remote).await;
    let page = ada.page(&path).await;
    assert_eq!(page.values("#days-form [name=type][checked]"), ["remote"]);
    assert_eq!([page.value("#from"), page.value("#to")], ["2026-11-16", "2026-11-22"]);
    assert_eq!(page.attributes("[autofocus]", "id"), ["location"]);
    assert_eq!(page.texts("#location-hint"), ["Enter a location."]);
    assert!(!page.has("[aria-invalid=true]"), "it's not an error");
    ada.submit("/day/2026-10-01", &[("type", "remote"), ("location", "Rome")]).await;
    edit(&ada, "/days", &remote).await.assert_text("#d20", "Rome");
    ada.submit("/days/delete", &super::bulk_edit::confirmed(&week(&[]))).await;
    let usual = [("edit", "first"), ("mon_type", "remote"), ("mon_location", "Home")];
    ada.submit("/settings/schedule", &usual).await;
    edit(&ada, "/days", &remote).await.assert_text("#d20", "Home");
    let page = edit(&ada, "/days", &[("pattern", "yes")]).await;
    page.assert_text("hx-partial p", "Nothing changed");
}

async fn an_undo_that_fails_says_why_in_place(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = edit(&ada, "/days", &[("type", "vacation")]).await;
    let undo = page.attribute("#undo-change", "action");
    ada.submit("/day/2026-11-17", &[("type", "sick"), ("version", "1")]).await;
    let response = ada.htmx_post(&undo, &[("day", "2026-11-18")]).await;
    assert_eq!(response.status(), 409);
    let page = Page::from_response(response).await;
    page.assert_text("p.warning", "17 November 2026 was changed since");
    assert_eq!(logged(&ada).await, "VSVVV--");
}

/// Without this message, the page would still show the one about the undo.
async fn a_day_that_stays_the_same_after_an_undo_says_so(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    let sick = [("type", "sick"), ("version", "1")];
    let page = Page::from_response(ada.htmx_post("/day/2026-11-18/type", &sick).await).await;
    page.assert_text("[hx-target='#toast'] p", "Wed 18 Nov: Sick");
    let undo = page.attribute("#undo-change", "action");
    let undone = ada.htmx_post(&undo, &[("day", "2026-11-18")]).await;
    let page = Page::from_response(undone).await;
    assert_eq!(page.texts("[hx-target='#log-today'] a"), ["Today: OOffice ✓"]);
    let version = ada.version("2026-11-18").await;
    let office = [("type", "office"), ("version", version.as_str())];
    let page = Page::from_response(ada.htmx_post("/day/2026-11-18/type", &office).await).await;
    assert_eq!(page.texts("[hx-target='#toast'] p"), ["Wed 18 Nov: nothing changed"]);
    assert!(!page.has("#undo-change"));
}
