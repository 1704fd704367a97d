//! Tests deleting a year, all days, and the account.

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server, location};
use crate::support::store::holds;

on_both_stores! {
    the_data_page_lists_stored_data,
    a_year_is_deleted_after_confirmation,
    deleting_all_days_keeps_the_settings,
    changes_after_the_confirmation_page_stop_the_deletion,
    a_year_with_only_history_can_be_deleted,
    deleting_the_account_requires_the_password,
    password_guessing_on_the_deletion_page_is_throttled,
    an_expired_login_does_not_keep_a_typed_password,
}

const YEAR: &str = "/settings/data/delete-year";
const ALL: &str = "/settings/data/delete-all";
const ACCOUNT: &str = "/settings/data/delete-account";

/// Returns the form of a page with the box checked.
fn confirmed(shown: &Page) -> Vec<(&str, &str)> {
    [&shown.hidden("main form")[..], &[("confirm", "yes")]].concat()
}

async fn some_days(browser: &Browser) {
    browser.log("2025-03-01", &[("type", "remote"), ("location", "Lisbon")]).await;
    browser.log("2025-12-31", &[("type", "office")]).await;
    browser.log("2026-11-18", &[("type", "remote"), ("location", "Home")]).await;
}

async fn the_data_page_lists_stored_data(server: Server) {
    let ada = server.sign_up("ada").await;
    let shown = ada.page("/settings/data").await;
    assert_eq!(shown.texts(".exports tbody th"), ["All"]);
    assert_eq!(shown.texts(".risky li b"), ["Account"], "there are no entries to delete");
    some_days(&ada).await;
    let shown = ada.page("/settings/data").await;
    assert_eq!(shown.texts(".exports tbody th"), ["All", "2026", "2025"]);
    let rows = shown.texts(".risky li > div");
    assert_eq!(rows[..2], ["20261 day", "20252 days"]);
    assert!(rows[2].starts_with("All entries3 days"), "{rows:?}");
    let links = shown.attributes("main section a", "href");
    for link in ["/export.json", "/export.csv?year=2025", ALL, ACCOUNT] {
        assert!(links.iter().any(|found| found == link), "{link}");
    }
}

async fn a_year_is_deleted_after_confirmation(server: Server) {
    let ada = server.sign_up("ada").await;
    some_days(&ada).await;
    let shown = ada.page(&format!("{YEAR}?year=2025")).await;
    let goes = shown.texts(".goes > div:first-child li");
    assert_eq!(goes[0], "2 days: 1 March 2025 to 31 December 2025");
    assert!(
        ada.submit_expecting(YEAR, &[("year", "2025")], 422)
            .await
            .field("confirm")
            .error()
            .is_some()
    );
    let done = ada.submit(YEAR, &confirmed(&shown)).await;
    assert_eq!(done, "/settings/data?deleted=2");
    let shown = ada.page(&done).await;
    assert_eq!(shown.texts(".notice"), ["2 days deleted."]);
    assert_eq!(shown.texts(".exports tbody th"), ["All", "2026"]);
    assert!(!ada.page("/day/2025-12-31").await.has("#delete"));
    assert!(ada.page("/day/2026-11-18").await.has("#delete"));
    let shown = ada.page(&format!("{YEAR}?year=2025")).await;
    shown.assert_text("main form p", "nothing to delete");
    assert!(!shown.has("[name=confirm]"));
}

async fn deleting_all_days_keeps_the_settings(server: Server) {
    let ada = server.sign_up("ada").await;
    let zone = [("time_zone", "Europe/Berlin"), ("week_start", "sun")];
    ada.submit("/settings", &zone).await;
    some_days(&ada).await;
    assert_eq!(ada.page("/day/2026-11-18").await.values("#locations option"), ["Home", "Lisbon"]);
    let shown = ada.page(ALL).await;
    let goes = shown.texts(".goes > div:first-child li");
    assert_eq!(goes[0], "3 days: 1 March 2025 to 18 November 2026");
    assert_eq!(ada.submit(ALL, &confirmed(&shown)).await, "/settings/data?deleted=3");
    assert_eq!(ada.page("/settings").await.texts("#time_zone option[selected]"), ["Europe/Berlin"]);
    let day = ada.page("/day/2026-11-18").await;
    assert!(!day.has("#delete"));
    assert!(!day.has("#locations option"), "no locations are suggested");
}

async fn changes_after_the_confirmation_page_stop_the_deletion(server: Server) {
    let ada = server.sign_up("ada").await;
    some_days(&ada).await;
    let shown = ada.page(ALL).await;
    ada.log("2024-02-29", &[("type", "sick")]).await;
    let shown = ada.submit_expecting(ALL, &confirmed(&shown), 422).await;
    shown.field("confirm").assert_error("changed since this page was shown");
    // The number of days is the same, but one differs.
    ada.log("2024-02-29", &[("type", "office"), ("notes", "to be kept")]).await;
    let shown = ada.submit_expecting(ALL, &confirmed(&shown), 422).await;
    let goes = shown.texts(".goes > div:first-child li");
    assert_eq!(goes[0], "4 days: 29 February 2024 to 18 November 2026");
    assert_eq!(ada.submit(ALL, &confirmed(&shown)).await, "/settings/data?deleted=4");
}

async fn a_year_with_only_history_can_be_deleted(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.log("2026-11-18", &[("type", "office"), ("notes", "Quokka-7391")]).await;
    ada.unlog("2026-11-18").await;
    assert!(holds(&server.raw().await, "Quokka-7391"));
    let data = ada.page("/settings/data").await;
    assert_eq!(data.texts(".exports tbody th"), ["All"], "there's nothing to export");
    assert_eq!(data.texts(".risky li b")[0], "2026");
    let shown = ada.page(&format!("{YEAR}?year=2026")).await;
    shown.assert_text("label.check", "Delete the history of 2026");
    assert_eq!(ada.submit(YEAR, &confirmed(&shown)).await, "/settings/data?deleted=0");
    assert!(!holds(&server.raw().await, "Quokka-7391"));
}

async fn deleting_the_account_requires_the_password(server: Server) {
    let (ada, bob) = (server.sign_up("ada-lovelace").await, server.sign_up("bob").await);
    let second = server.browser();
    let login = [("username", "ada-lovelace"), ("password", PASSWORD)];
    second.submit("/login", &login).await;
    let marked = [("type", "remote"), ("location", "Quokka-7391"), ("notes", "Numbat-2284")];
    ada.log("2026-11-18", &marked).await;
    ada.log("2026-11-18", &[("type", "office"), ("notes", "Wombat-5560")]).await;
    bob.log("2026-11-18", &[("type", "sick")]).await;
    let feed = [("name", "Bilby-8123"), ("detail", "type")];
    assert_eq!(ada.post("/settings/feed", &feed).await.status(), 200);
    let wrong = ("password", "wrong-horse-1");
    for (password, message) in
        [(("password", ""), "Enter your password"), (wrong, "Incorrect password")]
    {
        let shown = ada.submit_expecting(ACCOUNT, &[password], 422).await;
        assert!(shown.text("#password-error").starts_with(message));
    }
    let traces = ["ada-lovelace", "Quokka-7391", "Numbat-2284", "Wombat-5560", "Bilby-8123"];
    let raw = server.raw().await;
    assert!(traces.iter().all(|trace| holds(&raw, trace)));

    let response = ada.post(ACCOUNT, &[("password", PASSWORD)]).await;
    assert_eq!(location(&response), "/?done=account-deleted");
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert_eq!(response.headers()["clear-site-data"], "\"cache\"");
    assert!(cookie.starts_with("worklog=;") && cookie.contains("Max-Age=0"), "{cookie}");
    let shown = ada.page("/?done=account-deleted").await;
    assert_eq!(shown.texts(".notice"), ["Account deleted."]);
    let raw = server.raw().await;
    for trace in traces {
        assert!(!holds(&raw, trace), "{trace}");
    }
    assert_eq!(second.status("/month").await, 303, "the other browser is logged out too");
    assert_eq!(second.post("/login", &login).await.status(), 422);
    assert!(bob.page("/day/2026-11-18").await.has("#delete"));
    let again = server.sign_up("ada-lovelace").await;
    assert!(!again.page("/day/2026-11-18").await.has("#delete"));
}

async fn password_guessing_on_the_deletion_page_is_throttled(server: Server) {
    let ada = server.sign_up("ada").await;
    let mut statuses = Vec::new();
    for _ in 0..7 {
        let response = ada.post(ACCOUNT, &[("password", "wrong-horse-1")]).await;
        statuses.push(response.status().as_u16());
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 422, 429]);
    assert_eq!(ada.post(ACCOUNT, &[("password", PASSWORD)]).await.status(), 429);
    server.advance_clock(std::time::Duration::from_secs(1));
    assert_eq!(ada.submit(ACCOUNT, &[("password", PASSWORD)]).await, "/?done=account-deleted");
}

async fn an_expired_login_does_not_keep_a_typed_password(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(std::time::Duration::from_mins(21));
    let shown = ada.submit_expecting(ACCOUNT, &[("password", PASSWORD)], 401).await;
    assert!(!shown.mentions(PASSWORD));
    assert_eq!(shown.values("input[name=next]"), [ACCOUNT]);
}
