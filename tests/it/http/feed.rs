//! Tests calendar feeds: created on a page, read without a login, and revoked.

use std::time::Duration;

use icalendar::{Calendar, Component, Event, EventLike};
use reqwest::Method;
use reqwest::header::{HeaderMap, IF_NONE_MATCH};

use worklog::domain::Timestamp;

use crate::support::page::Page;
use crate::support::samples::{disable, enable, noon};
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::store::holds;

on_both_stores! {
    a_feed_reflects_each_change,
    an_unchanged_feed_is_not_sent_again,
    a_revoked_feed_is_indistinguishable_from_an_unknown_one,
    a_disabled_accounts_feeds_do_not_work,
    feed_secrets_are_not_stored,
    feeds_are_limited_to_ten,
    feed_errors_are_shown_at_their_field,
    users_cannot_access_other_users_feeds,
}

/// Creates a feed. Returns the path of its URL.
pub(super) async fn create_feed(browser: &Browser, name: &str, detail: &str) -> String {
    let page = browser
        .submit_expecting("/settings/feed", &[("name", name), ("detail", detail)], 200)
        .await;
    let address = page.value("#address");
    address[address.find("/feed/").expect("a path")..].to_owned()
}

pub(super) async fn read(server: &Server, path: &str) -> String {
    server.browser().page(path).await.html
}

fn lines<'a>(file: &'a str, name: &str) -> Vec<&'a str> {
    file.split("\r\n").filter(|line| line.starts_with(name)).collect()
}

async fn a_feed_reflects_each_change(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = create_feed(&ada, "The team", "location").await;
    assert!(lines(&read(&server, &path).await, "BEGIN:VEVENT").is_empty());
    let remote = [("type", "remote"), ("location", "New York"), ("notes", "secret")];
    ada.log("2026-11-18", &remote).await;
    ada.log("2025-10-31", &[("type", "office")]).await;
    ada.log("2025-11-01", &[("type", "office")]).await;
    ada.log("2031-05-05", &[("type", "vacation")]).await;
    let response = server.browser().get(&path).await;
    assert_eq!(response.headers()["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(response.headers()["cache-control"], "private, no-cache");
    assert!(!response.headers().contains_key("set-cookie"));
    let file = response.text().await.unwrap();
    let starts = lines(&file, "DTSTART");
    let days = ["20251101", "20261118", "20310505"].map(|day| format!("DTSTART;VALUE=DATE:{day}"));
    assert_eq!(starts, days);
    assert_eq!(lines(&file, "SUMMARY")[1], "SUMMARY:Remote\\, New York");
    assert_eq!(lines(&file, "X-WR-CALNAME"), ["X-WR-CALNAME:The team"]);
    assert!(!file.contains("secret"));
    let (uid, first) = (lines(&file, "UID")[1], lines(&file, "SEQUENCE")[1]);
    assert_eq!(first, "SEQUENCE:1");

    server.advance_clock(Duration::from_secs(90));
    ada.log("2026-11-18", &[("type", "sick")]).await;
    let changed = read(&server, &path).await;
    assert_eq!(lines(&changed, "UID")[1], uid, "the same event");
    assert_eq!(lines(&changed, "SEQUENCE")[1], "SEQUENCE:2");
    assert_eq!(lines(&changed, "LAST-MODIFIED")[1], "LAST-MODIFIED:20261118T120130Z");
    assert_eq!(lines(&changed, "TRANSP")[1], "TRANSP:OPAQUE");

    ada.unlog("2026-11-18").await;
    assert_eq!(lines(&read(&server, &path).await, "DTSTART").len(), 2);
    ada.log("2026-11-18", &[("type", "office")]).await;
    let again = read(&server, &path).await;
    assert_eq!(lines(&again, "UID")[1], uid);
    assert_eq!(lines(&again, "SEQUENCE")[1], "SEQUENCE:3", "the sequence never decreases");
}

async fn an_unchanged_feed_is_not_sent_again(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.log("2026-11-18", &[("type", "office")]).await;
    let path = create_feed(&ada, "Phone", "type").await;
    let program = server.browser();
    let first = program.get(&path).await;
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    let known = || program.request(Method::GET, &path).header(IF_NONE_MATCH, &tag);
    for accept in ["identity", "br, gzip"] {
        let response = program.send(known().header("Accept-Encoding", accept)).await;
        assert_eq!(response.status(), 304, "{accept}");
        assert_eq!(response.headers()["etag"], tag.as_str());
        assert_eq!(response.headers()["cache-control"], "private, no-cache");
        assert_eq!(response.bytes().await.unwrap().len(), 0);
    }
    let head = program.send(program.request(Method::HEAD, &path)).await;
    assert_eq!(
        (head.status().as_u16(), head.headers()["etag"].to_str().unwrap()),
        (200, tag.as_str())
    );
    assert_eq!(head.bytes().await.unwrap().len(), 0);
    ada.log("2026-11-18", &[("type", "sick")]).await;
    let response = program.send(known()).await;
    assert_eq!(response.status(), 200);
    assert_ne!(response.headers()["etag"], tag.as_str());
}

/// Returns status, headers, and body, without values that differ between requests.
async fn comparable_response(browser: &Browser, path: &str) -> (u16, HeaderMap, String) {
    let response = browser.get(path).await;
    let mut headers = response.headers().clone();
    for moving in ["x-request-id", "date"] {
        headers.remove(moving);
    }
    (response.status().as_u16(), headers, response.text().await.unwrap())
}

async fn a_revoked_feed_is_indistinguishable_from_an_unknown_one(server: Server) {
    let ada = server.sign_up("ada").await;
    let (path, other) =
        (create_feed(&ada, "Team", "type").await, create_feed(&ada, "Phone", "type").await);
    let page = ada.page("/settings/feed").await;
    assert_eq!(page.texts(".rows b"), ["Team", "Phone"]);
    let question = ada.page(&page.attribute(".rows a.danger", "href")).await;
    assert_eq!(question.text("h1"), "Revoke “Team”?");
    let id = question.value("main input[name=id]");
    for (done, said) in [("revoked", "Feed revoked."), ("none", "Nothing to revoke")] {
        let response = ada.submit("/settings/feed/revoke", &[("id", &id)]).await;
        assert_eq!(response, format!("/settings/feed?done={done}"));
        assert!(ada.page(&response).await.text(".notice").starts_with(said));
    }
    let program = server.browser();
    assert_eq!(program.status(&other).await, 200);
    let revoked = comparable_response(&program, &path).await;
    assert_eq!(revoked.0, 404);
    let long = format!("/feed/{}.ics", "x".repeat(5000));
    for never in ["/feed/wlfeed_.ics", "/feed/x", "/feed/", "/feed/a/b.ics", "/feed/%FF.ics", &long]
    {
        assert_eq!(comparable_response(&program, never).await, revoked, "{never:.40}");
    }
    let without = path.strip_suffix(".ics").unwrap();
    assert_eq!(comparable_response(&program, without).await, revoked);
}

async fn a_disabled_accounts_feeds_do_not_work(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = create_feed(&ada, "Team", "type").await;
    let program = server.browser();
    let never = comparable_response(&program, "/feed/wlfeed_never.ics").await;
    let (app, user) = server.app_and_user("ada").await;
    disable(&*app.store, user.id, noon()).await;
    assert_eq!(comparable_response(&program, &path).await, never);
    enable(&*app.store, user.id).await;
    assert_eq!(program.status(&path).await, 200);
}

async fn feed_secrets_are_not_stored(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = create_feed(&ada, "The ministry", "type").await;
    let secret = path.strip_prefix("/feed/").unwrap().strip_suffix(".ics").unwrap();
    assert!(secret.starts_with("wlfeed_") && secret.len() == "wlfeed_".len() + 43, "{secret}");
    let raw = server.raw().await;
    assert!(holds(&raw, "The ministry") && !holds(&raw, secret));
    let page = ada.page("/settings/feed").await;
    assert_eq!(page.texts(".rows b"), ["The ministry"]);
    assert!(!page.mentions(secret));
}

async fn feeds_are_limited_to_ten(server: Server) {
    let ada = server.sign_up("ada").await;
    for number in 0..10 {
        create_feed(&ada, &format!("Feed {number}"), "type").await;
    }
    let page = ada
        .submit_expecting("/settings/feed", &[("name", "One more"), ("detail", "notes")], 422)
        .await;
    assert_eq!(page.count(".rows > li"), 10);
    page.field("name").assert_error("Revoke one first");
    assert_eq!(page.values("#name"), ["One more"]);
    assert_eq!(page.values("input[name=detail][checked]"), ["notes"]);
}

async fn feed_errors_are_shown_at_their_field(server: Server) {
    let ada = server.sign_up("ada").await;
    let long = "x".repeat(61);
    for (name, detail, fields) in [
        ("", "type", &["name"][..]),
        (" \t ", "type", &["name"]),
        (long.as_str(), "type", &["name"]),
        ("Team", "", &["detail"]),
        ("Team", "secrets", &["detail"]),
        ("", "", &["name", "detail"]),
    ] {
        let page = ada
            .submit_expecting("/settings/feed", &[("name", name), ("detail", detail)], 422)
            .await;
        let wrong = |field: &&str| page.field(field).error().is_some();
        assert_eq!(["name", "detail"].into_iter().filter(wrong).collect::<Vec<_>>(), fields);
        assert_eq!(page.values("#name"), [name]);
        assert!(!page.has(".rows > li"));
    }
}

async fn users_cannot_access_other_users_feeds(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let path = create_feed(&ada, "Team", "type").await;
    let question = ada.page("/settings/feed").await.attribute(".rows a.danger", "href");
    assert_eq!(bob.status(&question).await, 404);
    let id = ada.page(&question).await.value("main input[name=id]");
    assert!(!bob.page("/settings/feed").await.has(".rows > li"));
    assert_eq!(
        bob.submit("/settings/feed/revoke", &[("id", &id)]).await,
        "/settings/feed?done=none"
    );
    assert_eq!(bob.status(&path).await, 200, "the feed still exists");
    assert_eq!(bob.post("/settings/feed/revoke", &[("id", "nonsense")]).await.status(), 404);
}

/// Parses the feed with an independent parser.
#[actix_web::test]
async fn other_programs_can_parse_the_feed() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let notes = format!("{}, \u{1f389}; \\n\nsecond line", "long and dear \u{e9} ".repeat(40));
    let remote = [("type", "remote"), ("location", "A, B; C"), ("notes", notes.as_str())];
    ada.log("2026-11-17", &remote).await;
    let halves = [("type", "office"), ("half", "on"), ("pm_type", "vacation")];
    ada.log("2026-11-18", &halves).await;
    let path = create_feed(&ada, "Everything, for me; really", "notes").await;
    let file = read(&server, &path).await;
    assert!(file.split_terminator("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let calendar: Calendar = file.parse().unwrap();
    assert_eq!(calendar.property_value("X-WR-CALNAME"), Some("Everything, for me; really"));
    assert_eq!(calendar.get_ttl(), Some(chrono::TimeDelta::hours(1)));
    let events: Vec<_> = calendar.events().collect();
    let values =
        |get: fn(&Event) -> Option<&str>| events.iter().map(|event| get(event)).collect::<Vec<_>>();
    let summaries = [Some("Remote, A, B; C"), Some("Office"), Some("Vacation")];
    assert_eq!(values(Component::get_summary), summaries);
    assert_eq!(values(EventLike::get_location), [Some("A, B; C"), None, None]);
    assert_eq!(values(Component::get_description), [Some(notes.trim()), None, None]);
    let busy = [Some("TRANSPARENT"), Some("TRANSPARENT"), Some("OPAQUE")];
    assert_eq!(values(|event| event.property_value("TRANSP")), busy);
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let whole = (events[0].get_start(), events[0].get_end());
    assert_eq!(whole, (Some(day("2026-11-17").into()), Some(day("2026-11-18").into())));
    let hour = |text: &str, hour| Some(day(text).and_hms_opt(hour, 0, 0).unwrap().into());
    let halves = [&events[1], &events[2]].map(|event| (event.get_start(), event.get_end()));
    let noon = hour("2026-11-18", 12);
    let expected = [(hour("2026-11-18", 0), noon.clone()), (noon, hour("2026-11-19", 0))];
    assert_eq!(halves, expected);
    let noon: Option<Timestamp> = "2026-11-18T12:00:00Z".parse().ok();
    for event in events {
        assert_eq!(event.get_sequence(), Some(1));
        assert_eq!((event.get_timestamp(), event.get_last_modified()), (noon, noon));
        assert!(event.get_uid().is_some_and(|uid| uid.ends_with("@worklog")));
    }
}

#[actix_web::test]
async fn feed_links_use_the_public_url() {
    let server = Server::start(&["--public-url=https://log.example.org"]).await;
    let browser = server.browser();
    let host = |request: reqwest::RequestBuilder| request.header("Host", "log.example.org");
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let response = browser.send(host(browser.request(Method::POST, "/signup").form(&form))).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let form = [("name", "Team"), ("detail", "type")];
    let request = host(browser.request(Method::POST, "/settings/feed").form(&form));
    let page = Page::from_response(browser.send(request.header("Cookie", cookie)).await).await;
    let address = page.value("#address");
    assert!(address.starts_with("https://log.example.org/feed/wlfeed_"), "{address}");
    let subscribe = page.attribute(".made a", "href");
    assert_eq!(subscribe, address.replace("https://", "webcal://"));
}
