//! Tests that writers share commits, and that acknowledged writes are in the file.

use std::sync::Arc;

use chrono::Utc;
use worklog::domain::days::month_log::Precondition;
use worklog::storage::{Access, Accounts, Days, Embedded, migrate};

use crate::support::concurrent::race;
use crate::support::samples::{day_transaction, put, user};

const WRITERS: usize = 16;
const SAVES: u32 = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_writers_share_commits() {
    let home = tempfile::tempdir().unwrap();
    let store = Embedded::open(&home.path().join("worklog.db"), Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    let store = Arc::new(store);
    let before = store.write_counts();
    race(WRITERS, |number| {
        let store = Arc::clone(&store);
        async move {
            let user = user(&format!("user-{number}"));
            store.add_user(&user).await.unwrap();
            for save in 0..SAVES {
                let precondition =
                    if save == 0 { Precondition::NoEntry } else { Precondition::Version(save) };
                let edit = put("2026-11-18", "office", &format!("{save}"), precondition);
                store.edit_days(user.id, &day_transaction(user.id, [edit])).await.unwrap();
            }
        }
    })
    .await;
    let after = store.write_counts();
    let (jobs, commits) = (after.jobs - before.jobs, after.commits - before.commits);
    assert_eq!(jobs, WRITERS as u64 * u64::from(SAVES + 1));
    assert!(commits * 5 <= jobs, "{jobs} writes took {commits} commits");
}

#[tokio::test]
async fn a_single_write_commits_alone() {
    let home = tempfile::tempdir().unwrap();
    let store = Embedded::open(&home.path().join("worklog.db"), Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    let before = store.write_counts();
    store.add_user(&user("ada")).await.unwrap();
    let after = store.write_counts();
    assert_eq!((after.jobs - before.jobs, after.commits - before.commits), (1, 1));
}

#[tokio::test]
async fn acknowledged_writes_survive_reopening() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    let ada = user("ada");
    let store = Embedded::open(&path, Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    store.add_user(&ada).await.unwrap();
    let edit = put("2026-11-18", "office", "", Precondition::NoEntry);
    store.edit_days(ada.id, &day_transaction(ada.id, [edit])).await.unwrap();
    let month = "2026-11".parse().unwrap();
    let log = store.month(ada.id, month).await.unwrap();
    drop(store);
    let store = Embedded::open(&path, Access::Server).unwrap();
    assert_eq!(store.month(ada.id, month).await.unwrap(), log);
    assert_eq!(store.user_by_name(&ada.username_key).await.unwrap(), Some(ada));
}

/// Closing checkpoints the log, so that copying a stopped server's file copies everything.
#[tokio::test]
async fn a_closed_store_is_a_single_file() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    let store = Embedded::open(&path, Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    store.add_user(&user("ada")).await.unwrap();
    drop(store);
    let mut files: Vec<_> =
        std::fs::read_dir(home.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["worklog.db", "worklog.db.lock"]);
}

/// Simulates a power cut by copying the files while the server is running.
#[tokio::test]
async fn a_file_copy_of_a_running_store_has_acknowledged_writes() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    let store = Embedded::open(&path, Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let copy = tempfile::tempdir().unwrap();
    for name in ["worklog.db", "worklog.db-wal"] {
        std::fs::copy(home.path().join(name), copy.path().join(name)).unwrap();
    }
    let copy = Embedded::open(&copy.path().join("worklog.db"), Access::Server).unwrap();
    assert_eq!(copy.user_by_name(&ada.username_key).await.unwrap(), Some(ada));
}
