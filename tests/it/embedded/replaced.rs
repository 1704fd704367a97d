//! Tests a file that is deleted, replaced, or reached by another name while it is open.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::Utc;
use rusqlite::Connection;
use tempfile::TempDir;
use worklog::storage::{
    Access, Accounts, Archive, Embedded, Meta, OpenError, Status, StoreError, migrate,
};

use crate::support::samples::user;

fn home() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().canonicalize().unwrap().join("worklog.db");
    (home, path)
}

/// Creates a database with enough users to fill several pages of the log.
async fn with_users(path: &Path, names: &str) -> Embedded {
    let store = Embedded::open(path, Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    for number in 0..50 {
        store.add_user(&user(&format!("{names}-{number}"))).await.unwrap();
    }
    store
}

async fn has(store: &Embedded, name: &str) -> bool {
    store.user_by_name(&user(name).username_key).await.unwrap().is_some()
}

fn sibling(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

/// Returns the logs that were set aside.
fn set_aside(path: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(path.parent().unwrap()).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files.filter(|file| file.to_string_lossy().contains("-wal.replaced-")).collect()
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, StoreError>, missing: &Path) {
    match result {
        Err(StoreError::FileReplaced(path)) => assert_eq!(path, missing),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_is_acknowledged_once_a_file_is_deleted() {
    for suffix in ["", "-wal", "-shm"] {
        let (_home, path) = home();
        let store = with_users(&path, "ada").await;
        store.ping().await.unwrap();
        let file = sibling(&path, suffix);
        fs::remove_file(&file).unwrap();
        assert_refused(store.add_user(&user("bob")).await, &file);
        assert_refused(store.ping().await, &file);
        assert_refused(store.state().await, &file);
        assert!(store.snapshot().await.is_err(), "a backup would contain another file");
        assert!(store.begin_restore(true).await.is_err());
        assert!(has(&store, "ada-1").await, "what was saved can still be read");
        assert!(!has(&store, "bob").await);
    }
}

#[tokio::test]
async fn writes_work_again_once_the_same_file_is_back() {
    let (home, path) = home();
    let store = with_users(&path, "ada").await;
    let elsewhere = home.path().join("moved.db");
    fs::rename(&path, &elsewhere).unwrap();
    assert_refused(store.add_user(&user("bob")).await, &path);
    fs::rename(&elsewhere, &path).unwrap();
    store.add_user(&user("bob")).await.unwrap();
    store.ping().await.unwrap();
}

/// Returns a database without a log, and a server's file that it replaces while it is open.
async fn replaced() -> (TempDir, PathBuf, Embedded) {
    let (home, path) = home();
    let other = home.path().join("other.db");
    drop(with_users(&other, "eve").await);
    let store = with_users(&path, "ada").await;
    fs::rename(&other, &path).unwrap();
    assert_refused(store.add_user(&user("bob")).await, &path);
    (home, path, store)
}

/// SQLite would copy pages of the former file from its log into the new file.
#[tokio::test]
async fn the_log_of_a_replaced_file_is_not_applied_to_the_new_file() {
    let (_home, path, store) = replaced().await;
    drop(store);
    let log = sibling(&path, "-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0, "SQLite leaves the log behind");
    let store = Embedded::open(&path, Access::Server).unwrap();
    assert!(has(&store, "eve-49").await && !has(&store, "ada-1").await);
    store.add_user(&user("bob")).await.unwrap();
    assert_eq!(set_aside(&path).len(), 1);
    drop(store);
    let file = Connection::open(&path).unwrap();
    let state: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(state, "ok");
}

#[tokio::test]
async fn a_command_sets_the_log_aside_too_but_not_while_the_server_runs() {
    let (_home, path, store) = replaced().await;
    let refused = Embedded::open(&path, Access::Command).err().unwrap();
    assert!(matches!(refused, OpenError::Replaced(named) if named == path));
    drop(store);
    let command = Embedded::open(&path, Access::Existing).unwrap();
    assert!(has(&command, "eve-49").await && !has(&command, "ada-1").await);
}

#[tokio::test]
async fn a_new_file_after_a_deletion_starts_without_the_former_log() {
    let (_home, path) = home();
    let store = with_users(&path, "ada").await;
    fs::remove_file(&path).unwrap();
    drop(store);
    let store = Embedded::open(&path, Access::Server).unwrap();
    assert_eq!(store.schema_version().await.unwrap(), 0);
    assert_eq!(set_aside(&path).len(), 1);
}

/// A copy of the directory after a crash has other inodes, but its log belongs to its file.
#[tokio::test]
async fn the_log_of_a_copied_directory_is_applied() {
    let (_home, path) = home();
    let store = with_users(&path, "ada").await;
    let (_other_home, copy) = self::home();
    for suffix in ["", "-wal", ".lock"] {
        fs::copy(sibling(&path, suffix), sibling(&copy, suffix)).unwrap();
    }
    let copied = Embedded::open(&copy, Access::Server).unwrap();
    assert!(has(&copied, "ada-49").await);
    assert!(set_aside(&copy).is_empty());
    drop(store);
}

#[tokio::test]
async fn a_file_with_two_names_is_rejected_by_either() {
    let (_home, path) = home();
    let server = with_users(&path, "ada").await;
    let (_elsewhere, name) = self::home();
    fs::hard_link(&path, &name).unwrap();
    for access in [Access::Server, Access::Command, Access::Existing] {
        let refused = Embedded::open(&name, access).err().unwrap();
        assert!(matches!(refused, OpenError::SeveralNames(named) if named == name));
    }
    server.add_user(&user("bob")).await.unwrap();
    drop(server);
    let refused = Embedded::open(&path, Access::Server).err().unwrap();
    assert!(matches!(refused, OpenError::SeveralNames(_)));
    fs::remove_file(&name).unwrap();
    assert!(has(&Embedded::open(&path, Access::Server).unwrap(), "bob").await);
}
