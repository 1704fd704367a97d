//! Tests the email about a login from a browser in which the user hadn't logged in before.

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use reqwest::Method;
use serde_json::json;
use worklog::storage::Claim;

use crate::support::samples::later;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::smtpd::Smtpd;
use crate::support::store::Backend;

on_each_backend! {
    a_login_from_a_new_browser_is_announced_once,
    without_a_confirmed_address_nothing_is_queued,
    a_program_without_cookies_gets_a_few_emails,
}

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// Starts a server that believes the tests' `X-Forwarded-For`.
async fn start(smtpd: &Smtpd, backend: Backend) -> Server {
    Server::with_mail(smtpd, backend, &["--trusted-proxies=127.0.0.1"]).await
}

async fn log_in(browser: &Browser, password: &str) -> u16 {
    let request = browser.request(Method::POST, "/login").header("User-Agent", AGENT);
    let request = request.header("X-Forwarded-For", "203.0.113.57");
    browser.send(request.form(&[("username", "ada"), ("password", password)])).await.status().into()
}

async fn a_login_from_a_new_browser_is_announced_once(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = start(&smtpd, backend).await;
    let ada = server.person_with_email("ada", "ada@example.org").await;
    let confirmation = smtpd.letters(1).await.remove(0);
    assert_eq!(ada.confirm_address(&confirmation).await, 303);
    ada.submit("/logout", &[]).await;
    assert_eq!(log_in(&ada, PASSWORD).await, 303, "the browser that signed up");

    let new = server.browser();
    assert_eq!(log_in(&new, "wrong-horse-1").await, 422, "not a login");
    assert_eq!(log_in(&new, PASSWORD).await, 303);
    let email = smtpd.letters(2).await.remove(1);
    assert_eq!(email.head(), ("ada@example.org", "New login to your Worklog account"));
    for line in [
        "- Time: 18 Nov 2026, 12:00 (UTC)",
        "- Browser: Firefox on Linux",
        "- Network: 203.0.113.0/24",
        &format!("{}/settings/sessions", server.url),
    ] {
        assert!(email.text.lines().any(|found| found == line), "{line}: {}", email.text);
    }
    assert!(email.text.contains("“ada”"), "{}", email.text);
    assert!(!email.text.contains("203.0.113.57"), "{}", email.text);

    new.submit("/logout", &[]).await;
    assert_eq!(log_in(&new, PASSWORD).await, 303, "now known");
    assert_eq!(log_in(&server.browser(), PASSWORD).await, 303, "another new one");
    let all = smtpd.letters(3).await;
    assert_eq!(all.len(), 3);
    assert_eq!(all[2].subject, email.subject);
}

async fn without_a_confirmed_address_nothing_is_queued(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = start(&smtpd, backend).await;
    server.person_with_email("ada", "ada@example.org").await;
    smtpd.letters(1).await;
    assert_eq!(log_in(&server.browser(), PASSWORD).await, 303);
    let claim = Claim {
        holder: "test".to_owned(),
        now: later(999),
        emails_due_by: later(999),
        until: later(9999),
        limit: 9,
    };
    let queued = server.app().store.claim_messages(&claim).await.unwrap();
    assert!(queued.iter().all(|queued| queued.message.kind() != "new_browser"), "{queued:?}");
    assert_eq!(smtpd.attempts_so_far(), 1);
}

async fn a_program_without_cookies_gets_a_few_emails(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = start(&smtpd, backend).await;
    let ada = server.person_with_email("ada", "ada@example.org").await;
    let confirmation = smtpd.letters(1).await.remove(0);
    assert_eq!(ada.confirm_address(&confirmation).await, 303);
    let credentials = json!({"username": "ada", "password": PASSWORD});
    for _ in 0..9 {
        let program = server.browser();
        let request = program.request(Method::POST, "/api/v1/login").json(&credentials);
        assert_eq!(program.send(request).await.status(), 200);
    }
    smtpd.letters(7).await;
    while server.app().store.messages_queued().await.unwrap() > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(smtpd.attempts_so_far(), 7, "five free, and one that starts the wait");
    let (mut metrics, mut text) = (Registry::default(), String::new());
    server.app().metrics.register(&mut metrics);
    encode(&mut text, &metrics).unwrap();
    assert!(text.contains("logins_total{"), "{text}");
    assert!(!text.contains("limited_attempts_total{"), "no attempt was rejected: {text}");
}
