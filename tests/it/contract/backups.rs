//! Backups: what lasts comes back, into either store, and nothing but what was written is taken.

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
async fn backup_of(store: &TestStore) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.backup");
    backup::back_up(&**store, &path, false, &clock()).await.unwrap();
    (home, path)
}

fn check(path: &Path) -> Result<Checked, BackupError> {
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
        "2 users, 4 months, 6 changes, 1 calendar feed, 2 tokens"
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
fn packed(path: &Path) -> (String, String) {
    let bytes = fs::read(path).unwrap();
    let first = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut lines = String::new();
    let mut unpacked = flate2::read::GzDecoder::new(&bytes[first..]);
    std::io::Read::read_to_string(&mut unpacked, &mut lines).unwrap();
    (String::from_utf8(bytes[..first].to_vec()).unwrap(), lines)
}

/// Writes a file with a true checksum, whatever is in it.
fn seal(path: &Path, header: &str, lines: &[String]) {
    let mut packer = GzEncoder::new(header.as_bytes().to_vec(), Compression::fast());
    for line in lines {
        writeln!(packer, "{line}").unwrap();
    }
    seal_bytes(path, packer.finish().unwrap());
}

fn seal_bytes(path: &Path, mut bytes: Vec<u8>) {
    let digest = hex::encode(Sha256::digest(&bytes));
    bytes.extend(format!("sha256 {digest}\n").bytes());
    fs::write(path, bytes).unwrap();
}

async fn small_backup() -> (TempDir, PathBuf) {
    let store = fresh(Backend::Embedded).await;
    fill(&*store).await;
    backup_of(&store).await
}

fn refusal(path: &Path) -> String {
    match check(path) {
        Err(error @ (BackupError::Damaged { .. } | BackupError::Header { .. })) => {
            error.to_string()
        }
        other => panic!("not refused: {other:?}"),
    }
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
        assert_eq!(log.get("2026-11-18".parse().unwrap()).unwrap().notes.as_str(), "changed");
        assert_eq!(ada.settings.locations[0].name.as_str(), "Café 🎉, \"2nd\" floor");
        assert_eq!(ada.settings.allowances.len(), 1);
    }
}

#[tokio::test]
async fn a_backup_cut_anywhere_is_refused() {
    let (_home, path) = small_backup().await;
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 1000 && check(&path).is_ok());
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        refusal(&path);
    }
    fs::write(&path, &whole).unwrap();
    check(&path).unwrap();
}

#[tokio::test]
async fn a_backup_with_any_byte_altered_is_refused() {
    let (_home, path) = small_backup().await;
    let mut bytes = fs::read(&path).unwrap();
    for at in 0..bytes.len() {
        for flips in [0x01, 0x20, 0x80, 0xff] {
            bytes[at] ^= flips;
            fs::write(&path, &bytes).unwrap();
            refusal(&path);
            bytes[at] ^= flips;
        }
    }
    fs::write(&path, &bytes).unwrap();
    check(&path).unwrap();
}

#[tokio::test]
async fn a_backup_with_more_behind_it_is_refused() {
    let (_home, path) = small_backup().await;
    let whole = fs::read(&path).unwrap();
    for more in [&b"\n"[..], b"x", &whole] {
        fs::write(&path, [&whole[..], more].concat()).unwrap();
        refusal(&path);
    }
}

/// Files that nothing altered, but that no backup of ours can be.
#[tokio::test]
async fn what_is_sealed_and_makes_no_sense_is_refused() {
    let (_home, path) = small_backup().await;
    let (header, text) = packed(&path);
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    seal(&path, &header, &lines);
    check(&path).unwrap();
    let (end, documents) = lines.split_last().unwrap();
    let with = |last: &[&str]| -> Vec<String> {
        documents.iter().cloned().chain(last.iter().map(|line| (*line).to_owned())).collect()
    };
    for (lines, told) in [
        (documents.to_vec(), "it has no end"),
        (with(&[&end.replace(r#""month":4"#, r#""month":3"#)]), "as many documents as it says"),
        (with(&[r#"{"end":{}}"#]), "as many documents as it says"),
        (with(&[r#"{"end":{"user":2"#]), "as many documents as it says"),
        (with(&[r#"{"planet":{}}"#, end]), "a document makes no sense"),
        (with(&[r#"{"user":{"id":"x"}}"#, end]), "a document makes no sense"),
        (with(&["", end]), "a line is cut"),
        (with(&[end, end]), "goes on after its end"),
        (lines[1..].to_vec(), "as many documents as it says"),
    ] {
        seal(&path, &header, &lines);
        let refusal = refusal(&path);
        assert!(refusal.contains(told) && refusal.contains("take another backup"), "{refusal}");
    }
    let mut twice = GzEncoder::new(header.clone().into_bytes(), Compression::fast());
    twice.write_all(text.as_bytes()).unwrap();
    let mut twice = GzEncoder::new(twice.finish().unwrap(), Compression::fast());
    twice.write_all(text.as_bytes()).unwrap();
    seal_bytes(&path, twice.finish().unwrap());
    assert!(refusal(&path).contains("goes on after its end"));
}

#[tokio::test]
async fn what_is_no_backup_or_of_a_newer_worklog_is_refused_in_words() {
    let (_home, path) = small_backup().await;
    let (header, text) = packed(&path);
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let schema = format!(r#""schema":{KNOWN_SCHEMA}"#);
    let newer_schema = format!(r#""schema":{}"#, KNOWN_SCHEMA + 1);
    for (header, told) in [
        (header.replace("worklog-backup", "picture"), "is not a Worklog backup"),
        (header.replace(r#""version":1"#, r#""version":2"#), "newer than this one"),
        (header.replace(&schema, &newer_schema), "newer than this one"),
        (header.replace(env!("CARGO_PKG_VERSION"), "99.1.2"), "was made by Worklog 99.1.2"),
        (header.replace(&schema, r#""schema":"x""#), "its first line makes no sense"),
    ] {
        seal(&path, &header, &lines);
        assert!(refusal(&path).contains(told), "{}", refusal(&path));
    }
    fs::write(&path, "SQLite format 3").unwrap();
    assert!(refusal(&path).contains("is not a Worklog backup"));
    // One of an older schema is read.
    seal(&path, &header.replace(&schema, r#""schema":1"#), &lines);
    check(&path).unwrap();
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
