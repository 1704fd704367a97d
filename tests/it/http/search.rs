//! Tests the search in a user's entries.

use crate::support::page::Page;
use crate::support::server::{Browser, Server};

on_both_stores! {
    notes_locations_and_types_are_searched,
    the_newest_entries_come_first_and_older_ones_follow,
    a_year_is_listed_newest_first,
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

async fn a_year_is_listed_newest_first(server: Server) {
    let browser = ada(&server).await;
    let page = browser.page("/year/2026").await;
    let list = page.attribute("#list", "href");
    assert_eq!(list, "/search?year=2026");
    assert_eq!(days(&browser, &list).await, ["2026-12-24", "2026-11-17"]);
    let page = browser.page(&list).await;
    page.assert_text("h1", "Entries in 2026");
    page.assert_text("#results .noted", "Called");
    assert!(!page.has("#results mark"));
    assert_eq!(page.value("form.find [name=year]"), "2026");
    assert_eq!(days(&browser, "/search?year=2026&q=oslo").await, ["2026-11-17"]);
    let page = browser.page("/search?year=2024&q=oslo+%26").await;
    page.assert_text("#results", "No entries match.");
    assert_eq!(page.attribute("#all-years", "href"), "/search?q=oslo%20%26");
    assert_eq!(browser.status("/search?year=26").await, 422);
    assert!(days(&browser, "/search?year=2026&before=2025-01-01").await.is_empty());

    let bob = server.sign_up("bob").await;
    let review = bob.import(&super::imports::twenty_years()).await;
    assert_eq!(bob.confirm_import(&review, &[]).await.status(), 303);
    let mut next = Some("/search?year=2010".to_owned());
    let mut found = Vec::new();
    while let Some(path) = next {
        let page = bob.page(&path).await;
        found.extend(page.attributes("#results a", "href"));
        next = page.attributes("a[rel=next]", "href").pop();
    }
    assert_eq!(found.len(), 365);
    assert!(found.is_sorted_by(|newer, older| newer > older));
    assert!(found.iter().all(|day| day.starts_with("/day/2010-")));
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
