//! Backups: what lasts comes back, into either store, and nothing else does.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use worklog::app::backup::{self, BackupError, Checked};
use worklog::domain::archive::Kind;
use worklog::domain::user::User;
use worklog::storage::ArchiveError;
use worklog::storage::migrate::KNOWN_SCHEMA;

use super::archive::clock;
use super::cases;
use crate::support::everything::{all, fill};
use crate::support::samples::user;
use crate::support::store::{Backend, TestStore, fresh};

cases! {
    what_lasts_comes_back_into_either_store,
    what_would_work_again_is_not_in_it,
    a_store_with_users_is_not_restored_into_unless_told,
    a_backup_of_an_empty_store_is_one_too,
    documents_of_nobody_are_left_out,
    a_file_that_is_altered_after_it_was_checked_is_not_restored,
}

/// A backup of a store in a directory of its own.
pub(super) async fn backup_of(store: &TestStore) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.backup");
    backup::back_up(&**store, &path, false, &clock()).await.unwrap();
    (home, path)
}

pub(super) fn check(path: &Path) -> Result<Checked, BackupError> {
    backup::check(path, KNOWN_SCHEMA)
}

async fn what_lasts_comes_back_into_either_store(store: TestStore) {
    fill(&*store).await;
    let mut lasting = all(&*store).await;
    lasting.retain(|kind, _| Kind::LASTING.contains(kind));
    let (_home, path) = backup_of(&store).await;
    let checked = check(&path).unwrap();
    assert_eq!(
        checked.counts.to_string(),
        "2 users, 4 months, 6 changes, 1 calendar feed, 2 tokens, 2 entries of the audit log"
    );
    for backend in Backend::ALL {
        let other = fresh(backend).await;
        let filled = backup::restore(&*other, &checked, false, &clock()).await.unwrap();
        assert_eq!((filled.counts, filled.orphans), (checked.counts.clone(), 0));
        assert_eq!(all(&*other).await, lasting, "{backend:?}");
        let (_home, again) = backup_of(&other).await;
        assert_eq!(check(&again).unwrap().counts, checked.counts);
    }
}

async fn what_would_work_again_is_not_in_it(store: TestStore) {
    fill(&*store).await;
    let (_home, path) = backup_of(&store).await;
    let text = packed(&path).1;
    assert!(text.contains("Bob's 🤒"));
    let everything = all(&*store).await;
    for (kind, documents) in &everything {
        for document in documents {
            let found = text.contains(document.as_str());
            assert_eq!(found, Kind::LASTING.contains(kind), "{document}");
        }
    }
}

async fn a_store_with_users_is_not_restored_into_unless_told(store: TestStore) {
    fill(&*store).await;
    let (_home, path) = backup_of(&store).await;
    let checked = check(&path).unwrap();
    store.add_user(&user("eve")).await.unwrap();
    let before = all(&*store).await;
    let refused = backup::restore(&*store, &checked, false, &clock()).await;
    assert!(matches!(refused, Err(BackupError::Archive(ArchiveError::NotEmpty))), "{refused:?}");
    assert_eq!(all(&*store).await, before);
    backup::restore(&*store, &checked, true, &clock()).await.unwrap();
    let now = all(&*store).await;
    assert_eq!(now[&Kind::User].len(), 2);
    assert!(!now.contains_key(&Kind::Session), "everybody signs in again");
}

async fn a_backup_of_an_empty_store_is_one_too(store: TestStore) {
    let (_home, path) = backup_of(&store).await;
    let checked = check(&path).unwrap();
    assert_eq!(checked.counts.to_string(), "0 users");
    backup::restore(&*store, &checked, false, &clock()).await.unwrap();
}

async fn documents_of_nobody_are_left_out(store: TestStore) {
    let (_home, path) = backup_of(&store).await;
    let (header, _) = packed(&path);
    let ada = user("ada");
    let line = |user: &User| {
        let log = format!(r#"{{"user_id":"{}","month":"2026-11","days":{{}}}}"#, user.id);
        format!(r#"{{"month":{log}}}"#)
    };
    let of_ada = format!(r#"{{"user":{}}}"#, serde_json::to_string(&ada).unwrap());
    let end = r#"{"end":{"user":1,"month":2}}"#.to_owned();
    seal(&path, &header, &[of_ada, line(&ada), line(&user("gone")), end]);
    let filled = backup::restore(&*store, &check(&path).unwrap(), false, &clock()).await.unwrap();
    assert_eq!((filled.counts.of(Kind::Month), filled.orphans), (1, 1));
    assert_eq!(all(&*store).await[&Kind::Month].len(), 1);
}

async fn a_file_that_is_altered_after_it_was_checked_is_not_restored(store: TestStore) {
    fill(&*store).await;
    let before = all(&*store).await;
    let (_home, path) = backup_of(&store).await;
    let checked = check(&path).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).unwrap();
    let refused = backup::restore(&*store, &checked, true, &clock()).await.unwrap_err();
    assert!(refused.to_string().contains("was altered while it was being restored"), "{refused}");
    if store.is_half_filled().await.unwrap() {
        assert!(refused.to_string().contains("repeat this with --replace"), "{refused}");
    } else {
        assert_eq!(all(&*store).await, before);
    }
}

/// The first line of a backup, and the lines that are packed.
pub(super) fn packed(path: &Path) -> (String, String) {
    let bytes = fs::read(path).unwrap();
    let first = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut lines = String::new();
    let mut unpacked = flate2::read::GzDecoder::new(&bytes[first..]);
    std::io::Read::read_to_string(&mut unpacked, &mut lines).unwrap();
    (String::from_utf8(bytes[..first].to_vec()).unwrap(), lines)
}

/// Writes a file with a true checksum, whatever is in it.
pub(super) fn seal(path: &Path, header: &str, lines: &[String]) {
    let mut packer = GzEncoder::new(header.as_bytes().to_vec(), Compression::fast());
    for line in lines {
        writeln!(packer, "{line}").unwrap();
    }
    seal_bytes(path, packer.finish().unwrap());
}

pub(super) fn seal_bytes(path: &Path, mut bytes: Vec<u8>) {
    let digest = hex::encode(Sha256::digest(&bytes));
    bytes.extend(format!("sha256 {digest}\n").bytes());
    fs::write(path, bytes).unwrap();
}

pub(super) async fn small_backup() -> (TempDir, PathBuf) {
    let store = fresh(Backend::Embedded).await;
    fill(&*store).await;
    backup_of(&store).await
}

/// Made when backups first came about. It has to be restored for good, as people's are.
#[tokio::test]
async fn the_first_backups_ever_made_are_still_restored() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/contract/version-1.backup");
    let checked = check(Path::new(path)).unwrap();
    assert_eq!((checked.header.version, checked.header.schema), (1, 4));
    for backend in Backend::ALL {
        let store = fresh(backend).await;
        let filled = backup::restore(&*store, &checked, false, &clock()).await.unwrap();
        let told = "2 users, 4 months, 6 changes, 1 calendar feed, 2 tokens";
        assert_eq!(filled.counts.to_string(), told);
        let ada = store.user_by_name(&user("ada").username_key).await.unwrap().unwrap();
        let log = store.month(ada.id, "2026-11".parse().unwrap()).await.unwrap();
        assert_eq!(
            log.get("2026-11-18".parse().unwrap()).unwrap().content.notes.as_str(),
            "changed"
        );
        assert_eq!(ada.settings.locations[0].name.as_str(), "Café 🎉, \"2nd\" floor");
        assert_eq!(ada.settings.allowances.len(), 1);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_is_its_owners_alone_and_replaces_nothing_unasked() {
    use std::os::unix::fs::PermissionsExt;

    let (home, path) = small_backup().await;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&path).unwrap();
    let store = fresh(Backend::Embedded).await;
    let refused = backup::back_up(&*store, &path, false, &clock()).await;
    assert!(matches!(refused, Err(BackupError::Exists(_))), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), before);

    // What a killed backup left is written over; one that is being written is let be.
    let partial = home.path().join("worklog.backup.partial");
    fs::write(&partial, "left over".repeat(1000)).unwrap();
    let held = fs::OpenOptions::new().write(true).open(&partial).unwrap();
    held.try_lock().unwrap();
    let busy = backup::back_up(&*store, &path, true, &clock()).await;
    assert!(matches!(busy, Err(BackupError::Busy(_))), "{busy:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
    drop(held);
    backup::back_up(&*store, &path, true, &clock()).await.unwrap();
    assert_eq!(check(&path).unwrap().counts.to_string(), "0 users");
    let left: Vec<_> = fs::read_dir(home.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
