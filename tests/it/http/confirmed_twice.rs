//! Tests that confirming the same preview or import twice is confirming it once.

use std::sync::Arc;

use super::bulk_edit::{confirmed, logged, week};
use crate::support::concurrent::race;
use crate::support::page::Page;
use crate::support::server::{Browser, Server, change_path, location};

on_both_stores! {
    confirming_a_preview_twice_leads_to_the_first_result,
    concurrent_confirmations_make_one_change,
    another_users_preview_makes_a_change_of_ones_own,
    confirming_an_import_twice_leads_to_the_first_result,
    concurrent_imports_make_one_change,
    importing_only_settings_twice_succeeds_twice,
}

const TABLE: &str = "Date,Type,Location\n2026-11-16,Office,\n2026-11-17,Remote,Home\n";

type Fields = Vec<(String, String)>;

fn owned(form: &[(&str, &str)]) -> Fields {
    form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn send(browser: &Browser, path: &str, form: &Fields) -> (u16, String) {
    let form: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let response = browser.post(path, &form).await;
    let target = response.headers().get("location").and_then(|target| target.to_str().ok());
    (response.status().as_u16(), target.unwrap_or_default().to_owned())
}

/// Returns the browser of a user who is logged in on another server with the same store.
async fn elsewhere(server: &Server) -> (Server, Browser) {
    let other = Server::on_store(server.store(), &[]).await;
    let browser = other.logged_in("ada").await;
    (other, browser)
}

/// Sends the form from two servers at once, several times. Returns the one result.
async fn send_at_once(browsers: [Browser; 2], path: &'static str, form: Fields) -> String {
    let (browsers, form) = (Arc::new(browsers), Arc::new(form));
    let responses = race(8, |number| {
        let (browsers, form) = (Arc::clone(&browsers), Arc::clone(&form));
        async move { send(&browsers[number % 2], path, &form).await }
    })
    .await;
    let first = responses[0].clone();
    assert!(responses.iter().all(|response| *response == (303, first.1.clone())), "{responses:?}");
    first.1
}

async fn confirming_a_preview_twice_leads_to_the_first_result(server: Server) {
    let ada = server.sign_up("ada").await;
    let (_other, again) = elsewhere(&server).await;
    ada.submit("/day/2026-11-17", &[("type", "sick")]).await;
    for (path, form, after) in [
        ("/days", week(&[("type", "office"), ("existing", "replace")]), "OOOOO--"),
        ("/days/delete", week(&[]), "-------"),
    ] {
        let before = logged(&ada).await;
        let page = ada.preview(path, &form).await;
        let yes = page.hidden("#preview form");
        let first = ada.submit(path, &yes).await;
        for browser in [&ada, &again] {
            assert_eq!(browser.submit(path, &yes).await, first);
        }
        assert_eq!(logged(&ada).await, after);
        assert!(ada.page(&first).await.has("#undo-change"), "{path}");
        ada.submit(&format!("{}/undo", change_path(&first)), &[]).await;
        assert_eq!(logged(&ada).await, before);
        assert_eq!(ada.submit(path, &yes).await, first, "it isn't done again after an undo");
        assert_eq!(logged(&ada).await, before);
        // A new preview is a new change.
        let page = ada.preview(path, &form).await;
        assert_ne!(ada.submit(path, &page.hidden("#preview form")).await, first);
    }
    // Without the ID of a preview, each confirmation is a change.
    let form = confirmed(&week(&[("type", "office")]));
    let first = ada.submit("/days", &form).await;
    ada.submit(&format!("{}/undo", change_path(&first)), &[]).await;
    assert_ne!(ada.submit("/days", &form).await, first);
}

async fn concurrent_confirmations_make_one_change(server: Server) {
    let ada = server.sign_up("ada").await;
    let (_other, again) = elsewhere(&server).await;
    let page = ada.preview("/days", &week(&[("type", "office")])).await;
    let yes = owned(&page.hidden("#preview form"));
    let change = change_path(&send_at_once([ada.clone(), again], "/days", yes).await);
    assert_eq!(ada.page(&change).await.texts("h1"), ["5 days logged"]);
    assert_eq!(ada.page("/day/2026-11-16/history").await.count(".past li"), 1);
    ada.submit(&format!("{change}/undo"), &[]).await;
    assert_eq!(logged(&ada).await, "-------");
}

async fn another_users_preview_makes_a_change_of_ones_own(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let page = ada.preview("/days", &week(&[("type", "office")])).await;
    let yes = page.hidden("#preview form");
    let done = ada.submit("/days", &yes).await;
    assert_ne!(done, bob.submit("/days", &yes).await);
    assert_eq!(bob.status(&change_path(&done)).await, 404);
    assert!(!bob.page(&done).await.has("#toast p"));
    assert_eq!(logged(&bob).await, "OOOOO--");
}

async fn confirming_an_import_twice_leads_to_the_first_result(server: Server) {
    let ada = server.sign_up("ada").await;
    let (_other, again) = elsewhere(&server).await;
    let review = ada.import(TABLE).await;
    let page = ada.page(&review).await;
    let (upload, mark) = (page.value("input[name=upload]"), page.value("input[name=mark]"));
    let yes = [("upload", upload.as_str()), ("mark", &mark), ("confirm", "yes")];
    let first = ada.submit("/import", &yes).await;
    assert!(first.starts_with("/changes/"), "{first}");
    for browser in [&ada, &again] {
        assert_eq!(browser.submit("/import", &yes).await, first);
    }
    assert!(ada.page(&first).await.has("#undo"));
    ada.submit(&format!("{first}/undo"), &[]).await;
    assert_eq!(ada.submit("/import", &yes).await, first);
    assert_eq!(ada.type_of("2026-11-16").await, "", "it isn't imported again after an undo");
}

async fn concurrent_imports_make_one_change(server: Server) {
    let ada = server.sign_up("ada").await;
    let (_other, again) = elsewhere(&server).await;
    let page = ada.page(&ada.import(TABLE).await).await;
    let (upload, mark) = (page.value("input[name=upload]"), page.value("input[name=mark]"));
    let yes = owned(&[("upload", upload.as_str()), ("mark", &mark), ("confirm", "yes")]);
    let change = send_at_once([ada.clone(), again], "/import", yes).await;
    assert!(change.starts_with("/changes/"), "{change}");
    assert_eq!(ada.page(&change).await.texts("h1"), ["2 days imported"]);
    assert_eq!(ada.page("/day/2026-11-16/history").await.count(".past li"), 1);
}

async fn importing_only_settings_twice_succeeds_twice(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    ada.submit("/settings", &[("time_zone", "Europe/Berlin"), ("week_start", "mon")]).await;
    for browser in [&ada, &bob] {
        browser.submit("/day/2026-11-16", &[("type", "office")]).await;
    }
    let export = ada.page("/export.json").await.html;
    let review = bob.import(&export).await;
    for _ in 0..2 {
        let done = bob.confirm_import(&review, &[("settings", "on")]).await;
        assert_eq!(done.status(), 303);
        assert_eq!(location(&done), "/settings/data?done=settings");
    }
    let page = Page::from_response(bob.get("/settings").await).await;
    assert_eq!(page.texts("#time_zone [selected]"), ["Europe/Berlin"]);
}
