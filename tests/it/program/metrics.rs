//! Tests the metrics for Prometheus, which have their own listener.

pub(super) mod exposition;

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Program, TIMEOUT, run, worklog};
use crate::support::mongod::{Mongod, free_port};
use crate::support::server::{Browser, PASSWORD};
use crate::support::store::{Backend, place};
use exposition::Exposition;

/// A server with metrics, and their URL.
pub(super) struct Metered {
    pub(super) program: Program,
    metrics: String,
}

impl Metered {
    /// Starts a server without waiting for it.
    pub(super) fn start(database: &str) -> Self {
        let port = free_port();
        let mut command = worklog(database);
        command.env("WORKLOG_METRICS_LISTEN", format!("127.0.0.1:{port}"));
        command.env("WORKLOG_SLACK_HOSTS", "localhost:9");
        let program = Program::spawn(&mut command, free_port());
        Self { program, metrics: format!("http://127.0.0.1:{port}/metrics") }
    }

    pub(super) async fn read(&self) -> Exposition {
        let response = reqwest::get(&self.metrics).await.expect("a response");
        assert_eq!(response.status(), 200);
        let kind = response.headers()["content-type"].to_str().expect("text").to_owned();
        assert_eq!(kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
        Exposition::parse(&response.text().await.expect("text"))
    }

    /// Returns the metrics after the first delivery to the user's webhook failed. See
    /// [`generate_traffic`](Self::generate_traffic).
    pub(super) async fn read_once_delivered(&self) -> Exposition {
        let retried = [("kind", "slack"), ("outcome", "retried")];
        self.wait_for_value("worklog_outbox_deliveries_total", &retried, 1.).await;
        self.read().await
    }

    /// Waits for a metric to have a value.
    pub(super) async fn wait_for_value(&self, name: &str, labels: &[(&str, &str)], value: f64) {
        let give_up = Instant::now() + TIMEOUT;
        loop {
            let response = reqwest::get(&self.metrics).await;
            let actual = match response {
                Ok(_) => self.read().await.value(name, labels),
                Err(_) => None,
            };
            if actual == Some(value) {
                return;
            }
            assert!(Instant::now() < give_up, "{name} {labels:?}: {actual:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Uses a little of everything. Returns the number of wrong passwords before throttling.
    pub(super) async fn generate_traffic(&self) -> f64 {
        let person = Browser::at(&self.program.url);
        person.sign_up("ada", "").await;
        person.log_in("ada").await;
        let mut wrong = 0_u32;
        loop {
            let form = [("username", "nobody"), ("password", "made up")];
            let response = Browser::at(&self.program.url).post("/login", &form).await;
            if response.status() == 429 {
                break;
            }
            assert!(response.status() == 422 && wrong < 20, "{response:?}");
            wrong += 1;
        }
        let webhook = [("act", "save"), ("slack", "https://localhost:9/x")];
        assert_eq!(person.post("/settings/slack", &webhook).await.status(), 303);
        person.log("2026-11-18", &[("type", "office"), ("notes", "A secret.")]).await;
        for (path, status) in
            [("/month/2026-11", 200), ("/day/2026-11-18", 200), ("/nowhere/ada", 404)]
        {
            assert_eq!(person.get(path).await.status(), status, "{path}");
        }
        let login = json!({ "username": "ada", "password": PASSWORD });
        let call = person.request(reqwest::Method::POST, "/api/v1/login").json(&login);
        assert_eq!(person.send(call).await.status(), 200);
        assert_eq!(person.get("/api/v1/user/ada").await.status(), 200);
        wrong.into()
    }
}

async fn requests_and_work_are_counted(backend: Backend) {
    let place = place(backend).await;
    let server = Metered::start(&place.url);
    server.program.wait_for_status("/readyz", 200).await;
    let wrongs = server.generate_traffic().await;
    // One password was set and hashed, and all others were verified. A job is counted after its
    // caller has the result, by a thread of low priority.
    let jobs = 2. + 2. + wrongs;
    server.wait_for_value("worklog_password_job_duration_seconds_count", &[], jobs).await;
    let metrics = server.read_once_delivered().await;
    let day = [("method", "POST"), ("route", "/day/{day}"), ("status", "303")];
    assert_eq!(metrics.value("worklog_http_requests_total", &day), Some(1.));
    let wrong = [("method", "POST"), ("route", "/login"), ("status", "422")];
    assert_eq!(metrics.value("worklog_http_requests_total", &wrong), Some(wrongs));
    let nowhere = [("method", "GET"), ("route", "unmatched"), ("status", "404")];
    assert_eq!(metrics.value("worklog_http_requests_total", &nowhere), Some(1.));
    let month = [("method", "GET"), ("route", "/month/{month}")];
    assert_eq!(metrics.value("worklog_http_request_duration_seconds_count", &month), Some(1.));
    assert_eq!(metrics.value("worklog_http_requests_in_flight", &[]), Some(0.));
    for (outcome, count) in [("ok", 2.), ("wrong", wrongs), ("limited", 1.)] {
        assert_eq!(metrics.value("worklog_logins_total", &[("outcome", outcome)]), Some(count));
    }
    assert_eq!(metrics.value("worklog_signups_total", &[("outcome", "ok")]), Some(1.));
    let policy = [("policy", "login_pair")];
    assert_eq!(metrics.value("worklog_limited_attempts_total", &policy), Some(1.));
    for (kind, count) in [("failed", wrongs), ("throttled", 1.)] {
        assert_eq!(metrics.value("worklog_auth_events_total", &[("kind", kind)]), Some(count));
    }
    let saved = [("operation", "edit_days"), ("outcome", "ok")];
    assert_eq!(metrics.value("worklog_store_operations_total", &saved), Some(1.));
    let saved = [("operation", "edit_days")];
    assert_eq!(metrics.value("worklog_store_operation_duration_seconds_count", &saved), Some(1.));
    let counted = metrics.value("worklog_password_job_duration_seconds_count", &[]);
    assert_eq!(counted, Some(jobs));
    assert_eq!(metrics.value("worklog_password_jobs_waiting", &[]), Some(0.));
    assert_eq!(metrics.value("worklog_store_up", &[]), Some(1.));
    assert!(metrics.value("worklog_store_connections", &[]).is_some_and(|open| open >= 1.));
    assert!(metrics.value("process_resident_memory_bytes", &[]).is_some_and(|bytes| bytes > 1e6));
    let commits = metrics.value("worklog_store_commit_writes_count", &[]).unwrap();
    let waits = metrics.value("worklog_store_connection_wait_seconds_count", &[]).unwrap();
    let store = match backend {
        Backend::Embedded => "embedded",
        Backend::Mongo => "mongodb",
    };
    let build = [("version", env!("CARGO_PKG_VERSION")), ("store", store)];
    assert_eq!(metrics.value("worklog_build_info", &build), Some(1.));
    assert_eq!((commits > 0., waits > 0.), (true, store == "mongodb"));
    metrics.assert_no_personal_data(&["ada", "nobody", "2026", "secret"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_and_work_are_counted_on_the_embedded_store() {
    requests_and_work_are_counted(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_and_work_are_counted_on_mongodb() {
    requests_and_work_are_counted(Backend::Mongo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ups_by_invitation_are_counted() {
    let place = place(Backend::Embedded).await;
    let server = Metered::start(&place.url);
    server.program.wait_for_status("/readyz", 200).await;
    let listen = format!("--listen=127.0.0.1:{}", server.program.port);
    let invited = run(&place.url, &["user", "invite", &listen], "");
    let link = String::from_utf8(invited.stdout).unwrap();
    let (_, token) = link.trim().split_once("invite=").expect("a link");
    let form = [("username", "kim"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let form: Vec<_> = form.into_iter().chain([("invite", token)]).collect();
    Browser::at(&server.program.url).submit("/signup", &form).await;
    let metrics = server.read().await;
    assert_eq!(metrics.value("worklog_signups_total", &[("outcome", "ok")]), Some(1.));
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_served_while_the_database_is_unavailable() {
    let mut mongod = Mongod::replica_set();
    mongod.stop();
    let server = Metered::start(&mongod.url("late"));
    server.program.wait_for_status("/readyz", 503).await;
    let metrics = server.read().await;
    assert_eq!(metrics.value("worklog_store_up", &[]), Some(0.));
    let refused = [("method", "GET"), ("route", "unmatched"), ("status", "503")];
    assert!(
        metrics.value("worklog_http_requests_total", &refused).is_some_and(|count| count >= 1.)
    );
    mongod.start_again();
    server.wait_for_value("worklog_store_up", &[], 1.).await;
    mongod.stop();
    server.wait_for_value("worklog_store_up", &[], 0.).await;
    let away = server.read().await;
    let claims = [("operation", "claim_messages"), ("outcome", "unavailable")];
    assert!(away.value("worklog_store_operations_total", &claims).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_listener_serves_only_metrics() {
    let place = place(Backend::Embedded).await;
    let server = Metered::start(&place.url);
    server.program.wait_for_status("/readyz", 200).await;
    server.program.wait_for_status("/metrics", 404).await;
    for path in ["", "/livez", "/login", "/metrics/x"] {
        let url = server.metrics.replace("/metrics", path);
        assert_eq!(reqwest::get(url).await.unwrap().status(), 404, "{path}");
    }
    let posted = reqwest::Client::new().post(&server.metrics).send().await.unwrap();
    assert_eq!(posted.status(), 405);
}
