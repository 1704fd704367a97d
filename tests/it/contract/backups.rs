//! Tests that backups restore lasting data into either store, and nothing else.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;
use worklog::app::backup::{self, Backup, BackupError};
use worklog::domain::backup::records::RecordKind;
use worklog::storage::{ArchiveError, KNOWN_SCHEMA};

use super::cases;
use super::snapshots::clock;
use crate::support::backups::{edit_and_seal, make_older, mark, sha256};
use crate::support::sample_store::{all, fill};
use crate::support::samples::user;
use crate::support::store::{Backend, TestStore, fresh, holds};

cases! {
    a_backup_restores_into_either_store,
    a_backup_is_a_single_file_database,
    a_backup_is_read_without_locks_under_any_name,
    a_backup_omits_sessions_links_and_messages,
    restoring_over_users_requires_a_flag,
    an_empty_store_can_be_backed_up,
    orphaned_documents_are_left_out,
    a_file_changed_after_verification_is_not_restored,
    a_backup_of_an_older_schema_is_migrated_in_a_copy,
}

/// Backs up a store into a new directory.
pub(super) async fn backup_of(store: &TestStore) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.backup");
    backup::back_up(&**store, &path, false, None, &clock()).await.unwrap();
    (home, path)
}

pub(super) async fn check(path: &Path) -> Result<Backup, BackupError> {
    Backup::open(path, None, &clock()).await
}

pub(super) async fn small_backup() -> (TempDir, PathBuf) {
    let store = fresh(Backend::Embedded).await;
    fill(&*store).await;
    backup_of(&store).await
}

pub(super) fn names(directory: &Path) -> Vec<String> {
    let files = fs::read_dir(directory).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

async fn a_backup_restores_into_either_store(store: TestStore) {
    fill(&*store).await;
    let mut lasting = all(&*store).await;
    lasting.retain(|kind, _| RecordKind::PERMANENT.contains(kind));
    let (_home, path) = backup_of(&store).await;
    let checked = check(&path).await.unwrap();
    assert_eq!(
        checked.counts.to_string(),
        "2 users, 4 months, 6 changes, 1 calendar feed, 2 tokens, 2 entries of the audit log"
    );
    for backend in Backend::ALL {
        let other = fresh(backend).await;
        let restored = backup::restore(&*other, &checked, false, &clock()).await.unwrap();
        assert_eq!((restored.counts, restored.orphans), (checked.counts.clone(), 0));
        assert_eq!(all(&*other).await, lasting, "{backend:?}");
        let (_home, again) = backup_of(&other).await;
        assert_eq!(check(&again).await.unwrap().counts, checked.counts);
        assert_eq!(mark(&again), mark(&path), "identical documents have the same checksum");
    }
}

/// The file is complete, as SQLite and the documentation define it.
async fn a_backup_is_a_single_file_database(store: TestStore) {
    fill(&*store).await;
    let (home, path) = backup_of(&store).await;
    let before = fs::read(&path).unwrap();
    check(&path).await.unwrap();
    assert_eq!(names(home.path()), ["worklog.backup"], "no other files, even during a read");
    assert_eq!(fs::read(&path).unwrap(), before, "reading changes nothing");

    let file = Connection::open(&path).unwrap();
    let pragma = |name: &str| -> String {
        file.query_one(&format!("PRAGMA {name}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((pragma("journal_mode"), pragma("integrity_check")), ("delete".into(), "ok".into()));
    let (header, sealed) = mark(&path);
    assert_eq!(sha256(&file), sealed);
    let header: serde_json::Value = serde_json::from_str(&header).unwrap();
    assert_eq!(
        (header["version"].as_u64(), header["counts"]["month"].as_u64()),
        (Some(2), Some(4))
    );
    assert_eq!(header["program"], env!("CARGO_PKG_VERSION"));
    assert_eq!(header["schema"].as_u64(), Some(KNOWN_SCHEMA.into()));
    let known: Vec<String> = {
        let mut rows = file.prepare("SELECT key FROM meta").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(known, ["schema_version"], "no cookie key");
}

/// Some mounts are read-only or don't support locks.
async fn a_backup_is_read_without_locks_under_any_name(store: TestStore) {
    let (home, path) = backup_of(&store).await;
    let name = home.path().join("50%41 of it? #1.backup");
    fs::rename(path, &name).unwrap();
    let other = Connection::open(&name).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let checked = check(&name).await.unwrap();
    backup::restore(&*store, &checked, true, &clock()).await.unwrap();
}

async fn a_backup_omits_sessions_links_and_messages(store: TestStore) {
    fill(&*store).await;
    let (_home, path) = backup_of(&store).await;
    let bytes = fs::read(&path).unwrap();
    assert!(holds(&bytes, "Bob's 🤒"));
    let everything = all(&*store).await;
    for (kind, records) in &everything {
        for record in records {
            // Removes the kind's name, which the file doesn't contain.
            let document = record.split_once(':').unwrap().1;
            let document = &document[..document.len() - 1];
            assert_eq!(holds(&bytes, document), RecordKind::PERMANENT.contains(kind), "{document}");
        }
    }
}

async fn restoring_over_users_requires_a_flag(store: TestStore) {
    fill(&*store).await;
    let (_home, path) = backup_of(&store).await;
    let checked = check(&path).await.unwrap();
    store.add_user(&user("eve")).await.unwrap();
    let before = all(&*store).await;
    let refused = backup::restore(&*store, &checked, false, &clock()).await;
    assert!(matches!(refused, Err(BackupError::Archive(ArchiveError::NotEmpty))), "{refused:?}");
    assert_eq!(all(&*store).await, before);
    backup::restore(&*store, &checked, true, &clock()).await.unwrap();
    let now = all(&*store).await;
    assert_eq!(now[&RecordKind::User].len(), 2);
    assert!(!now.contains_key(&RecordKind::Session), "all users must log in again");
}

async fn an_empty_store_can_be_backed_up(store: TestStore) {
    let (_home, path) = backup_of(&store).await;
    let checked = check(&path).await.unwrap();
    assert_eq!(checked.counts.to_string(), "0 users");
    backup::restore(&*store, &checked, false, &clock()).await.unwrap();
}

async fn orphaned_documents_are_left_out(store: TestStore) {
    let (_home, path) = small_backup().await;
    let gone = user("gone").id;
    edit_and_seal(
        &path,
        &format!(
            r#"INSERT INTO months VALUES
                   ('{gone}', '2026-11', '{{"user_id":"{gone}","month":"2026-11","days":{{}}}}');
               UPDATE backup SET header = json_set(header, '$.counts.month', 5);"#
        ),
    );
    let checked = check(&path).await.unwrap();
    let restored = backup::restore(&*store, &checked, false, &clock()).await.unwrap();
    assert_eq!((restored.counts.of(RecordKind::Month), restored.orphans), (4, 1));
    assert_eq!(all(&*store).await[&RecordKind::Month].len(), 4);
}

async fn a_file_changed_after_verification_is_not_restored(store: TestStore) {
    fill(&*store).await;
    let before = all(&*store).await;
    let (_home, path) = backup_of(&store).await;
    let checked = check(&path).await.unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let note = bytes.windows(7).position(|window| window == b"changed").unwrap();
    bytes[note] ^= 1;
    fs::write(&path, bytes).unwrap();
    let refused = backup::restore(&*store, &checked, true, &clock()).await.unwrap_err();
    assert!(refused.to_string().contains("was altered while it was being restored"), "{refused}");
    if store.restore_incomplete().await.unwrap() {
        assert!(refused.to_string().contains("repeat this with --replace"), "{refused}");
    } else {
        assert_eq!(all(&*store).await, before);
    }
}

async fn a_backup_of_an_older_schema_is_migrated_in_a_copy(store: TestStore) {
    let (home, path) = small_backup().await;
    make_older(&path);
    let before = fs::read(&path).unwrap();
    let refused = check(&path).await.map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("--temp-dir"), "{refused}");
    let temp_dir = home.path().join("temporary");
    set_mode(&path, 0o444);
    let checked = Backup::open(&path, Some(&temp_dir), &clock()).await.unwrap();
    assert_eq!(checked.header.schema, 4);
    let [copy] = &names(&temp_dir)[..] else { panic!("not one file") };
    let copy = temp_dir.join(copy);
    assert_eq!((mode(&copy), mode(&copy.join("worklog.db"))), (0o700, 0o600));
    let restored = backup::restore(&*store, &checked, false, &clock()).await.unwrap();
    assert_eq!(
        restored.counts.to_string(),
        "2 users, 4 months, 6 changes, 1 calendar feed, 2 tokens"
    );
    drop(checked);
    assert!(names(&temp_dir).is_empty());
    assert_eq!(fs::read(&path).unwrap(), before);
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A link, or a database with its files, can exist under the names that a backup uses.
async fn foreign_files_are_kept(store: &TestStore, home: &Path) {
    let (path, partial) = (home.join("worklog.backup"), home.join("worklog.backup.partial"));
    let other = home.join("other");
    fs::write(&other, "other").unwrap();
    let back_up =
        async |path: &PathBuf| backup::back_up(&**store, path, true, None, &clock()).await;
    std::os::unix::fs::symlink(&other, &partial).unwrap();
    let refused = back_up(&path).await;
    assert!(matches!(refused, Err(BackupError::File { .. })), "{refused:?}");
    assert_eq!(fs::read(&other).unwrap(), b"other");
    fs::remove_file(&partial).unwrap();
    fs::hard_link(&other, &partial).unwrap();
    let refused = back_up(&path).await;
    assert!(matches!(refused, Err(BackupError::File { .. })), "{refused:?}");
    let lock = home.join("worklog.backup.partial.lock");
    fs::remove_file(&partial).unwrap();
    for file in [&partial, &lock] {
        fs::write(file, "of a server").unwrap();
    }
    for path in [&path, &home.join("other-wal")] {
        let in_use = back_up(path).await;
        assert!(matches!(in_use, Err(BackupError::InUse(_))), "{in_use:?}");
    }
    assert_eq!(fs::read(&partial).unwrap(), b"of a server");
    for file in [other, partial, lock] {
        fs::remove_file(file).unwrap();
    }
}

#[tokio::test]
async fn a_backup_is_owner_only_and_overwrites_only_on_request() {
    let (home, path) = small_backup().await;
    assert_eq!(mode(&path), 0o600);
    let before = fs::read(&path).unwrap();
    let store = fresh(Backend::Embedded).await;
    let back_up = async |force| backup::back_up(&*store, &path, force, None, &clock()).await;
    let refused = back_up(false).await;
    assert!(matches!(refused, Err(BackupError::Exists(_))), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), before);

    // Overwrites a partial file left by a killed backup, but not one that is being written.
    let partial = home.path().join("worklog.backup.partial");
    fs::write(&partial, "left over".repeat(10_000)).unwrap();
    let held = fs::OpenOptions::new().write(true).open(&partial).unwrap();
    held.try_lock().unwrap();
    let busy = back_up(true).await;
    assert!(matches!(busy, Err(BackupError::Busy(_))), "{busy:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
    drop(held);
    // On NFS, others see the file lock as a SQLite lock. Here, another connection has one.
    fs::write(&partial, "").unwrap();
    let locked = Connection::open(&partial).unwrap();
    locked.execute_batch("BEGIN EXCLUSIVE").unwrap();
    back_up(true).await.unwrap();
    drop(locked);
    fs::write(&partial, "left over".repeat(10_000)).unwrap();
    // SQLite would apply another file's log to this one.
    let log = home.path().join("worklog.backup-wal");
    fs::write(&log, "log").unwrap();
    let in_use = back_up(true).await;
    assert!(matches!(in_use, Err(BackupError::InUse(_))), "{in_use:?}");
    fs::remove_file(log).unwrap();
    back_up(true).await.unwrap();
    foreign_files_are_kept(&store, home.path()).await;
    assert_eq!(mode(&path), 0o600, "regardless of the partial file's permissions");
    assert_eq!(check(&path).await.unwrap().counts.to_string(), "0 users");
    assert_eq!(names(home.path()), ["worklog.backup"]);
}
