//! Tests that risky actions require a recently entered password.

use std::time::Duration;

use reqwest::Method;

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server, location};

on_both_stores! {
    a_write_token_requires_a_recent_password,
    feeds_with_notes_require_a_recent_password,
    changing_the_webhook_requires_a_recent_password,
    deletions_require_a_recent_password_before_they_are_shown,
    admin_actions_require_a_recent_password,
    forms_with_a_password_do_not_ask_twice,
    wrong_passwords_are_throttled_without_locking_the_owner_out,
    calls_with_a_session_require_a_recent_password,
    a_password_entered_while_the_clock_was_ahead_does_not_count,
    a_confirmation_returns_to_this_site,
}

const TEN: Duration = Duration::from_mins(10);
const TOKENS: &str = "/settings/tokens";
const SLACK: &str = "/settings/slack";
const WRITE: [(&str, &str); 3] = [("name", "Laptop & Co"), ("scope", "write"), ("expires", "1y")];

/// Submits a form. Asserts that the response redirects to the page that asks for the password, and
/// returns that page.
async fn refused(browser: &Browser, path: &str, form: &[(&str, &str)]) -> Page {
    let target = browser.submit(path, form).await;
    assert!(target.starts_with("/confirm?next="), "{target}");
    browser.page(&target).await
}

/// Asserts that a page asks for the password, and returns its form without the password.
#[track_caller]
fn asked(page: &Page) -> Vec<(&str, &str)> {
    assert_eq!(page.texts("h1"), ["Confirm it’s you"]);
    assert_eq!(page.attributes("#password", "type"), ["password"]);
    page.hidden("form[action='/confirm']")
}

/// Enters the password on a page that asks for it. Returns the redirect's target.
async fn confirm(browser: &Browser, page: &Page) -> String {
    let form = [asked(page), vec![("password", PASSWORD)]].concat();
    browser.submit("/confirm", &form).await
}

async fn a_write_token_requires_a_recent_password(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(Duration::from_secs(599));
    ada.create_token("First", "write", "1y").await;
    server.advance_clock(Duration::from_secs(1));
    ada.create_token("Reader", "read", "1y").await;
    for scope in ["Write", " write"] {
        let form = [("name", "Other"), ("scope", scope), ("expires", "1y")];
        ada.submit_expecting(TOKENS, &form, 422).await;
    }
    let page = refused(&ada, TOKENS, &WRITE).await;
    page.assert_text("main .notice", "Your changes are kept");
    let wrong = [asked(&page), vec![("password", "wrong-horse-1")]].concat();
    let page = ada.submit_expecting("/confirm", &wrong, 422).await;
    page.field("password").assert_error("Incorrect password");
    assert_eq!(page.field("password").value(), "");
    let missing = ada.submit_expecting("/confirm", &asked(&page), 422).await;
    missing.field("password").assert_error("Enter your password");
    assert_eq!(confirm(&ada, &missing).await, TOKENS);
    let page = ada.page(TOKENS).await;
    assert_eq!(page.field("name").value(), "Laptop & Co");
    assert_eq!(page.values("[name=scope][checked]"), ["write"]);
    assert_eq!(page.values("#expires [selected]"), ["1y"]);
    assert_eq!(page.texts(".rows b"), ["Reader", "First"], "confirming alone creates nothing");
    let created = ada.submit_expecting(TOKENS, &WRITE, 200).await;
    assert_eq!(created.texts("#created"), ["Token “Laptop & Co” created"]);
    server.advance_clock(TEN);
    asked(&refused(&ada, TOKENS, &WRITE).await);
}

async fn feeds_with_notes_require_a_recent_password(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(TEN);
    let feed = |detail| [("name", "Team"), ("detail", detail)];
    for detail in ["presence", "type", "location"] {
        ada.submit_expecting("/settings/feed", &feed(detail), 200).await;
    }
    let page = refused(&ada, "/settings/feed", &feed("notes")).await;
    assert_eq!(confirm(&ada, &page).await, "/settings/feed");
    let shown = ada.page("/settings/feed").await;
    assert_eq!(shown.field("name").value(), "Team");
    assert_eq!(shown.values("[name=detail][checked]"), ["notes"]);
    assert_eq!(shown.count(".rows li"), 3);
    ada.submit_expecting("/settings/feed", &feed("notes"), 200).await;
}

async fn changing_the_webhook_requires_a_recent_password(server: Server) {
    let ada = server.sign_up("ada").await;
    let url = "https://hooks.slack.com/services/T/B/first";
    ada.submit(SLACK, &[("slack", url), ("act", "save")]).await;
    server.advance_clock(TEN);
    let version = ada.page(SLACK).await.hidden("main form.card")[0].1.to_owned();
    for act in ["remove", ""] {
        asked(&refused(&ada, SLACK, &[("act", act)]).await);
    }
    assert!(ada.submit(SLACK, &[("act", "test")]).await.starts_with("/settings/slack?test="));
    let url = "https://hooks.slack.com/services/T/B/secret";
    let form = [("slack", url), ("act", "save"), ("version", &version)];
    let page = refused(&ada, SLACK, &form).await;
    assert!(!page.mentions("secret"));
    // Changed in another tab meanwhile, so the form shown again must not overwrite that.
    let other = server.logged_in("ada").await;
    other.submit(SLACK, &[("act", "remove"), ("version", &version)]).await;
    assert_eq!(confirm(&ada, &page).await, SLACK);
    let shown = ada.page(SLACK).await;
    assert_eq!(shown.values("#slack"), [url]);
    assert_eq!(shown.hidden("main form.card"), [("version", &*version)]);
    ada.submit_expecting(SLACK, &form, 409).await;
    assert_eq!(ada.page(SLACK).await.values("#slack"), [""], "shown again only once");
}

async fn deletions_require_a_recent_password_before_they_are_shown(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.log("2026-11-18", &[("type", "office")]).await;
    server.advance_clock(TEN);
    let response = ada.get("/settings/data/delete-year?year=2026").await;
    assert_eq!(response.status(), 303);
    let target = "/confirm?next=%2Fsettings%2Fdata%2Fdelete%2Dyear%3Fyear%3D2026";
    assert_eq!(location(&response), target);
    let all = "/settings/data/delete-all";
    let asking = refused(&ada, all, &[("confirm", "yes")]).await;
    assert_eq!(asked(&asking), [("next", all)]);
    assert!(!asking.has("main .notice"), "a deletion must be confirmed again");
    assert_eq!(ada.type_of("2026-11-18").await, "office");
    let next = confirm(&ada, &ada.page(target).await).await;
    assert_eq!(next, "/settings/data/delete-year?year=2026");
    let page = ada.page(&next).await;
    assert_eq!(page.attributes("main form", "action"), [&*next]);
    let form = [page.hidden("main form"), vec![("confirm", "yes")]].concat();
    server.advance_clock(TEN);
    let again = refused(&ada, &next, &form).await;
    assert_eq!(confirm(&ada, &again).await, next, "the year is kept");
    assert_eq!(ada.type_of("2026-11-18").await, "office");
    let done = ada.submit(&next, &form).await;
    assert_eq!(done, "/settings/data?deleted=1");
    ada.submit_expecting(all, &[], 422).await;
}

async fn admin_actions_require_a_recent_password(server: Server) {
    let (root, bob) = (server.admin("root").await, server.sign_up("bob").await);
    let page = server.page_of("bob").await;
    server.advance_clock(TEN);
    let note = [("note", "Kim, sales")];
    let unknown = "01950000-0000-7000-8000-000000000000";
    let revocation = format!("/admin/invitations/{unknown}/revoke");
    let asking = refused(&root, &revocation, &[]).await;
    assert_eq!(asked(&asking), [("next", &*revocation)]);
    let asking = refused(&root, &page, &[("act", "disable")]).await;
    assert_eq!(asked(&asking), [("next", &*page)]);
    let asking = refused(&root, "/admin/invitations", &note).await;
    // The form asks for the password itself.
    root.submit_expecting(&page, &[("act", "grant"), ("password", "")], 422).await;
    assert_eq!(root.status("/admin/users").await, 200);
    for path in ["/admin/invitations", &revocation, &page] {
        assert_eq!(bob.post(path, &[("act", "disable")]).await.status(), 404, "{path}");
    }
    assert_eq!(confirm(&root, &asking).await, "/admin/invitations");
    let shown = root.page("/admin/invitations").await;
    assert_eq!(shown.field("note").value(), "Kim, sales");
    root.submit_expecting("/admin/invitations", &note, 200).await;
    root.submit(&page, &[("act", "disable")]).await;
    assert_eq!(bob.status("/month").await, 303);
}

async fn forms_with_a_password_do_not_ask_twice(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(TEN);
    let wrong = [("email", ""), ("password", "wrong-horse-1")];
    assert_eq!(ada.post("/settings/account", &wrong).await.status(), 422);
    let wrong = [("password", "wrong-horse-1")];
    let page = ada.submit_expecting("/settings/data/delete-account", &wrong, 422).await;
    page.field("password").assert_error("Incorrect password");
    let new = "another-heron-77";
    let form = [("password", PASSWORD), ("new_password", new), ("new_password_confirm", new)];
    ada.submit("/password", &form).await;
    ada.create_token("Laptop", "write", "1y").await;
}

async fn wrong_passwords_are_throttled_without_locking_the_owner_out(server: Server) {
    let ada = server.sign_up("ada").await;
    server.advance_clock(TEN);
    refused(&ada, TOKENS, &WRITE).await;
    let form = [("password", "wrong-horse-1"), ("next", TOKENS)];
    for _ in 0..6 {
        ada.submit_expecting("/confirm", &form, 422).await;
    }
    let right = [("password", PASSWORD), ("next", TOKENS)];
    let response = ada.post("/confirm", &right).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "1");
    // Someone who uses an open browser doesn't keep the owner from logging in, which counts too.
    server.logged_in("ada").await.create_token("Mine", "write", "1y").await;
    server.advance_clock(Duration::from_secs(1));
    assert_eq!(ada.submit("/confirm", &right).await, TOKENS);
    assert_eq!(ada.page(TOKENS).await.field("name").value(), "Laptop & Co");
    // Nor do wrong passwords in the login form keep the owner from confirming.
    server.advance_clock(TEN);
    let login = [("username", "ada"), ("password", "wrong-horse-1")];
    for _ in 0..7 {
        server.browser().post("/login", &login).await;
    }
    assert_eq!(ada.submit("/confirm", &right).await, TOKENS);
}

async fn calls_with_a_session_require_a_recent_password(server: Server) {
    let ada = server.sign_up("ada").await;
    let token = ada.create_token("Laptop", "write", "1y").await;
    ada.log("2026-11-18", &[("type", "office")]).await;
    server.advance_clock(TEN);
    let user = "/api/v1/user/ada";
    let write = r#"{"name":"Other","scope":"write"}"#;
    let slack = r#"{"slack":"https://hooks.slack.com/services/T/B/x"}"#;
    let risky = [
        (Method::POST, format!("{user}/tokens"), write),
        (Method::PUT, format!("{user}/settings"), slack),
        (Method::PUT, format!("{user}/settings?slack="), ""),
        (Method::DELETE, format!("{user}?year=2026&deleteyear=true"), ""),
        (Method::DELETE, format!("{user}?deleteall=true"), ""),
        (Method::DELETE, format!("{user}?deleteuser=true"), ""),
    ];
    let call = async |browser: &Browser, (method, path, body): &(Method, String, &str)| {
        let request = browser.request(method.clone(), path).body((*body).to_owned());
        let response = browser.send(request.header("Content-Type", "application/json")).await;
        (response.status().as_u16(), response.json::<serde_json::Value>().await.unwrap())
    };
    let refused = serde_json::json!({
        "error": "Log in again: this requires that you entered your password in the last 10 minutes.",
        "code": "password_required",
    });
    for risk in &risky {
        assert_eq!(call(&ada, risk).await, (403, refused.clone()), "{risk:?}");
    }
    for (method, path, body) in [
        (Method::POST, format!("{user}/tokens"), r#"{"name":"Reader"}"#),
        (Method::PUT, format!("{user}/settings"), r#"{"vacation":30}"#),
        (Method::DELETE, format!("{user}?date=2026-11-18"), ""),
    ] {
        let (status, body) = call(&ada, &(method, path, body)).await;
        assert!([200, 201].contains(&status), "{body}");
    }
    // A token has no password that could be entered.
    let program = server.browser();
    let request = program.request(Method::PUT, &format!("{user}/settings?slack="));
    assert_eq!(program.send(request.bearer_auth(&token)).await.status(), 200);
    let credentials = format!(r#"{{"username":"ada","password":"{PASSWORD}"}}"#);
    let login = (Method::POST, "/api/v1/login".to_owned(), credentials.as_str());
    assert_eq!(call(&ada, &login).await.0, 200);
    let statuses = [201, 200, 200, 404, 200, 200];
    for (risk, expected) in risky.iter().zip(statuses) {
        assert_eq!(call(&ada, risk).await.0, expected, "{risk:?}");
    }
}

async fn a_password_entered_while_the_clock_was_ahead_does_not_count(server: Server) {
    let year = Duration::from_hours(365 * 24);
    server.advance_clock(year);
    let ada = server.sign_up("ada").await;
    server.turn_clock_back(year);
    let page = refused(&ada, TOKENS, &WRITE).await;
    confirm(&ada, &page).await;
    ada.submit_expecting(TOKENS, &WRITE, 200).await;
}

async fn a_confirmation_returns_to_this_site(server: Server) {
    let ada = server.sign_up("ada").await;
    assert_eq!(location(&ada.get("/confirm?next=/year").await), "/year", "just logged in");
    assert_eq!(location(&ada.get("/confirm?next=//evil.example").await), "/month");
    server.advance_clock(TEN);
    let page = ada.page("/confirm?next=//evil.example").await;
    assert_eq!(asked(&page), [("next", "/month")]);
    for next in ["//evil.example", "https://evil.example", "", "/confirm\r\nX: y"] {
        let form = [("password", PASSWORD), ("next", next)];
        assert_eq!(ada.submit("/confirm", &form).await, "/month", "{next:?}");
        let form = [("password", "wrong-horse-1"), ("next", next)];
        let page = ada.submit_expecting("/confirm", &form, 422).await;
        assert_eq!(asked(&page), [("next", "/month")], "{next:?}");
    }
}
