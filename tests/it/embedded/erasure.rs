//! Tests that deleted data leaves no bytes in the files, regardless of their history.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::Utc;
use worklog::domain::accounts::user::User;
use worklog::domain::backup::records::RecordKind;
use worklog::domain::days::day::Month;
use worklog::domain::days::month_log::Precondition;
use worklog::storage::{Access, Accounts, Archive, Days, Embedded, Erasure, Sessions, migrate};

use crate::support::samples::{day_transaction, put, user};
use crate::support::store::{holds, raw_files};

async fn open(path: &Path) -> Embedded {
    let store = Embedded::open(path, Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    store
}

/// Returns notes of varying length that contain a word unique to the user.
fn notes(person: u32, save: u32) -> String {
    let word = format!("person-{person:03}-");
    word.repeat(1 + (save * 7 + person) as usize % 60)
}

/// Adds many users who save in turn, so that the file's pages are split and balanced with entries
/// of several users in each.
async fn add_users(store: &Embedded, people: u32, saves: u32) -> Vec<User> {
    let mut users = Vec::new();
    for person in 0..people {
        let user = user(&format!("user-{person:03}"));
        store.add_user(&user).await.unwrap();
        users.push(user);
    }
    for save in 0..saves {
        for (person, user) in (0..people).zip(&users) {
            let day = format!("2026-{:02}-{:02}", 1 + save % 3, 1 + save % 5);
            let edit = put(&day, "office", &notes(person, save), Precondition::Any);
            store.edit_days(user.id, &day_transaction(user.id, [edit])).await.unwrap();
        }
    }
    users
}

/// A reader of an old snapshot, such as a backup, keeps deleted data in the log.
#[tokio::test(flavor = "multi_thread")]
async fn data_deleted_during_a_backup_is_erased_afterwards() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    let store = open(&path).await;
    let users = add_users(&store, 4, 8).await;
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.next(RecordKind::User).await.unwrap().len(), 4);
    assert!(store.delete_user(users[1].id, &[]).await.unwrap());
    assert_eq!(
        snapshot.next(RecordKind::Month).await.unwrap().len(),
        12,
        "the backup is unaffected"
    );
    drop(snapshot);
    store.purge(Utc::now()).await.unwrap();
    let raw = raw_files(&path);
    assert!(!holds(&raw, "person-001-") && !holds(&raw, &users[1].id.to_string()));
    assert!(holds(&raw, "person-002-"));
}

#[tokio::test]
async fn a_deleted_user_among_many_leaves_no_bytes() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    let store = open(&path).await;
    let users = add_users(&store, 24, 24).await;
    for (person, user) in users.iter().enumerate().step_by(5) {
        let word = format!("person-{person:03}-");
        assert!(holds(&raw_files(&path), &word));
        store.delete_user(user.id, &[]).await.unwrap();
        let raw = raw_files(&path);
        assert!(!holds(&raw, &word), "{word}");
        assert!(!holds(&raw, &user.id.to_string()), "{word}");
    }
    assert!(holds(&raw_files(&path), "person-001-"));
    let (from, to) = Month::of_year(2026).unwrap();
    store.delete_days(users[1].id, from, to).await.unwrap();
    assert!(!holds(&raw_files(&path), "person-001-"));
    let months = store.months(users[2].id, from, to).await.unwrap();
    assert_eq!(months.iter().map(|log| log.days.len()).sum::<usize>(), 15, "others keep days");
}

/// Simulates a kill between the deletion and the vacuum.
#[tokio::test]
async fn an_unfinished_erasure_completes_at_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    let store = open(&path).await;
    let users = add_users(&store, 3, 6).await;
    drop(store);
    let file = rusqlite::Connection::open(&path).unwrap();
    file.pragma_update(None, "foreign_keys", true).unwrap();
    file.execute("DELETE FROM users WHERE id = ?1", [users[0].id.to_string()]).unwrap();
    file.execute("INSERT INTO meta (key, value) VALUES ('erasure_due', '')", []).unwrap();
    drop(file);
    assert!(holds(&raw_files(&path), "person-000-"), "SQLite leaves deleted bytes behind");
    let store = open(&path).await;
    assert!(!holds(&raw_files(&path), "person-000-"));
    drop(store);
    assert!(!is_due(&path));
}

fn is_due(path: &Path) -> bool {
    let file = rusqlite::Connection::open(path).unwrap();
    let due = "SELECT count(*) FROM meta WHERE key = 'erasure_due'";
    file.query_row(due, [], |row| row.get::<_, u32>(0)).unwrap() == 1
}

/// A reader of an old snapshot prevents truncating the log. The deletion still succeeds, and the
/// next one erases the data of both.
#[tokio::test]
async fn erasure_is_retried_if_vacuuming_fails() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    let store = open(&path).await;
    let users = add_users(&store, 3, 6).await;
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM users;").unwrap();
    let start = Instant::now();
    assert!(store.delete_user(users[0].id, &[]).await.unwrap());
    assert!(start.elapsed() < Duration::from_secs(3), "saves wait for the reader");
    assert_eq!(store.user(users[0].id).await.unwrap(), None, "the user is deleted");
    assert!(holds(&raw_files(&path), "person-000-"), "the reader's snapshot still contains it");
    assert!(is_due(&path), "the pending erasure is recorded");
    reader.execute_batch("COMMIT").unwrap();
    assert!(store.delete_user(users[1].id, &[]).await.unwrap());
    for word in ["person-000-", "person-001-"] {
        assert!(!holds(&raw_files(&path), word), "{word}");
    }
    assert!(!is_due(&path) && holds(&raw_files(&path), "person-002-"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_and_saves_continue_during_vacuuming() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    let store = open(&path).await;
    let users = add_users(&store, 12, 12).await;
    let deleting = async {
        for user in &users[..4] {
            assert!(store.delete_user(user.id, &[]).await.unwrap());
        }
    };
    let others = async {
        for number in 1..=28 {
            let edit = put(&format!("2027-02-{number:02}"), "sick", "", Precondition::NoEntry);
            let id = users[5].id;
            assert_eq!(store.edit_days(id, &day_transaction(id, [edit])).await.unwrap().len(), 1);
            let month = store.month(id, "2027-02".parse().unwrap()).await.unwrap();
            assert_eq!(month.days.len(), number);
        }
    };
    futures_util::join!(deleting, others);
    assert!(!holds(&raw_files(&path), "person-003-"));
}
