//! Tests the search in a user's entries.

use crate::support::page::Page;
use crate::support::server::{Browser, Server};

on_both_stores! {
    notes_locations_and_types_are_searched,
    the_newest_entries_come_first_and_older_ones_follow,
    results_are_escaped,
    invalid_searches_are_reported_at_the_field,
    users_cannot_search_other_users_entries,
}

async fn ada(server: &Server) -> Browser {
    let ada = server.sign_up("ada").await;
    for (day, day_type, location, notes) in [
        ("2019-05-02", "remote", "Oslo", ""),
        ("2024-01-08", "office", "", "Lunch with Kim"),
        ("2026-11-17", "remote", "Home", "Called <b>KIM</b> in Oslo"),
        ("2026-12-24", "vacation", "", ""),
    ] {
        let form = [("type", day_type), ("location", location), ("notes", notes)];
        ada.submit(&format!("/day/{day}"), &form).await;
    }
    ada
}

async fn days(browser: &Browser, path: &str) -> Vec<String> {
    let days = browser.page(path).await.attributes("#results a", "href");
    days.iter().map(|path| path.trim_start_matches("/day/").to_owned()).collect()
}

async fn notes_locations_and_types_are_searched(server: Server) {
    let ada = ada(&server).await;
    for (words, expected) in [
        ("kim", &["2026-11-17", "2024-01-08"][..]),
        ("oslo", &["2026-11-17", "2019-05-02"]),
        ("Remote+oslo", &["2026-11-17", "2019-05-02"]),
        ("vacation", &["2026-12-24"]),
        ("kim+vacation", &[]),
    ] {
        assert_eq!(days(&ada, &format!("/search?q={words}")).await, expected, "{words}");
    }
    let page = ada.page("/search?q=Remote+oslo").await;
    assert_eq!(page.texts("#results mark"), ["Remote", "Oslo", "Remote", "Oslo"]);
    ada.page("/search?q=nowhere").await.assert_text("#results", "No entries match.");
    let blank = ada.page("/search").await;
    assert!(!blank.has("#results") && !blank.has(".error"));
}

async fn the_newest_entries_come_first_and_older_ones_follow(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import(&super::imports::twenty_years()).await;
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
    let all = days(&ada, "/search?q=day+number").await;
    assert_eq!(all.len(), 100);
    assert!(all.is_sorted_by(|newer, older| newer > older));
    let page = ada.page("/search?q=day+number").await;
    let older = days(&ada, &page.attribute("a[rel=next]", "href")).await;
    assert!(older.len() == 100 && older[0] < all[99]);
    let last = days(&ada, &format!("/search?q=day+number&before={}", all[98])).await;
    assert_eq!(last[0], all[99], "no entry is skipped");
}

async fn results_are_escaped(server: Server) {
    let ada = ada(&server).await;
    let page = ada.page("/search?q=%3Cb%3Ekim").await;
    page.assert_text("#results .noted", "Called <b>KIM</b> in Oslo");
    assert_eq!(page.value("#q"), "<b>kim");
    assert_eq!(page.texts("#results mark"), ["<b>KIM"]);
    assert!(!page.has("#results .noted b"));
}

async fn invalid_searches_are_reported_at_the_field(server: Server) {
    let ada = server.sign_up("ada").await;
    let long = "x".repeat(101);
    let response = ada.get(&format!("/search?q={long}")).await;
    assert_eq!(response.status(), 422);
    let page = Page::from_response(response).await;
    page.assert_text("#q-error", "at most 100 characters");
    assert_eq!(page.value("#q"), long);
    let response = ada.get("/search?q=kim&before=yesterday").await;
    assert_eq!(response.status(), 422);
    assert!(Page::from_response(response).await.has(".error"));
}

async fn users_cannot_search_other_users_entries(server: Server) {
    let (_, bob) = (ada(&server).await, server.sign_up("bob").await);
    assert!(days(&bob, "/search?q=kim").await.is_empty());
}
