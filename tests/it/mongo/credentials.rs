//! Tests a database that stops accepting the server's password.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;
use worklog::domain::accounts::user::UserId;
use worklog::storage::{self, Access, OpenError, StoreError, migrate};

use super::{month, open};
use crate::support::mongod_auth::Guarded;
use crate::support::server::{Browser, PASSWORD, Server};

const TIMEOUT: Duration = Duration::from_secs(30);

async fn wait_for_status(browser: &Browser, path: &str, status: u16) {
    let give_up = Instant::now() + TIMEOUT;
    loop {
        let response = browser.get(path).await.status();
        if response == status {
            return;
        }
        assert!(Instant::now() < give_up, "{path}: {response}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_database_password_is_reported() {
    let guarded = Guarded::start("wrong").await;
    guarded.set_password(Some("another")).await;
    let refusal = open(&guarded.url()).await.err().expect("is refused");
    assert!(matches!(refusal, OpenError::Denied(_)), "{refusal:?}");
    let error = refusal.to_string();
    assert!(error.contains("username or password in WORKLOG_DATABASE_URL"), "{error}");
}

/// The user may only read and write the database, as in the Kubernetes manifests.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_found_without_further_privileges() {
    let guarded = Guarded::start("found").await;
    let url = guarded.url().parse().unwrap();
    let command = storage::open(&url, Access::Command).await.unwrap();
    assert!(!command.has_server().await.unwrap());
    let server = storage::open(&url, Access::Server).await.unwrap();
    assert!(command.has_server().await.unwrap());
    assert!(server.has_server().await.unwrap());
    let other = guarded.url().replace("/found?", "/foun?").parse().unwrap();
    let other = storage::open(&other, Access::Command).await.unwrap();
    assert!(!other.has_server().await.unwrap(), "it uses another database");
}

#[actix_web::test]
async fn a_changed_database_password_causes_503_until_corrected() {
    let mut guarded = Guarded::start("rotated").await;
    let store = open(&guarded.url()).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let server = Server::on_store(Arc::clone(&store), &[]).await;
    let ada = server.sign_up("ada").await;
    let token = ada.create_token("Laptop", "write", "never").await;

    guarded.set_password(Some("another")).await;
    assert_eq!(ada.get("/month").await.status(), 200, "on an existing connection");
    // More requests than connections: new connections are refused, which clears the pool.
    let burst = (0..40).map(|_| {
        let ada = ada.clone();
        actix_web::rt::spawn(async move { ada.get("/month").await.status().as_u16() })
    });
    let mut statuses = BTreeSet::new();
    for response in burst.collect::<Vec<_>>() {
        statuses.insert(response.await.unwrap());
    }
    assert!(statuses.is_subset(&BTreeSet::from([200, 503])), "{statuses:?}");

    guarded.restart().await;
    let give_up = Instant::now() + TIMEOUT;
    loop {
        match store.month(UserId::new(), month()).await.unwrap_err() {
            StoreError::Denied(_) => break,
            error => assert!(Instant::now() < give_up, "{error:?}"),
        }
    }
    // The clock doesn't advance, so the tolerance for elections can't have run out.
    wait_for_status(&ada, "/readyz", 503).await;
    assert_eq!(ada.get("/livez").await.status(), 200);
    let form = [("username", "ada"), ("password", PASSWORD)];
    let call = ada.request(Method::GET, "/api/v1/user/ada").bearer_auth(&token);
    for response in [
        ada.get("/month").await,
        server.browser().post("/login", &form).await,
        ada.post("/day/2026-11-18", &[("type", "office")]).await,
        server.browser().get("/password/reset?token=made-up").await,
        ada.send(call).await,
    ] {
        assert_eq!(response.status(), 503, "{}", response.url());
        assert!(response.headers().contains_key("retry-after"), "{}", response.url());
    }

    guarded.set_password(None).await;
    wait_for_status(&ada, "/month", 200).await;
    wait_for_status(&ada, "/readyz", 200).await;
}
