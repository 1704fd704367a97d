//! Tests that large reads wait for others of the same user.

use std::time::Duration;

use futures_util::StreamExt;
use tokio::time::timeout;
use worklog::app::exchange::exports::{self, ExportFormat};

use crate::support::server::Server;

on_both_stores! {
    two_exports_of_a_user_run_at_once,
}

async fn two_exports_of_a_user_run_at_once(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    for user in [&ada, &bob] {
        user.submit("/day/2026-11-18", &[("type", "sick")]).await;
    }
    let (app, user) = server.app_and_user("ada").await;
    let export = || Box::pin(exports::write(&app, &user, ExportFormat::Json { year: None }));
    let (mut first, mut second, mut third) = (export(), export(), export());
    assert!(first.next().await.is_some() && second.next().await.is_some());
    let waited = Duration::from_millis(200);
    assert!(timeout(waited, third.next()).await.is_err(), "it waits");
    drop(first);
    assert!(third.next().await.unwrap().is_ok());
    let report = "/report?from=2026-11-01&to=2026-11-30";
    assert!(timeout(waited, ada.get(report)).await.is_err(), "it waits, too");
    assert_eq!(bob.get(report).await.status(), 200, "others don't");
    assert_eq!(ada.get("/month/2026-11").await.status(), 200, "other pages don't");
}
