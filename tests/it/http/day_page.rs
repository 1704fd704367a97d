//! Tests a day beyond its form: logging today in one click, its history, and undoing a deletion.

use std::time::Duration;

use super::bulk_edit::{confirmed, logged, week};
use super::usual_week::{USUAL, set_usual_week};
use crate::support::page::Page;
use crate::support::server::{Server, location};

on_both_stores! {
    today_is_logged_with_one_request,
    saving_today_changes_the_button,
    neighboring_months_show_their_entries,
    a_day_shows_its_history,
    a_long_history_has_pages,
    a_deleted_day_offers_undo,
    an_overwritten_day_offers_undo,
    a_form_sent_twice_offers_the_same_undo,
    a_day_does_not_offer_to_undo_a_bulk_deletion,
}

async fn today_is_logged_with_one_request(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = ada.page("/settings").await;
    assert_eq!(page.attributes("a.log-today", "href"), ["/day/2026-11-18#day"]);
    assert_eq!(ada.submit("/today", &[]).await, "/day/2026-11-18", "there's no default type");
    assert_eq!(location(&ada.get("/today").await), "/day/2026-11-18");
    set_usual_week(&ada, &USUAL).await;
    for path in ["/settings", "/month", "/days", "/settings/schedule", "/day/2026-11-18/history"] {
        let page = ada.page(path).await;
        assert_eq!(page.texts("header .log-today button"), ["Log today: RRemote, Home"], "{path}");
        assert_eq!(page.values(".log-today [name=day]"), ["2026-11-18"], "{path}");
    }
    assert_eq!(
        ada.submit("/today", &[("day", "2026-11-16")]).await,
        "/day/2026-11-18?done=new-day"
    );
    assert_eq!(logged(&ada).await, "-------", "the button was for another day");
    let shown = [("day", "2026-11-18")];
    let saved = ada.submit("/today", &shown).await;
    ada.page(&saved).await.assert_text("#toast p", "Wed 18 Nov: Remote, Home");
    assert_eq!(logged(&ada).await, "--R----");
    for path in ["/settings", "/month", "/month/2026-05", "/day/2026-11-17", "/days", "/password"] {
        let page = ada.page(path).await;
        assert_eq!(page.texts("header a.log-today"), ["Today: RRemote ✓"], "{path}");
        assert_eq!(page.attributes("a.log-today", "href"), ["/day/2026-11-18#day"], "{path}");
    }
    let rejected = ada.submit_expecting("/settings/tokens", &[("name", "")], 422).await;
    assert_eq!(rejected.texts("header a.log-today"), ["Today: RRemote ✓"], "after a form");
    for _ in 0..2 {
        assert_eq!(ada.submit("/today", &[]).await, "/day/2026-11-18?done=already");
    }
    ada.page("/day/2026-11-18?done=already").await.assert_text("#day .notice", "already logged");
    ada.submit("/day/2026-11-18", &[("type", "sick"), ("version", "1")]).await;
    assert_eq!(ada.submit("/today", &[]).await, "/day/2026-11-18?done=already");
    assert_eq!(logged(&ada).await, "--S----");
}

async fn saving_today_changes_the_button(server: Server) {
    let ada = server.sign_up("ada").await;
    let form = [("type", "office"), ("half", "on"), ("pm_type", "sick")];
    let saved = Page::from_response(ada.htmx_post("/day/2026-11-18", &form).await).await;
    assert_eq!(saved.texts("[hx-target='#log-today'] a"), ["Today: OSOffice / Sick ✓"]);
    let deleted = ada.htmx_post("/day/2026-11-18/delete", &[("version", "1")]).await;
    let deleted = Page::from_response(deleted).await;
    assert_eq!(deleted.texts("[hx-target='#log-today'] a"), ["+Log today"]);
    let other = ada.htmx_post("/day/2026-11-17", &[("type", "office")]).await;
    assert!(!Page::from_response(other).await.has("#log-today"), "today is unchanged");
}

async fn neighboring_months_show_their_entries(server: Server) {
    let ada = server.sign_up("ada").await;
    for day in ["2026-10-26", "2026-12-06"] {
        ada.submit(&format!("/day/{day}"), &[("type", "office"), ("notes", "busy")]).await;
    }
    let page = ada.page("/month/2026-11").await;
    assert_eq!(page.texts(".out .part > span"), ["Office", "Office"]);
    assert_eq!(page.count(".out.planned .part"), 1, "in December");
    assert_eq!(page.count("#calendar [aria-current]"), 1);
    assert!(!page.has("#totals li:not(.zero)"), "they don't count");
}

async fn a_day_shows_its_history(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.page("/day/2026-11-18/history").await.assert_text("main", "Nothing has been logged");
    let first = [("type", "remote"), ("location", "Home"), ("notes", "early")];
    ada.submit("/day/2026-11-18", &first).await;
    server.advance_clock(Duration::from_mins(15));
    let halves = [("type", "office"), ("half", "on"), ("pm_type", "sick"), ("version", "1")];
    ada.submit("/day/2026-11-18", &halves).await;
    ada.submit("/days", &confirmed(&week(&[("type", "vacation"), ("existing", "replace")]))).await;
    ada.submit("/day/2026-11-18/delete", &[("version", "3")]).await;
    let page = ada.page("/day/2026-11-18/history").await;
    let acts = ["Deleted", "Logged with other days", "Changed", "Logged"];
    assert_eq!(page.texts(".past p:first-child a"), acts);
    let when = page.texts(".past p:first-child small");
    assert_eq!(when[0], "18 November 2026, 12:15, by you");
    assert_eq!(when[3], "18 November 2026, 12:00, by you");
    let changed = "from RRemoteHomeearly to Omorning OfficeSafternoon Sick";
    assert_eq!(page.lines(".past li:nth-child(3) .what"), [changed]);
    let bob = server.sign_up("bob").await;
    let page = bob.page("/day/2026-11-18/history").await;
    assert!(!page.has(".past li"), "other users' histories are hidden");
}

async fn a_long_history_has_pages(server: Server) {
    let ada = server.sign_up("ada").await;
    for version in 0..60 {
        let (notes, version) = (format!("note {version}."), version.to_string());
        let form = [("type", "sick"), ("notes", &notes), ("version", &version)];
        ada.submit("/day/2026-11-18", &form).await;
    }
    let (mut changes, mut sizes) = (Vec::new(), Vec::new());
    let mut next = Some("/day/2026-11-18/history".to_owned());
    while let Some(path) = next {
        let page = ada.page(&path).await;
        let links = page.attributes(".past li p:first-child a", "href");
        let older = page.attributes("a[href*='before=']", "href");
        sizes.push(links.len());
        changes.extend(links);
        next = older.first().cloned();
    }
    assert_eq!(sizes, [25, 25, 10]);
    changes.sort();
    changes.dedup();
    assert_eq!(changes.len(), 60, "each is reached once");
    let page = ada.page("/day/2026-11-18/history?before=nonsense").await;
    assert_eq!(page.count(".past li"), 25, "the newest");
    assert_eq!(page.texts("a[href*='before=']"), ["Older changes"]);
}

async fn a_deleted_day_offers_undo(server: Server) {
    let ada = server.sign_up("ada").await;
    for htmx in [false, true] {
        let form = [("type", "vacation"), ("version", "0")];
        ada.submit("/day/2026-11-18", &form).await;
        let version = ada.version("2026-11-18").await;
        let (path, form) = ("/day/2026-11-18/delete", [("version", version.as_str())]);
        let page = if htmx {
            Page::from_response(ada.htmx_post(path, &form).await).await
        } else {
            ada.page(&ada.submit(path, &form).await).await
        };
        let undo = page.attribute("#undo-change", "action");
        assert_eq!(logged(&ada).await, "-------");
        ada.submit(&undo, &[]).await;
        assert_eq!(logged(&ada).await, "--V----");
        ada.unlog("2026-11-18").await;
    }
}

async fn an_overwritten_day_offers_undo(server: Server) {
    let ada = server.sign_up("ada").await;
    let first = [("type", "remote"), ("location", "Home"), ("notes", "early")];
    ada.submit("/day/2026-11-18", &first).await;
    let (path, set) = ("/day/2026-11-18", [("type", "sick")]);
    for (path, form) in [(path, &set[..]), ("/day/2026-11-18/type", &[("type", "office")])] {
        for htmx in [false, true] {
            let version = ada.version("2026-11-18").await;
            let form = [form, &[("version", version.as_str())]].concat();
            let page = if htmx {
                Page::from_response(ada.htmx_post(path, &form).await).await
            } else {
                ada.page(&ada.submit(path, &form).await).await
            };
            page.assert_text("#day .notice", "Saved.");
            let undo = page.attribute("#undo-change", "action");
            ada.submit(&undo, &[]).await;
            let page = ada.page("/day/2026-11-18").await;
            assert_eq!(page.values("#day [name=type][checked]"), ["remote"]);
            assert_eq!(page.values("#location"), ["Home"]);
            assert_eq!(page.texts("#notes"), ["early"]);
        }
    }
    ada.unlog("2026-11-18").await;
    let page = ada.page(&ada.submit("/day/2026-11-18", &[("type", "office")]).await).await;
    ada.submit(&page.attribute("#undo-change", "action"), &[]).await;
    assert_eq!(logged(&ada).await, "-------", "a new entry can be undone as well");
}

async fn a_form_sent_twice_offers_the_same_undo(server: Server) {
    let ada = server.sign_up("ada").await;
    let day = "/day/2026-11-18";
    ada.submit(day, &[("type", "office")]).await;
    let saved = [("type", "sick"), ("version", "1")];
    let first = ada.submit(day, &saved).await;
    assert!(first.starts_with("/day/2026-11-18?done=saved&undo="), "{first}");
    assert_eq!(ada.submit(day, &saved).await, first);
    let delete = "/day/2026-11-18/delete";
    let first = ada.submit(delete, &[("version", "2")]).await;
    assert_eq!(ada.submit(delete, &[("version", "2")]).await, first);
    let first = ada.submit(day, &saved[..1]).await;
    assert_eq!(ada.submit(day, &saved[..1]).await, first);
    let version = ada.version("2026-11-18").await;
    let other = [("type", "office"), ("version", version.as_str())];
    let undo = ada.submit(day, &other).await;
    server.advance_clock(Duration::from_mins(11));
    assert_eq!(ada.submit(day, &other).await, "/day/2026-11-18?done=saved", "it's too late");
    let undo = undo.rsplit('=').next().unwrap();
    ada.submit_expecting(&format!("/changes/{undo}/undo"), &[], 409).await;
}

/// Undoing it would restore other days, too.
async fn a_day_does_not_offer_to_undo_a_bulk_deletion(server: Server) {
    let ada = server.sign_up("ada").await;
    for day in ["/day/2026-11-17", "/day/2026-11-18"] {
        ada.submit(day, &[("type", "office")]).await;
    }
    ada.submit("/days/delete", &confirmed(&week(&[]))).await;
    assert_eq!(logged(&ada).await, "-------");
    let deleted = ada.submit("/day/2026-11-18/delete", &[("version", "1")]).await;
    assert_eq!(deleted, "/day/2026-11-18?done=deleted");
}
