//! Tests a server whose disk is full: a small file system in memory.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Program, TIMEOUT};
use crate::support::mongod::free_port;
use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD};

const WHY: &str = "The server’s disk is full";

/// Returns the options with which `unshare` lets this user mount a file system, if any do.
fn mount_options() -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    ways.into_iter().find(|options| {
        let mut command = Command::new("unshare");
        command.args(*options).args(["mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
        command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    })
}

/// Starts a server that has a disk of its own, which nobody else sees.
async fn serve_on_small_disk(options: &[&str], home: &Path) -> Program {
    const SCRIPT: &str = r#"mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2""#;
    let mut command = Command::new("unshare");
    command.args(options).args(["sh", "-c", SCRIPT, "sh"]);
    command.arg(home).arg(env!("CARGO_BIN_EXE_worklog"));
    command.env("WORKLOG_DATABASE_URL", home.join("worklog.db"));
    // A session is extended after a quarter of this time.
    command.env("WORKLOG_SESSION_IDLE", "12s").env("WORKLOG_RATE_LIMITS", "off");
    let program = Program::spawn(command.stdout(Stdio::null()).stderr(Stdio::null()), free_port());
    program.wait_for_status("/readyz", 200).await;
    program
}

/// Fills the server's disk with another file.
fn fill(program: &Program, home: &Path) {
    let file = format!("/proc/{}/root{}/filler", program.child.id(), home.display());
    let full = std::fs::write(file, vec![0; 1 << 20]).expect_err("more than fits");
    assert_eq!(full.kind(), ErrorKind::StorageFull);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_can_be_read_on_a_full_disk() {
    let Some(options) = mount_options() else {
        eprintln!("A full disk is not tested: no file system can be mounted here.");
        return;
    };
    let home = tempfile::tempdir().expect("a directory");
    let program = serve_on_small_disk(options, home.path()).await;
    let ada = Browser::at(&program.url);
    ada.sign_up("ada", "").await;

    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    fill(&program, home.path());
    let refused = ada.post("/day/2026-11-19", &[("type", "office")]).await;
    assert_eq!(refused.status(), 503);
    Page::from_response(refused).await.assert_text("main p", WHY);
    let call = ada.request(reqwest::Method::DELETE, "/api/v1/user/ada?date=2026-11-18");
    let refused = ada.send(call).await;
    assert_eq!(refused.status(), 503);
    let body: serde_json::Value = refused.json().await.unwrap();
    assert!(body["error"].as_str().unwrap().starts_with(WHY), "{body}");

    let login = [("username", "ada"), ("password", PASSWORD)];
    let refused = Browser::at(&program.url).post("/login", &login).await;
    assert_eq!(refused.status(), 503, "a session can't be saved");
    Page::from_response(refused).await.assert_text("main p", WHY);

    let ready = ada.get("/readyz").await;
    assert_eq!(ready.status(), 200, "pages can be read");
    assert!(ready.text().await.unwrap().contains("the disk is full"));

    let give_up = Instant::now() + TIMEOUT;
    for path in ["/month", "/year", "/settings"] {
        loop {
            let page = ada.page(path).await;
            if page.has("#outage p") {
                page.assert_text("#outage p", WHY);
                break;
            }
            assert!(Instant::now() < give_up, "the session isn't due to be extended");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    let request = ada.request(reqwest::Method::GET, "/month").header("HX-Request", "true");
    let moved = ada.send(request.header("HX-Request-Type", "partial")).await;
    Page::from_response(moved).await.assert_text("[hx-target='#outage'] p", WHY);

    let out = ada.post("/logout", &[]).await;
    assert_eq!(out.status(), 303);
    assert!(out.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(ada.status("/month").await, 303, "the browser has no cookie");
}
