//! How the server starts while its database is away, and how it ends.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::Program;
use crate::http::server::PASSWORD;
use crate::support::mongod::{Mongod, free_port};
use crate::support::store::{Backend, place};

#[tokio::test(flavor = "multi_thread")]
async fn while_its_database_is_away_at_the_start_it_says_so_and_then_serves() {
    let mut mongod = Mongod::replica_set();
    mongod.stop();
    let program = Program::start(&mongod.url("late"), free_port());
    let page = program.answers("/month", 503).await;
    assert!(page.headers().contains_key("retry-after"));
    assert!(page.headers().contains_key("content-security-policy"));
    assert!(page.text().await.unwrap().contains("database cannot be reached"));
    program.answers("/livez", 200).await;
    program.answers("/readyz", 503).await;
    mongod.start_again();
    program.answers("/readyz", 200).await;
    program.answers("/signup", 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_has_a_line_for_each_request_as_text_or_json() {
    for format in ["text", "json"] {
        let place = place(Backend::Embedded).await;
        let mut program = Program::logging(&place.url, format);
        let answer = program.answers("/login?private=1", 200).await;
        let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        program.terminate();
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

/// However much is logged.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_does_not_tell_the_address_of_a_feed() {
    let place = place(Backend::Embedded).await;
    let mut program = Program::telling(&place.url, "debug");
    program.answers("/feed/wlfeed_secret.ics", 404).await;
    program.terminate();
    let log = program.log();
    assert!(log.contains("/feed/{file:.*}") && log.contains("DEBUG"), "{log}");
    assert!(!log.contains("wlfeed_secret"), "{log}");
}

/// What letters and webhooks carry in their addresses is in no log.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_holds_no_token() {
    let place = place(Backend::Embedded).await;
    let output = super::run(&place.url, &["user", "add", "ada"], PASSWORD);
    assert!(output.status.success(), "{output:?}");
    let link = super::run(&place.url, &["user", "reset-link", "ada"], "");
    let link = String::from_utf8(link.stdout).unwrap();
    let token = link.trim().split_once("token=").unwrap().1;
    let mut command = super::worklog(&place.url);
    let mut program = Program::spawn(command.env("WORKLOG_LOG", "trace"), free_port());
    program.answers(&format!("/password/reset?token={token}"), 200).await;
    program.answers(&format!("/email/confirm?token={token}"), 410).await;
    program.terminate();
    let log = program.log();
    assert!(log.contains("/password/reset"), "{log}");
    assert!(!log.contains(token), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_end_it_answers_what_was_begun_and_takes_nothing_new() {
    let place = place(Backend::Embedded).await;
    let mut program = Program::serve(&place.url).await;
    let form = format!("username=ada&password={PASSWORD}&password_confirm={PASSWORD}");
    let (first, rest) = form.split_at(10);
    let mut begun = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
    let head = format!(
        "POST /signup HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n",
        form.len()
    );
    begun.write_all(format!("{head}{first}").as_bytes()).unwrap();
    // Answered by now, another request shows that the server has taken the first.
    program.answers("/livez", 200).await;
    program.terminate();
    while TcpStream::connect(("127.0.0.1", program.port)).is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    begun.write_all(rest.as_bytes()).unwrap();
    let mut answer = [0; 12];
    begun.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 303");
    drop(begun);
    assert_eq!(program.exit_code(), Some(0));
}
