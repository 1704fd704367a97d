//! Sends calls that Schemathesis generates from the `OpenAPI` document to the real server, with all
//! checks enabled: valid and invalid calls, values at the documented limits, and chains of calls.
//!
//! `generated.toml` and `generated.py` contain the adjustments with their reasons. In short: valid
//! values may get a 400 if the contract has a rule that the document can't express (a remote day
//! without a location, a wrong password); and two calls are made harmless, because all later ones
//! would get a 403: deleting the calling account (`deleteuser=true`; see
//! `the_api_deletes_the_account`), and revoking the calling token
//! (`a_tokens_scope_limits_its_calls`). Rate limits are off.

use std::collections::BTreeMap;
use std::process::{Output, Stdio};
use std::sync::OnceLock;

use reqwest::{Method, Url};
use serde_json::{Value, json};
use tokio::process::Command;

use super::{all_operations, call, credentials, get, name_of, operation};
use crate::support::server::Server;
use crate::support::store::Backend;

on_each_backend! {
    responses_to_generated_calls_match_the_openapi_document,
}

/// The password in the document's examples.
const PASSWORD: &str = "correct horse battery staple";

/// The minimum number of calls.
const CALLS: usize = 2_000;

/// The maximum number of random examples for each operation.
const EXAMPLES: &str = "150";

/// The seed, so that each run sends the same calls.
const SEED: &str = "1";

async fn make_account(server: &Server, name: &str) -> String {
    let body = credentials(name, PASSWORD);
    let path = "/api/v1/user/create";
    let made = call(&server.browser(), Method::PUT, path, Some(&body)).await;
    let cookie = made.headers["set-cookie"].to_str().expect("text");
    let value = cookie.split(';').next().and_then(|pair| pair.split_once('='));
    value.expect(cookie).1.to_owned()
}

/// Sends the calls, and writes the results to `calls.json`.
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

/// Returns the method, path, and status of each call.
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
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}{}", String::from_utf8_lossy(&output.stderr));
    let calls = calls_made(directory.path());
    assert!(calls.len() >= CALLS, "only {} calls: {report}", calls.len());
    // Every operation both succeeded and failed several times.
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
        // Only the example knows the current password.
        let least = if name == "changePassword" { 1 } else { 5 };
        assert!(done >= least, "{name} succeeded {done} times: {report}");
    }
    for (name, refused) in refused {
        assert!(refused >= 5, "{name} was rejected {refused} times: {report}");
    }
}

/// Returns the path of Schemathesis. Panics if it can't be fetched.
fn tools() -> &'static str {
    static TOOLS: OnceLock<String> = OnceLock::new();
    TOOLS.get_or_init(|| {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/schemathesis");
        let output = std::process::Command::new(script).stderr(Stdio::inherit()).output();
        let output = output.expect(script);
        assert!(output.status.success(), "scripts/schemathesis doesn't provide it");
        String::from_utf8(output.stdout).expect("a path").trim().to_owned()
    })
}
