//! Tests how the server starts while its database is unavailable, and what it logs.

use super::{Program, complaint, run};
use crate::support::mongod::{Mongod, free_port};
use crate::support::mongod_auth::Guarded;
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, place};

#[tokio::test(flavor = "multi_thread")]
async fn startup_waits_for_an_unavailable_database() {
    let mut mongod = Mongod::replica_set();
    mongod.stop();
    let program = Program::start(&mongod.url("late"), free_port());
    let page = program.wait_for_status("/month", 503).await;
    assert!(page.headers().contains_key("retry-after"));
    assert!(page.headers().contains_key("content-security-policy"));
    assert!(page.text().await.unwrap().contains("database can’t be reached"));
    program.wait_for_status("/livez", 200).await;
    program.wait_for_status("/readyz", 503).await;
    mongod.start_again();
    program.wait_for_status("/readyz", 200).await;
    program.wait_for_status("/signup", 200).await;
}

/// In a cluster, servers may start before their database user exists.
#[tokio::test(flavor = "multi_thread")]
async fn startup_waits_for_a_valid_database_password_and_logs_why() {
    let guarded = Guarded::start("refused").await;
    guarded.set_password(Some("another")).await;
    let mut program = Program::logging(&guarded.url(), "text");
    let page = program.wait_for_status("/month", 503).await;
    assert!(page.headers().contains_key("retry-after"));
    program.wait_for_status("/readyz", 503).await;
    // A command doesn't wait.
    let error = complaint(&run(&guarded.url(), &["user", "add", "ada"], PASSWORD));
    assert!(error.contains("rejected the username or password in WORKLOG_DATABASE_URL"), "{error}");
    guarded.set_password(None).await;
    program.wait_for_status("/readyz", 200).await;
    program.interrupt();
    let log = program.log();
    assert!(log.contains("ERROR") && log.contains("rejected the username or password"), "{log}");
    assert!(!log.contains("first-password"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_has_a_line_for_each_request_as_text_or_json() {
    for format in ["text", "json"] {
        let place = place(Backend::Embedded).await;
        let mut program = Program::logging(&place.url, format);
        let response = program.wait_for_status("/login?private=1", 200).await;
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        program.interrupt();
        let log = program.log();
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(&id)).collect();
        assert_eq!(lines.len(), 1, "{log}");
        assert!(lines[0].contains("answered") && lines[0].contains("/login"), "{log}");
        assert!(!log.contains("private") && !log.contains('\u{1b}'), "{log}");
        if format == "json" {
            for line in log.lines() {
                let line: serde_json::Value = serde_json::from_str(line).expect(line);
                assert!(line["timestamp"].is_string() && line["level"].is_string());
            }
        }
    }
}

/// Applies to both log formats.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_omits_feed_addresses() {
    let place = place(Backend::Embedded).await;
    let mut program = Program::with_log_level(&place.url, "debug");
    program.wait_for_status("/feed/wlfeed_secret.ics", 404).await;
    program.interrupt();
    let log = program.log();
    assert!(log.contains("/feed/{file:.*}") && log.contains("DEBUG"), "{log}");
    assert!(!log.contains("wlfeed_secret"), "{log}");
}

/// Addresses in emails and webhooks never appear in the log.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_omits_tokens() {
    let place = place(Backend::Embedded).await;
    let output = super::run(&place.url, &["user", "add", "ada"], PASSWORD);
    assert!(output.status.success(), "{output:?}");
    let link = super::run(&place.url, &["user", "reset-link", "ada"], "");
    let link = String::from_utf8(link.stdout).unwrap();
    let token = link.trim().split_once("token=").unwrap().1;
    let mut command = super::worklog(&place.url);
    let mut program = Program::spawn(command.env("WORKLOG_LOG", "trace"), free_port());
    program.wait_for_status(&format!("/password/reset?token={token}"), 200).await;
    program.wait_for_status(&format!("/email/confirm?token={token}"), 410).await;
    program.interrupt();
    let log = program.log();
    assert!(log.contains("/password/reset"), "{log}");
    assert!(!log.contains(token), "{log}");
}
