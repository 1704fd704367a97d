//! Tests Slack messages about changed days: they arrive, and failing webhooks delay nothing.

use std::time::{Duration, Instant};

use worklog::domain::days::month_log::Precondition;
use worklog::domain::notifications::outbox::{MAX_WAITING, Message};
use worklog::storage::DayTransaction;

use crate::support::page::Page;
use crate::support::samples::{day_transaction, put};
use crate::support::server::{Browser, Server};
use crate::support::store::Backend;
use crate::support::webhook::{Hook, Mood};

on_each_backend! {
    changes_are_sent_to_slack,
    a_failing_webhook_delays_no_save,
    a_message_is_retried_for_a_day_with_backoff,
    a_recovered_webhook_gets_each_message_once_in_order,
    a_message_waits_for_an_earlier_failed_one,
    the_page_says_that_changes_are_not_reported_while_too_many_messages_wait,
}

const PAGE: &str = "/settings/slack";

/// Starts a server that allows webhooks at `hook`, and signs up a user who sets it.
async fn person_with(hook: &Hook, backend: Backend) -> (Server, Browser) {
    let server = Server::on(backend, &[hook.flag()]).await;
    let ada = server.sign_up("ada").await;
    assert_eq!(
        ada.submit(PAGE, &[("slack", &hook.url()), ("act", "save")]).await,
        "/settings/slack?done=saved"
    );
    (server, ada)
}

async fn log(ada: &Browser, day: &str, slug: &str) {
    let form = [("type", slug), ("notes", "secret plans")];
    ada.submit(&format!("/day/2026-11-{day}"), &form).await;
}

async fn changes_are_sent_to_slack(backend: Backend) {
    let hook = Hook::start(Mood::Answers(200));
    let (_server, ada) = person_with(&hook, backend).await;
    log(&ada, "17", "office").await;
    hook.lines(1).await;
    let form = [("type", "remote"), ("location", "Home <b>"), ("version", "1")];
    ada.submit("/day/2026-11-17", &form).await;
    hook.lines(2).await;
    ada.submit("/day/2026-11-17", &[form[0], form[1], ("version", "2")]).await;
    ada.submit("/day/2026-11-17/delete", &[("version", "2")]).await;
    let expected = [
        "ada logged Tue, 17 Nov 2026: Office",
        "ada changed Tue, 17 Nov 2026: Remote at Home &lt;b&gt; instead of Office",
        "ada deleted Tue, 17 Nov 2026: it was Remote at Home &lt;b&gt;",
    ];
    assert_eq!(hook.lines(3).await, expected, "edits without changes aren't sent");

    let page = ada.page(PAGE).await;
    page.assert_text(".facts code", "/…cret");
    assert!(!page.mentions("s3cret"));
    assert_eq!(ada.submit(PAGE, &[("act", "remove")]).await, "/settings/slack?done=removed");
    log(&ada, "18", "office").await;
    assert_eq!(ada.submit(PAGE, &[("act", "test")]).await, PAGE);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(hook.so_far().len(), 3);
}

/// Waits for another message, which may have to wait for an earlier failed one.
async fn next_attempt(server: &Server, hook: &Hook, before: usize) {
    let give_up = Instant::now() + Duration::from_secs(30);
    while hook.so_far().len() == before {
        assert!(Instant::now() < give_up, "no message after {:?}", hook.so_far());
        server.advance_clock(Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn a_failing_webhook_delays_no_save(backend: Backend) {
    let hook = Hook::start(Mood::Slow);
    let (server, ada) = person_with(&hook, backend).await;
    let moods = [Mood::Slow, Mood::Hangs, Mood::HangsUp, Mood::Answers(500)];
    let days = [("16", "02"), ("17", "03"), ("18", "04"), ("19", "05")];
    for (mood, (day, other)) in moods.into_iter().zip(days) {
        hook.be(mood);
        let before = hook.so_far().len();
        log(&ada, day, "office").await;
        next_attempt(&server, &hook, before).await;
        // The message is being delivered, or was rejected. Pages and saves continue to work.
        let start = Instant::now();
        log(&ada, other, "sick").await;
        assert_eq!(ada.status("/month").await, 200);
        assert!(start.elapsed() < Duration::from_secs(1), "{mood:?}: {:?}", start.elapsed());
    }
}

/// Waits for premature deliveries, and asserts that there are none.
async fn assert_at_most(hook: &Hook, count: usize) {
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(hook.so_far().len(), count);
}

async fn a_message_is_retried_for_a_day_with_backoff(backend: Backend) {
    let hook = Hook::start(Mood::Answers(500));
    let (server, ada) = person_with(&hook, backend).await;
    log(&ada, "17", "office").await;
    hook.lines(1).await;
    // Each pause is twice the previous one, plus up to a fifth.
    for (attempt, pause) in [(1, 60), (2, 120), (3, 240)] {
        assert_at_most(&hook, attempt).await;
        server.advance_clock(Duration::from_secs(pause - 1));
        assert_at_most(&hook, attempt).await;
        server.advance_clock(Duration::from_secs(pause / 5 + 2));
        hook.lines(attempt + 1).await;
    }
    assert!(!ada.page(PAGE).await.mentions("be delivered within"));
    let mut hours = 0;
    let page = loop {
        server.advance_clock(Duration::from_mins(73));
        tokio::time::sleep(Duration::from_millis(100)).await;
        ada.log_in("ada").await;
        let page = ada.page(PAGE).await;
        if page.mentions("be delivered within") {
            break page;
        }
        hours += 1;
        assert!(hours < 30, "deliveries never stop: {:?}", hook.so_far());
    };
    assert!(hours >= 17, "given up after {hours} times 73 minutes");
    page.assert_text(".notice", "The webhook responded with status 500.");
    let tried = hook.so_far().len();
    server.advance_clock(Duration::from_hours(3));
    assert_at_most(&hook, tried).await;
    assert_eq!(hook.paths().iter().filter(|path| *path != "/services/T0/B0/s3cret").count(), 0);
    ada.log_in("ada").await;
    hook.be(Mood::Answers(200));
    assert_eq!(ada.submit(PAGE, &[("act", "test")]).await, "/settings/slack?test=taken");
    assert!(
        !ada.page(PAGE).await.mentions("be delivered within"),
        "a successful delivery clears the notice"
    );
}

async fn a_recovered_webhook_gets_each_message_once_in_order(backend: Backend) {
    let hook = Hook::start(Mood::Answers(503));
    let (server, ada) = person_with(&hook, backend).await;
    for day in ["16", "17", "18"] {
        log(&ada, day, "office").await;
    }
    hook.lines(1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let refused = hook.so_far().len();
    hook.be(Mood::Answers(200));
    server.advance_clock(Duration::from_mins(5));
    let lines = hook.lines(refused + 3).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(hook.so_far().len(), refused + 3);
    let days: Vec<_> = lines[refused..].iter().map(|line| &line[11..13]).collect();
    let mut sorted = days.clone();
    sorted.sort_unstable();
    assert_eq!(days.len(), 3);
    assert_eq!(days, sorted, "{lines:?}");
}

async fn a_message_waits_for_an_earlier_failed_one(backend: Backend) {
    let hook = Hook::start(Mood::Answers(503));
    let (server, ada) = person_with(&hook, backend).await;
    log(&ada, "16", "office").await;
    hook.lines(1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    hook.be(Mood::Answers(200));
    log(&ada, "17", "office").await;
    assert_at_most(&hook, 1).await;
    log(&ada, "18", "office").await;
    server.advance_clock(Duration::from_secs(73));
    let lines = hook.lines(4).await;
    let days: Vec<_> = lines[1..].iter().map(|line| &line[11..18]).collect();
    assert_eq!(days, ["Mon, 16", "Tue, 17", "Wed, 18"]);
}

async fn the_page_says_that_changes_are_not_reported_while_too_many_messages_wait(
    backend: Backend,
) {
    let hook = Hook::start(Mood::Answers(500));
    let (server, ada) = person_with(&hook, backend).await;
    let (app, user) = server.app_and_user("ada").await;
    let transaction =
        day_transaction(user.id, [put("2026-11-17", "sick", "", Precondition::NoEntry)]);
    let message = Message::Slack { change: transaction.id, trace: None };
    let messages = vec![message; MAX_WAITING as usize - 1];
    app.store.edit_days(user.id, &DayTransaction { messages, ..transaction }).await.unwrap();
    let notice =
        "1,000 messages are waiting to be delivered. Until some are, changes aren’t reported.";
    assert!(!ada.page(PAGE).await.mentions(notice));
    log(&ada, "18", "office").await;
    assert!(ada.page(PAGE).await.mentions(notice));
}

#[actix_web::test]
async fn a_test_message_shows_its_result() {
    let hook = Hook::start(Mood::Answers(200));
    let (_server, ada) = person_with(&hook, Backend::Embedded).await;
    for (mood, words) in [
        (Mood::Answers(200), "Test message sent"),
        (Mood::Answers(404), "The webhook responded with status 404."),
        (Mood::Answers(410), "The webhook responded with status 410. Check the URL."),
        (Mood::Redirects, "The webhook responded with status 307."),
        (Mood::Hangs, "The webhook didn’t respond within 5 seconds."),
        (Mood::HangsUp, "The webhook couldn’t be reached."),
    ] {
        hook.be(mood);
        let start = Instant::now();
        let tried = ada.submit(PAGE, &[("act", "test")]).await;
        assert!(start.elapsed() < Duration::from_secs(7), "{mood:?} took {:?}", start.elapsed());
        let page = ada.page(&tried).await;
        page.assert_text(".notice", words);
        assert!(!page.mentions("no_service"), "the response isn't shown");
    }
    assert!(
        hook.paths().iter().all(|path| path == "/services/T0/B0/s3cret"),
        "the redirect wasn't followed"
    );
    assert!(hook.so_far()[0].contains("test"));
}

#[actix_web::test]
async fn an_invalid_webhook_address_is_rejected_at_its_field() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    for (typed, words) in [
        ("https://evil.example/x", "Webhooks can only go to hooks.slack.com, not to evil.example."),
        ("https://127.0.0.1/x", "Webhooks can only go to hooks.slack.com, not to 127.0.0.1."),
        ("hooks.slack.com", "Enter the full webhook URL."),
        ("", "Enter the full webhook URL."),
        ("gopher://hooks.slack.com/x", "must start with https://, not gopher://."),
        ("https://ada:x@hooks.slack.com/x", "Remove the username and password"),
    ] {
        let page = ada.submit_expecting(PAGE, &[("slack", typed), ("act", "save")], 422).await;
        page.field("slack").assert_error(words);
        assert_eq!(page.values("#slack"), [typed]);
    }
}

#[actix_web::test]
async fn an_expired_login_does_not_keep_a_webhook() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    server.advance_clock(Duration::from_mins(21));
    let secret = "https://hooks.slack.com/services/T0/B0/s3cret";
    let response = ada.post(PAGE, &[("slack", secret), ("act", "save")]).await;
    assert_eq!(response.status(), 401);
    assert!(!Page::from_response(response).await.mentions("s3cret"));
}

#[actix_web::test]
async fn test_messages_are_throttled() {
    let hook = Hook::start(Mood::Answers(200));
    let (_server, ada) = person_with(&hook, Backend::Embedded).await;
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(ada.post(PAGE, &[("act", "test")]).await.status().as_u16());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 11, "{statuses:?}");
    assert_eq!(statuses.last(), Some(&429));
}
