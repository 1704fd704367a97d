//! Tests that a preview has an address of its own, which shows it again and contains none of it.

use std::time::Duration;

use crate::support::page::Page;
use crate::support::server::{Server, location};

on_both_stores! {
    each_preview_has_an_address,
    notes_of_any_length_are_kept_out_of_the_address,
    a_preview_belongs_to_its_session,
    a_preview_outlives_an_expired_login_that_interrupted_it,
    a_session_keeps_ten_previews,
    an_import_preview_has_an_address,
    a_form_that_is_too_large_to_keep_is_still_previewed,
}

type Form<'a> = Vec<(&'a str, &'a str)>;

fn range<'a>(more: &[(&'a str, &'a str)]) -> Form<'a> {
    [&[("from", "2026-11-16"), ("to", "2026-11-20")], more].concat()
}

async fn each_preview_has_an_address(server: Server) {
    let ada = server.sign_up("ada").await;
    let office = ada.submit("/days", &range(&[("type", "office")])).await;
    let sick = ada.submit("/days", &range(&[("type", "sick")])).await;
    let delete = ada.submit("/days/delete", &range(&[])).await;
    assert!(office.starts_with("/days?preview="), "{office}");
    assert!(delete.starts_with("/days/delete?preview="), "{delete}");
    for _ in 0..2 {
        assert_eq!(ada.page(&office).await.value("#preview [name=type]"), "office");
        assert_eq!(ada.page(&sick).await.value("#preview [name=type]"), "sick");
        ada.page(&delete).await.assert_text("#preview-sum", "Nothing is logged");
    }
    let again = ada.submit("/days", &range(&[("type", "office")])).await;
    assert_eq!(again, office, "the same form has the same preview");
    ada.submit("/days", &ada.page(&office).await.hidden("#preview form")).await;
    ada.page(&delete).await.assert_text("#preview-sum", "5 to delete");
    let elsewhere = delete.replace("/days/delete", "/days");
    assert_eq!(ada.status(&elsewhere).await, 404, "a preview of another page");
}

async fn notes_of_any_length_are_kept_out_of_the_address(server: Server) {
    let ada = server.sign_up("ada").await;
    let notes = "😀".repeat(1000);
    let response = ada.post("/days", &range(&[("type", "office"), ("notes", &notes)])).await;
    // A cookie would make browsers discard the form that the user may want to go back to.
    assert!(!response.headers().contains_key("set-cookie"));
    let address = location(&response).to_owned();
    assert!(address.len() < 100, "{address}");
    let page = ada.page(&address).await;
    assert_eq!(page.field("notes").value().trim(), notes);
    page.assert_text("#preview-sum", "5 to add");
}

async fn a_preview_belongs_to_its_session(server: Server) {
    let ada = server.sign_up("ada").await;
    let address =
        ada.submit("/days", &range(&[("type", "office"), ("notes", "Quokka-4410")])).await;
    for other in [server.sign_up("bob").await, server.logged_in("ada").await] {
        let response = other.get(&address).await;
        assert_eq!(response.status(), 404);
        let page = Page::from_response(response).await;
        page.assert_text(".notice", "This preview has expired");
        assert!(!page.mentions("Quokka-4410"));
    }
    assert_eq!(ada.status("/days?preview=unknown").await, 404);
    ada.submit("/logout", &[]).await;
    ada.log_in("ada").await;
    assert_eq!(ada.status(&address).await, 404);
}

async fn a_preview_outlives_an_expired_login_that_interrupted_it(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(Duration::from_mins(21));
    let page = ada.submit_expecting("/days", &range(&[("type", "office")]), 401).await;
    let path = ada.log_in_by(&page, "ada").await;
    let response = ada.get(&path).await;
    assert_eq!(response.status(), 303);
    let address = location(&response).to_owned();
    for _ in 0..2 {
        let page = ada.page(&address).await;
        page.assert_text(".notice", "Nothing has changed yet");
        page.assert_text("#preview-sum", "5 to add");
    }
}

async fn a_session_keeps_ten_previews(server: Server) {
    let ada = server.sign_up("ada").await;
    let mut addresses = Vec::new();
    for number in 0..11 {
        let notes = format!("note {number}");
        addresses.push(ada.submit("/days", &range(&[("type", "office"), ("notes", &notes)])).await);
    }
    assert_eq!(ada.status(&addresses[0]).await, 404);
    for address in &addresses[1..] {
        assert_eq!(ada.status(address).await, 200);
    }
}

async fn an_import_preview_has_an_address(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-16", &[("type", "sick")]).await;
    let review = ada.import("Date,Type\n2026-11-16,Office\n2026-11-17,Strike\n").await;
    let upload = ada.page(&review).await.value("input[name=upload]");
    let choices =
        [("upload", &*upload), ("existing", "replace"), ("key", "strike"), ("type", "out")];
    let address = ada.submit("/import", &choices).await;
    for _ in 0..2 {
        let page = ada.page(&address).await;
        assert_eq!(page.values("[name=existing][checked]"), ["replace"]);
        assert_eq!(page.values("#type-0 [selected]"), ["out"]);
    }
    // Without the form, the file is shown with the default choices.
    let page = ada.page(&format!("{review}&preview=unknown")).await;
    assert_eq!(page.values("[name=existing][checked]"), ["keep"]);
    // A form for another file doesn't apply to this one.
    let other = ada.import("Date,Type\n2026-11-16,Office\n").await;
    let preview = address.rsplit('=').next().unwrap();
    let page = ada.page(&format!("{other}&preview={preview}")).await;
    assert_eq!(page.values("[name=existing][checked]"), ["keep"]);
    let response = ada.post("/import", &[("upload", "a&b=c")]).await;
    let address = location(&response).to_owned();
    assert_eq!(ada.status(&address).await, 404);
}

async fn a_form_that_is_too_large_to_keep_is_still_previewed(server: Server) {
    let ada = server.sign_up("ada").await;
    let padding = "x".repeat(40 * 1024);
    let form = range(&[("type", "office"), ("unknown", &padding)]);
    ada.submit_expecting("/days", &form, 200).await.assert_text("#preview-sum", "5 to add");
}
