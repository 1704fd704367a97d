//! Tests the log: one line per request, and no personal data.

use serde_json::{Value, json};
use worklog::storage::{self, Access};

use super::{Program, worklog};
use crate::support::mongod::{Mongod, free_port};
use crate::support::server::{Browser, PASSWORD};
use crate::support::smtpd::Smtpd;
use crate::support::store::{Backend, Place, place};

const NAME: &str = "grace-hopper";
const EMAIL: &str = "hopper@example.org";
const WRONG: &str = "wrong-password-81";
const NEW: &str = "another-heron-77";
const NOTES: &str = "Dentist at nine";
const LOCATION: &str = "Hideaway Cabin";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

/// The log of a user's session, and the strings that it must not contain.
struct SessionLog {
    log: String,
    secrets: Vec<String>,
}

/// Signs up, confirms an address, mistypes a password, logs a day, resets the password with a link,
/// and calls the API with a token.
async fn log_of_session(place: &Place, format: &str) -> SessionLog {
    let (smtpd, port) = (Smtpd::start(&[]), free_port());
    let url = format!("http://127.0.0.1:{port}");
    let flags = smtpd.flags().map(|flag| flag.replace("{self}", &url));
    let mut command = worklog(&place.url);
    let mut program = Program::spawn(command.args(flags).env("WORKLOG_LOG_FORMAT", format), port);
    program.wait_for_status("/readyz", 200).await;
    let person = Browser::at(&url);
    person.sign_up(NAME, EMAIL).await;
    let email = smtpd.letters(1).await.remove(0);
    let confirmation = token_in(&person, &email.link()).await;
    person.submit("/email/confirm", &[("token", &confirmation)]).await;
    let wrong = [("username", NAME), ("password", WRONG)];
    assert_eq!(Browser::at(&url).post("/login", &wrong).await.status(), 422);
    let day = [("type", "remote"), ("location", LOCATION), ("notes", NOTES)];
    person.log("2026-11-18", &day).await;
    let token = person.create_token("Laptop of Grace", "write", "never").await;
    let path = format!("/api/v1/user/{NAME}");
    let call = person.request(reqwest::Method::GET, &path).bearer_auth(&token);
    let call = call.header("traceparent", format!("00-{TRACE}-b7ad6b7169203331-01"));
    assert_eq!(person.send(call).await.status(), 200);
    assert_eq!(person.get(&format!("/nowhere/{NAME}")).await.status(), 404);
    person.submit("/password/forgot", &[("username", NAME)]).await;
    let email = smtpd.letters(2).await.remove(1);
    let reset = token_in(&person, &email.link()).await;
    let form = [("token", reset.as_str()), ("new_password", NEW), ("new_password_confirm", NEW)];
    person.submit("/password/reset", &form).await;
    program.interrupt();
    let log = program.log();
    let store = storage::open(&place.url.parse().unwrap(), Access::Command).await.unwrap();
    let user = store.user_by_name(&NAME.parse().map(|name: Name| name.key()).unwrap()).await;
    let id = user.unwrap().expect("the person").id.to_string();
    let written = [NAME, EMAIL, PASSWORD, WRONG, NEW, NOTES, LOCATION, "Laptop"];
    let written = written.into_iter().map(str::to_owned);
    SessionLog { log, secrets: written.chain([confirmation, reset, token, id]).collect() }
}

type Name = worklog::domain::accounts::user::Username;

/// Returns the token in the form that an emailed link opens.
async fn token_in(browser: &Browser, link: &str) -> String {
    browser.page(link).await.value("main [name=token]")
}

impl SessionLog {
    fn assert_no_personal_data(&self) {
        let log = self.log.to_lowercase();
        for secret in &self.secrets {
            assert!(!log.contains(&secret.to_lowercase()), "{secret} in {}", self.log);
        }
    }
}

/// Returns the log lines about requests.
fn answered(log: &str) -> Vec<Value> {
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
    let lines: Vec<_> = lines.inspect(|line| assert!(line["timestamp"].is_string())).collect();
    lines.into_iter().filter(|line| line["message"] == "answered").collect()
}

async fn each_request_is_logged_without_personal_data(backend: Backend) {
    let output = log_of_session(&place(backend).await, "json").await;
    output.assert_no_personal_data();
    let lines = answered(&output.log);
    let find = |method: &str, route: &str, status: u16| {
        let known = json!([method, route, status]);
        let facts = |line: &Value| {
            json!([line["http.method"], line["http.route"], line["http.status"]]) == known
        };
        let found: Vec<_> = lines.iter().filter(|line| facts(line)).collect();
        assert!(!found.is_empty(), "{known}: {}", output.log);
        found[0].clone()
    };
    for line in &lines {
        assert_eq!(line["level"], "INFO", "{line}");
        assert_eq!(line["request.id"].as_str().map(str::len), Some(36), "{line}");
        assert!(line["elapsed_us"].is_u64() && line["http.method"].is_string(), "{line}");
    }
    let hash = &find("POST", "/signup", 303)["user.hash"];
    assert_eq!(hash.as_str().map(str::len), Some(16));
    assert_eq!(&find("POST", "/day/{day}", 303)["user.hash"], hash);
    let call = find("GET", "/api/v1/user/{user}", 200);
    assert_eq!((&call["user.hash"], &call["trace.id"]), (hash, &json!(TRACE)));
    for (method, route, status) in
        [("POST", "/login", 422), ("GET", "unmatched", 404), ("POST", "/password/forgot", 303)]
    {
        let line = find(method, route, status);
        assert!(line.get("user.hash").is_none() && line.get("trace.id").is_none(), "{line}");
    }
    let loud = output.log.lines().find(|line| line.contains("WARN") || line.contains("ERROR"));
    assert_eq!(loud, None, "mistyped input isn't a server error");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_is_logged_on_the_embedded_store() {
    each_request_is_logged_without_personal_data(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_is_logged_on_mongodb() {
    each_request_is_logged_without_personal_data(Backend::Mongo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_log_has_the_same_fields() {
    let output = log_of_session(&place(Backend::Embedded).await, "text").await;
    output.assert_no_personal_data();
    let of_day = |line: &&str| line.contains("http.route=\"/day/{day}\" http.status=303");
    let line = output.log.lines().find(of_day).expect(&output.log);
    for field in [" INFO ", "request.id=", "user.hash=", "http.method=\"POST\"", "elapsed_us="] {
        assert!(line.contains(field), "{field}: {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_requests_are_not_logged_as_errors() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let place = place(Backend::Embedded).await;
    let mut program = Program::logging(&place.url, "json");
    program.wait_for_status("/readyz", 200).await;
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", program.port)).await.unwrap();
    stream.write_all(b"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 400"), "{response}");
    program.interrupt();
    let log = program.log();
    assert!(!log.contains("ERROR"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failures_cause_is_logged_once_with_the_request_id() {
    let mut mongod = Mongod::replica_set();
    let mut program = Program::logging(&mongod.url("failing"), "json");
    program.wait_for_status("/readyz", 200).await;
    let person = Browser::at(&program.url);
    let form = [("username", NAME), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    assert_eq!(person.post("/signup", &form).await.status(), 303);
    mongod.stop();
    let mut ids = Vec::new();
    for path in ["/month", "/api/v1/user/grace-hopper", "/password/reset?token=made-up"] {
        let response = person.get(path).await;
        assert_eq!(response.status(), 503, "{path}");
        ids.push(response.headers()["x-request-id"].to_str().unwrap().to_owned());
    }
    program.interrupt();
    let log = program.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for id in ids {
        let within = lines.iter().filter(|line| line["span"]["request.id"] == json!(id));
        let causes: Vec<_> = within.filter(|line| line["message"] != "answered").collect();
        assert_eq!(causes.len(), 1, "{id}: {log}");
        assert_eq!(causes[0]["level"], "ERROR");
        assert!(causes[0]["error"].as_str().is_some_and(|why| !why.is_empty()), "{log}");
        let own: Vec<_> = lines.iter().filter(|line| line["request.id"] == json!(id)).collect();
        assert_eq!((own.len(), &own[0]["http.status"]), (1, &json!(503)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untrusted_proxy_is_logged_once() {
    for (trusted, warnings) in [("10.0.0.0/8", 1), ("127.0.0.1", 0)] {
        let place = place(Backend::Embedded).await;
        let mut command = worklog(&place.url);
        command.env("WORKLOG_TRUSTED_PROXIES", trusted).env("WORKLOG_LOG_FORMAT", "json");
        let mut program = Program::spawn(&mut command, free_port());
        program.wait_for_status("/readyz", 200).await;
        let person = Browser::at(&program.url);
        for path in ["/", "/login", "/month"] {
            let request = person.request(reqwest::Method::GET, path);
            person.send(request.header("X-Forwarded-For", "198.51.100.7")).await;
        }
        program.interrupt();
        let log = program.log();
        let lines: Vec<_> = log.lines().filter(|line| line.contains("X-Forwarded-For")).collect();
        assert_eq!(lines.len(), warnings, "{log}");
        for line in lines {
            assert!(line.contains("WARN") && line.contains("WORKLOG_TRUSTED_PROXIES"), "{line}");
            assert!(!line.contains("198.51"), "{line}");
        }
    }
}
