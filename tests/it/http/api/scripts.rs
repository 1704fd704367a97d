//! Runs the scripts in `examples/` as a user would in a terminal.

use std::process::Output;

use serde_json::json;
use tokio::process::Command;

use super::{USER, ada, call, get, log};
use crate::support::server::{Browser, Server};

on_both_stores! {
    the_script_logs_today,
    the_logging_script_reports_errors,
    the_export_script_writes_importable_csv,
    the_export_script_reports_errors,
}

/// A script's environment.
struct Terminal {
    url: String,
    token: String,
}

impl Terminal {
    async fn of(server: &Server, browser: &Browser, scope: &str) -> Self {
        Self { url: server.url.clone(), token: browser.create_token(scope, scope, "30d").await }
    }

    async fn run(&self, script: &str, arguments: &[&str]) -> Output {
        let path = format!("{}/examples/{script}", env!("CARGO_MANIFEST_DIR"));
        let command = &mut Command::new(path);
        let command = command.args(arguments).env("WORKLOG_USER", "ada");
        let command = command.env("WORKLOG_URL", &self.url).env("WORKLOG_TOKEN", &self.token);
        command.output().await.expect("a shell")
    }

    /// Runs a script that succeeds. Returns its output.
    async fn output_of(&self, script: &str, arguments: &[&str]) -> String {
        let output = self.run(script, arguments).await;
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a script that fails. Returns the last line of its error output.
    async fn error_of(&self, script: &str, arguments: &[&str]) -> String {
        let output = self.run(script, arguments).await;
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
        let complaint = String::from_utf8(output.stderr).unwrap();
        // curl may print its own error first.
        let last = complaint.lines().last().unwrap_or_default();
        last.strip_prefix(&format!("{script}: ")).expect(&complaint).to_owned()
    }
}

async fn the_script_logs_today(server: Server) {
    let ada = ada(&server).await;
    let terminal = Terminal::of(&server, &ada, "write").await;
    let printed = terminal.output_of("log-today", &["Remote", "Café & Söhne #1"]).await;
    let (today, rest) = printed.split_once(' ').unwrap();
    assert_eq!(rest, "remote Café & Söhne #1\n");
    let entry = get(&ada, &format!("{USER}?date={today}")).await.body;
    let expected =
        json!({"date": today, "type": "remote", "location": "Café & Söhne #1", "notes": ""});
    assert_eq!(entry, expected);
    call(&ada, reqwest::Method::DELETE, &format!("{USER}?deleteall=true"), None).await;
    let printed = terminal.output_of("log-today", &["office"]).await;
    assert!(printed.ends_with(" office\n"), "{printed}");
}

async fn the_logging_script_reports_errors(server: Server) {
    const SAYS: &str = "(Look at WORKLOG_USER and WORKLOG_TOKEN.)";
    let ada = ada(&server).await;
    let terminal = Terminal::of(&server, &ada, "write").await;
    let complaint = terminal.error_of("log-today", &["remote"]).await;
    assert_eq!(complaint, "Enter a location.");
    assert_eq!(terminal.error_of("log-today", &["jury"]).await, "Choose one of your types.");
    let reads = Terminal::of(&server, &ada, "read").await;
    let complaint = reads.error_of("log-today", &["office"]).await;
    assert_eq!(complaint, format!("This token is read-only. {SAYS}"));
    let wrong = Terminal { token: "worklog_nonsense".to_owned(), url: server.url.clone() };
    let complaint = wrong.error_of("log-today", &["office"]).await;
    assert_eq!(complaint, format!("Not logged in {SAYS}"));
    assert_eq!(get(&ada, USER).await.status, 404, "nothing was logged");
    let unset = Terminal { token: String::new(), ..wrong };
    assert!(unset.error_of("log-today", &["office"]).await.starts_with("Set WORKLOG_TOKEN."));
    let away = Terminal { url: "http://127.0.0.1:1".to_owned(), token: "x".to_owned() };
    let complaint = away.error_of("log-today", &["office"]).await;
    assert_eq!(complaint, "http://127.0.0.1:1 does not answer.");
    terminal.output_of("log-today", &["office"]).await;
    let complaint = terminal.error_of("log-today", &["sick"]).await;
    assert!(complaint.starts_with("This day is already logged"), "{complaint}");
    for wrong in [&[][..], &["office", "here", "there"]] {
        let output = terminal.run("log-today", wrong).await;
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("Usage: log-today TYPE"));
    }
    assert!(terminal.output_of("log-today", &["--help"]).await.contains("Needs curl and jq."));
}

async fn the_export_script_writes_importable_csv(server: Server) {
    let ada = ada(&server).await;
    for (query, body) in [
        ("date=2025-12-31&type=office", None),
        (
            "date=2026-11-16&type=remote&location=Caf%C3%A9,%20%22B%22",
            Some(r#"{"notes": "=1+1\nnext"}"#),
        ),
        ("date=2026-11-17&type=office&location=HQ&pm_type=remote&pm_location=Home", None),
        ("date=2026-11-18&type=vacation&pm_type=", None),
        ("date=2026-11-19&type=&pm_type=sick", None),
    ] {
        let path = format!("{USER}?{query}");
        let logged = call(&ada, reqwest::Method::POST, &path, body).await;
        assert_eq!(logged.status, 200, "{query}");
    }
    let terminal = Terminal::of(&server, &ada, "read").await;
    let csv = terminal.output_of("year-to-csv", &["2026"]).await;
    let expected = "Date,Type,Location,Half,Afternoon type,Afternoon location,Notes\n\
        2026-11-16,remote,\"Café, \"\"B\"\"\",,,,\"'=1+1\nnext\"\n\
        2026-11-17,office,HQ,both,remote,Home,\n\
        2026-11-18,vacation,,morning,,,\n\
        2026-11-19,sick,,afternoon,,,\n";
    assert_eq!(csv, expected);
    let bob = server.sign_up("bob").await;
    let review = bob.import(&csv).await;
    assert_eq!(bob.confirm_import(&review, &[]).await.status(), 303);
    let of = |user: &str| format!("/api/v1/user/{user}?year=2026");
    assert_eq!(get(&bob, &of("bob")).await.body, get(&ada, &of("ada")).await.body);
}

async fn the_export_script_reports_errors(server: Server) {
    let ada = ada(&server).await;
    log(&ada, "date=2026-11-16&type=office").await;
    let terminal = Terminal::of(&server, &ada, "read").await;
    let complaint = terminal.error_of("year-to-csv", &["2025"]).await;
    assert_eq!(complaint, "No data found");
    let complaint = terminal.error_of("year-to-csv", &["last"]).await;
    assert!(complaint.starts_with("This isn’t a valid year."), "{complaint}");
    let wrong = Terminal { token: "worklog_nonsense".to_owned(), ..terminal };
    let complaint = wrong.error_of("year-to-csv", &["2026"]).await;
    assert!(complaint.starts_with("Not logged in"), "{complaint}");
    assert_eq!(wrong.run("year-to-csv", &[]).await.status.code(), Some(2));
}
