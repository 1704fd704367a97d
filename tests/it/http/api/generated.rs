//! Calls that Schemathesis makes up from the document of the API, at the live server, with every check on:
//! valid and invalid ones, at the limits of what is told, and chains in which one call takes what
//! another answered.
//!
//! `generated.toml` and `generated.py` say what is adjusted, each with its reason. In short: a valid
//! value may be answered 400 where the contract says so and the document cannot (a place that a remote
//! day lacks, a wrong password); and two calls do not do what they would, since every later call would be
//! answered 403: deleting the account that calls (`deleteuser=true`; see `the_api_deletes_the_account`), and
//! revoking the token that calls (`a_tokens_scope_limits_its_calls`). Limits of calls are off.

use std::collections::BTreeMap;
use std::process::{Output, Stdio};
use std::sync::OnceLock;

use reqwest::{Method, Url};
use serde_json::{Value, json};
use tokio::process::Command;

use super::{all_operations, call, credentials, get, name_of, operation};
use crate::support::server::Server;
use crate::support::store::Backend;

on_each_kind_of_store! {
    responses_to_generated_calls_match_the_openapi_document,
}

/// The password in the examples of the document.
const PASSWORD: &str = "correct horse battery staple";

/// The fewest calls that are enough.
const CALLS: usize = 2_000;

/// The most that are made up from random values for each call of the document.
const EXAMPLES: &str = "150";

/// The same calls in each run.
const SEED: &str = "1";

async fn make_account(server: &Server, name: &str) -> String {
    let body = credentials(name, PASSWORD);
    let path = "/api/v1/user/create";
    let made = call(&server.browser(), Method::PUT, path, Some(&body)).await;
    let cookie = made.headers["set-cookie"].to_str().expect("text");
    let value = cookie.split(';').next().and_then(|pair| pair.split_once('='));
    value.expect(cookie).1.to_owned()
}

/// Makes the calls, and writes what became of each to `calls.json`.
async fn make_calls(server: &Server, directory: &std::path::Path) -> Output {
    let session = make_account(server, "ada").await;
    make_account(server, "carol").await;
    let cookie = format!("worklog={session}");
    let browser = server.browser();
    let request = browser.request(Method::POST, "/api/v1/user/ada/tokens").header("Cookie", cookie);
    let wish = json!({"name": "generated", "scope": "write"});
    let token: Value = browser.send(request.json(&wish)).await.json().await.expect("a token");
    let text = |name: &str| token[name].as_str().expect("text");
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/http/api");
    let tools = tools();
    Command::new(format!("{tools}/bin/schemathesis"))
        .arg(format!("--config-file={here}/generated.toml"))
        .arg("run")
        .arg(format!("{}/api/v1/openapi.json", server.url))
        .args(["--checks=all", "--continue-on-failure", "--generation-database=none", "--no-color"])
        .args(["--seed", SEED, "--max-examples", EXAMPLES])
        .args(["--report=har", "--report-har-path=calls.json"])
        .current_dir(directory)
        .env("PYTHONPATH", format!("{tools}:{here}"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("GENERATED_SESSION", session)
        .env("GENERATED_TOKEN", text("secret"))
        .env("GENERATED_TOKEN_ID", text("id"))
        .stdin(Stdio::null())
        .output()
        .await
        .expect("schemathesis")
}

/// Method, path and status of each call that was made.
fn calls_made(directory: &std::path::Path) -> Vec<(String, String, u64)> {
    let report = std::fs::read(directory.join("calls.json")).expect("a report");
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    let entries = report["log"]["entries"].as_array().expect("calls");
    let made = |entry: &Value| {
        let url: Url = entry["request"]["url"].as_str().expect("a URL").parse().expect("a URL");
        let method = entry["request"]["method"].as_str().expect("a method").to_owned();
        (method, url.path().to_owned(), entry["response"]["status"].as_u64().expect("a status"))
    };
    entries.iter().map(made).collect()
}

async fn responses_to_generated_calls_match_the_openapi_document(backend: Backend) {
    let server = Server::on(backend, &["--rate-limits=off"]).await;
    let document = get(&server.browser(), "/api/v1/openapi.json").await.body;
    let directory = tempfile::tempdir().unwrap();
    let output = make_calls(&server, directory.path()).await;
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    let calls = calls_made(directory.path());
    assert!(calls.len() >= CALLS, "only {} calls: {told}", calls.len());
    // They have reached what they call: each call of the document was done, and refused, many a time.
    let none = || all_operations(&document).into_iter().map(|name| (name, 0)).collect();
    let (mut done, mut refused): (BTreeMap<String, u32>, BTreeMap<String, u32>) = (none(), none());
    for (method, path, status) in &calls {
        assert!(*status < 500, "{method} {path}: {status}");
        let Some(operation) = operation(&document, method, path) else { continue };
        match status {
            200..300 => *done.get_mut(&name_of(operation)).unwrap() += 1,
            400.. => *refused.get_mut(&name_of(operation)).unwrap() += 1,
            _ => {}
        }
    }
    println!("{} calls; done: {done:?}; refused: {refused:?}", calls.len());
    for (name, done) in done {
        // The example changes the only password there is.
        let least = if name == "changePassword" { 1 } else { 5 };
        assert!(done >= least, "{name} was done {done} times: {told}");
    }
    for (name, refused) in refused {
        assert!(refused >= 5, "{name} was refused {refused} times: {told}");
    }
}

/// Where Schemathesis is; a test fails where it cannot be fetched.
fn tools() -> &'static str {
    static TOOLS: OnceLock<String> = OnceLock::new();
    TOOLS.get_or_init(|| {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/schemathesis");
        let output = std::process::Command::new(script).stderr(Stdio::inherit()).output();
        let output = output.expect(script);
        assert!(output.status.success(), "scripts/schemathesis does not find it");
        String::from_utf8(output.stdout).expect("a path").trim().to_owned()
    })
}
