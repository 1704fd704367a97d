//! Tests snapshot and restore failures that only occur on MongoDB.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mongodb::bson::doc;
use worklog::domain::accounts::user::User;
use worklog::domain::backup::records::{Record, RecordKind};
use worklog::storage::{self, Access, ArchiveError, Store, migrate};

use crate::support::mongod::Mongod;
use crate::support::sample_store::all;
use crate::support::samples::user;
use crate::support::store::{Backend, fresh};

fn record(user: &User) -> Vec<Record> {
    vec![Record::User(Box::new(user.clone()))]
}

/// The server keeps snapshots for five minutes; here it keeps none.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_exceeding_the_snapshot_window_explains_the_remedy() {
    let server = Mongod::replica_set();
    let url = server.url("long");
    let store: Arc<dyn Store> =
        storage::open(&url.parse().unwrap(), Access::Command).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let admin = mongodb::Client::with_uri_str(&url).await.unwrap().database("admin");
    let window = doc! { "setParameter": 1, "minSnapshotHistoryWindowInSeconds": 0 };
    admin.run_command(window).await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let give_up = Instant::now() + Duration::from_mins(1);
    let error = loop {
        store.add_user(&user(&format!("user-{}", rand::random::<u32>()))).await.unwrap();
        match snapshot.next(RecordKind::User).await.and(snapshot.next(RecordKind::Feed).await) {
            Ok(_) => assert!(Instant::now() < give_up, "the snapshot is kept"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, ArchiveError::TooOld), "{error:?}");
    assert!(error.to_string().contains("minSnapshotHistoryWindowInSeconds: 3600"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_later_of_two_concurrent_restores_wins() {
    let store = fresh(Backend::Mongo).await;
    let mut first = store.begin_restore(false).await.unwrap();
    first.add(record(&user("ada"))).await.unwrap();
    let mut second = store.begin_restore(true).await.unwrap();
    let taken_over = first.add(record(&user("bob"))).await;
    assert!(matches!(taken_over, Err(ArchiveError::Disturbed)), "{taken_over:?}");
    let taken_over = first.finish().await;
    assert!(matches!(taken_over, Err(ArchiveError::Disturbed)), "{taken_over:?}");
    let eve = user("eve");
    second.add(record(&eve)).await.unwrap();
    second.finish().await.unwrap();
    let expected = serde_json::to_string(&record(&eve)[0]).unwrap();
    assert_eq!(all(&*store).await[&RecordKind::User], [expected]);
}

/// Simulates a server that is still running.
#[tokio::test(flavor = "multi_thread")]
async fn writes_during_a_restore_are_detected() {
    let store = fresh(Backend::Mongo).await;
    let mut writer = store.begin_restore(false).await.unwrap();
    store.add_user(&user("bob")).await.unwrap();
    writer.add(record(&user("ada"))).await.unwrap();
    let disturbed = writer.finish().await;
    assert!(matches!(disturbed, Err(ArchiveError::Disturbed)), "{disturbed:?}");
    assert!(store.restore_incomplete().await.unwrap());

    let mut writer = store.begin_restore(true).await.unwrap();
    store.add_user(&user("ada")).await.unwrap();
    let disturbed = writer.add(record(&user("Ada"))).await;
    assert!(matches!(disturbed, Err(ArchiveError::Disturbed)), "{disturbed:?}");
}
