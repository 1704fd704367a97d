//! Runs each example in `docs/api.md` in order with bash and curl, as a reader would, and compares
//! the calls with the `OpenAPI` document: every call has an example, and every example calls an
//! existing operation.
//!
//! An example is a code block marked `sh`. A following block marked `http` is the response to the
//! example's last call: the status, some of the headers, and the whole body, in which a string that
//! ends in `...` matches any string with that prefix.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::Url;
use serde_json::{Value, json};
use tokio::process::Command;

use super::{all_operations, get, name_of, operation};
use crate::support::server::Server;

on_both_stores! {
    each_documented_example_works,
}

const PAGE: &str = include_str!("../../../../docs/api.md");

/// curl's exit code for an error response.
const REFUSED: i32 = 22;

#[derive(Default)]
struct Example {
    script: String,
    response: Option<Answer>,
}

#[derive(Debug, Default)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Value,
}

struct Call {
    method: String,
    url: Url,
    status: u16,
}

impl Answer {
    /// Parses a response as written in the document, or as received by curl.
    fn parse(head: &str, body: &str) -> Self {
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        let lower = |(name, value): (&str, &str)| (name.to_lowercase(), value.trim().to_owned());
        let body = body.trim();
        let json = || serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
        Self {
            status: status.and_then(|status| status.parse().ok()).expect(head),
            headers: headers.map(lower).collect(),
            body: if body.is_empty() { Value::Null } else { json() },
        }
    }
}

/// Returns the document's code blocks in order: language and text.
fn fences(page: &str) -> Vec<(&str, String)> {
    let (mut fences, mut open) = (Vec::new(), None::<(&str, String)>);
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some((language, String::new())),
            (Some(_), Some(_)) => fences.extend(open.take()),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    fences
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for (language, text) in fences(page) {
        match language {
            "sh" => examples.push(Example { script: text, response: None }),
            "http" => {
                let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
                let example = examples.last_mut().expect("an example before its answer");
                let before = example.response.replace(Answer::parse(head, body));
                assert!(before.is_none(), "two responses to {}", example.script);
            }
            // Blocks without a language are for the reader.
            "" => {}
            other => panic!("an example in {other:?} that no test runs"),
        }
    }
    examples
}

/// Returns whether a value matches the documented one.
fn matches(documented: &Value, value: &Value) -> bool {
    match (documented, value) {
        (Value::String(documented), Value::String(text)) => documented
            .strip_suffix("...")
            .map_or(documented == text, |begin| text.starts_with(begin)),
        (Value::Array(documented), Value::Array(values)) => {
            documented.len() == values.len()
                && documented.iter().zip(values).all(|(a, b)| matches(a, b))
        }
        (Value::Object(documented), Value::Object(values)) => {
            let of_both = |(name, documented): (&String, &Value)| {
                values.get(name).is_some_and(|value| matches(documented, value))
            };
            documented.len() == values.len() && documented.iter().all(of_both)
        }
        _ => documented == value,
    }
}

/// Configures curl to fail on error responses, and to write its requests and the response to files.
fn curlrc(directory: &Path) -> String {
    let headers = directory.join("headers");
    format!(
        "silent\nfail-with-body\ndump-header = \"{}\"\n\
         write-out = \"%{{stderr}}%{{method}} %{{url}} %{{http_code}}\\n\"\n",
        headers.display()
    )
}

/// Runs an example. Returns its exit status, its calls, and the response to the last one.
async fn run(
    example: &Example,
    directory: &Path,
    variables: &[(&str, String)],
) -> (Option<i32>, Vec<Call>, Answer) {
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &example.script])
        .current_dir(directory)
        .env("CURL_HOME", directory)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .output();
    let output = output.await.expect("bash");
    let documented = String::from_utf8(output.stderr).expect("text");
    let call = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let [method, url, status] = words[..] else { panic!("{}: {documented}", example.script) };
        let (method, url) = (method.to_owned(), url.parse().expect(url));
        Call { method, url, status: status.parse().expect(status) }
    };
    let calls = documented.lines().map(call).collect();
    let head = std::fs::read_to_string(directory.join("headers")).expect("headers");
    let body = String::from_utf8(output.stdout).expect("text");
    (output.status.code(), calls, Answer::parse(head.trim(), &body))
}

/// Returns the operation ID of a call, and asserts that the document lists its parameters.
fn known(document: &Value, call: &Call) -> String {
    let found = operation(document, &call.method, call.url.path());
    let found = found.unwrap_or_else(|| panic!("unknown call: {} {}", call.method, call.url));
    let documented = found["parameters"].as_array().into_iter().flatten();
    let documented: Vec<&str> =
        documented.filter_map(|parameter| parameter["name"].as_str()).collect();
    for (name, _) in call.url.query_pairs() {
        assert!(documented.contains(&&*name), "{} has no parameter {name}", call.url);
    }
    name_of(found)
}

async fn each_documented_example_works(server: Server) {
    let document = get(&server.browser(), "/api/v1/openapi.json").await.body;
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join(".curlrc"), curlrc(directory.path())).unwrap();
    let mut variables = vec![("WORKLOG_URL", server.url.clone())];
    let mut shown = BTreeSet::new();
    for example in examples(PAGE) {
        let script = &example.script;
        let (exit, calls, response) = run(&example, directory.path(), &variables).await;
        for call in &calls {
            let operation = known(&document, call);
            if call.status < 400 {
                shown.insert(operation);
            }
        }
        let expected = example.response.unwrap_or(Answer { status: 200, ..Answer::default() });
        assert_eq!(response.status, expected.status, "{script}{response:#?}");
        assert_eq!(exit, Some(if expected.status < 400 { 0 } else { REFUSED }), "{script}");
        for header in &expected.headers {
            assert!(response.headers.contains(header), "{script}{header:?}: {response:#?}");
        }
        if !expected.body.is_null() {
            assert!(matches(&expected.body, &response.body), "{script}{:#}", response.body);
        }
        if let (Some(secret), Some(id)) =
            (response.body["secret"].as_str(), response.body["id"].as_str())
        {
            variables.push(("WORKLOG_TOKEN", secret.to_owned()));
            variables.push(("TOKEN_ID", id.to_owned()));
        }
    }
    assert_eq!(shown, all_operations(&document), "documented calls, and all calls");
}

#[test]
#[should_panic(expected = "unknown call: GET")]
fn an_example_of_an_unknown_call_is_detected() {
    let document = json!({"paths": {"/api/v1/user/{user}/tokens": {"post": {"operationId": "x"}}}});
    let url = "http://localhost/api/v1/user/ada/tokens".parse().unwrap();
    known(&document, &Call { method: "GET".to_owned(), url, status: 200 });
}

#[test]
fn responses_match_the_documented_examples() {
    let documented = json!({"id": "...", "name": "a", "all": [{"secret": "worklog_..."}]});
    let mut response = json!({"id": "1", "name": "a", "all": [{"secret": "worklog_x"}]});
    assert!(matches(&documented, &response));
    response["more"] = json!(1);
    assert!(!matches(&documented, &response));
    assert!(!matches(
        &documented,
        &json!({"id": "1", "name": "b", "all": [{"secret": "worklog_x"}]})
    ));
    assert!(!matches(&documented, &json!({"id": "1", "name": "a", "all": [{"secret": "x"}]})));
    assert!(!matches(&documented, &json!({"id": "1", "name": "a", "all": []})));
}
