//! Tests that damaged backups are rejected before any store is opened.

use std::fs;
use std::path::Path;
use std::time::Duration;

use worklog::app::backup::BackupError;
use worklog::domain::backup::records::RecordKind;
use worklog::storage::KNOWN_SCHEMA;

use super::backups::{backup_of, check, small_backup};
use crate::support::backups::{edit, edit_and_seal, mark};
use crate::support::sample_store::{all, fill};
use crate::support::samples::user;
use crate::support::store::{Backend, fresh};

async fn refusal(path: &Path) -> String {
    match check(path).await {
        Err(
            error @ (BackupError::Damaged { .. }
            | BackupError::Header { .. }
            | BackupError::NotFinished(_)),
        ) => error.to_string(),
        Err(error) => panic!("rejected for another reason: {error:?}"),
        Ok(_) => panic!("not rejected"),
    }
}

#[tokio::test]
async fn truncated_or_extended_backups_are_rejected() {
    let (_home, path) = small_backup().await;
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 50_000 && check(&path).await.is_ok());
    let pages = (0..whole.len()).step_by(4096).flat_map(|page| [page, page + 1, page + 4095]);
    for length in (0..200).chain(pages).chain((0..whole.len()).step_by(997)) {
        fs::write(&path, &whole[..length]).unwrap();
        refusal(&path).await;
    }
    for more in [&b"\n"[..], &[0; 4096], &whole] {
        fs::write(&path, [&whole[..], more].concat()).unwrap();
        refusal(&path).await;
    }
    fs::write(&path, &whole).unwrap();
    check(&path).await.unwrap();
}

/// Covers the documents and the backup's header.
#[tokio::test]
async fn backups_with_any_document_byte_changed_are_rejected() {
    let store = fresh(Backend::Embedded).await;
    fill(&*store).await;
    let (_home, path) = backup_of(&store).await;
    let mut bytes = fs::read(&path).unwrap();
    let (header, sha256) = mark(&path);
    let mut texts = vec![header, sha256];
    for (_, records) in
        all(&*store).await.into_iter().filter(|(k, _)| RecordKind::PERMANENT.contains(k))
    {
        texts.extend(records.iter().map(|record| {
            let document = record.split_once(':').expect("its kind").1;
            document[..document.len() - 1].to_owned()
        }));
    }
    assert_eq!(texts.len(), 19);
    for text in texts {
        let start = bytes.windows(text.len()).position(|window| window == text.as_bytes());
        let start = start.expect("is in the file as it is");
        for at in start..start + text.len() {
            let flips = [0x01, 0x20, 0x80, 0xff][at % 4];
            bytes[at] ^= flips;
            fs::write(&path, &bytes).unwrap();
            refusal(&path).await;
            bytes[at] ^= flips;
        }
    }
    fs::write(&path, &bytes).unwrap();
    check(&path).await.unwrap();
}

/// Either the change is detected, or it doesn't affect restored data: SQLite leaves some bytes
/// unused.
#[tokio::test]
async fn backups_with_any_byte_changed_are_rejected_or_unaffected() {
    let (_home, path) = small_backup().await;
    let mut bytes = fs::read(&path).unwrap();
    let whole = check(&path).await.unwrap();
    let mut refused = 0;
    for at in (0..100).chain((100..bytes.len()).step_by(61)) {
        let flips = [0x01, 0x20, 0x80, 0xff][at % 4];
        bytes[at] ^= flips;
        fs::write(&path, &bytes).unwrap();
        if let Ok(backup) = check(&path).await {
            // The checksum matches, and it covers the header.
            assert_eq!(backup.header, whole.header);
            assert_eq!(backup.counts, whole.counts);
        } else {
            refusal(&path).await;
            refused += 1;
        }
        bytes[at] ^= flips;
    }
    assert!(refused > 100, "only {refused}");
}

#[tokio::test]
async fn backups_edited_with_sql_are_rejected() {
    let (_home, path) = small_backup().await;
    let whole = fs::read(&path).unwrap();
    let attempt = r#"INSERT INTO throttles VALUES ('login:account:ada', 1, '{"attempts":1,
                     "open_at":"2099-11-18T12:00:00Z","expires_at":"2099-11-18T12:00:00Z"}')"#;
    for (sql, message) in [
        ("UPDATE months SET doc = replace(doc, 'office', 'remote')", "checksum doesn't match"),
        ("UPDATE backup SET header = replace(header, '12:00', '12:01')", "checksum doesn't match"),
        ("DELETE FROM changes WHERE seq = 3", "checksum doesn't match"),
        ("UPDATE users SET doc = '1'", "a document makes no sense"),
        ("INSERT INTO meta VALUES ('cookie_key', 'AAAA')", "it contains"),
        (attempt, "it contains"),
        ("DROP TABLE months", "checksum doesn't match"),
        ("DROP TABLE meta", "no such table"),
        ("DELETE FROM backup", "no rows"),
        ("DROP TABLE backup", "never finished, or it was used as a database since"),
        ("PRAGMA journal_mode = WAL", "never finished, or it was used as a database since"),
        ("PRAGMA application_id = 7", "is not a Worklog backup"),
    ] {
        edit(&path, sql);
        let refusal = refusal(&path).await;
        assert!(refusal.contains(message), "{sql}: {refusal}");
        fs::write(&path, &whole).unwrap();
    }
    check(&path).await.unwrap();
}

/// The files have valid checksums, but no version of Worklog could have written them.
#[tokio::test]
async fn invalid_backups_with_valid_checksums_are_rejected() {
    let (_home, path) = small_backup().await;
    let whole = fs::read(&path).unwrap();
    for (sql, message) in [
        ("DELETE FROM changes WHERE seq = 3", "as many documents as it says"),
        ("UPDATE users SET doc = '{\"id\":\"x\"}'", "a document makes no sense"),
        ("UPDATE users SET doc = json_remove(doc, '$.username')", "a document makes no sense"),
        ("UPDATE meta SET value = '4' WHERE key = 'schema_version'", "its schema is not the one"),
        ("INSERT INTO meta VALUES ('cookie_key', 'AAAA')", "it contains"),
        ("UPDATE backup SET header = json_set(header, '$.version', 1)", "its version is not"),
    ] {
        edit_and_seal(&path, sql);
        let refusal = refusal(&path).await;
        assert!(refusal.contains(message) && refusal.contains("use another backup"), "{refusal}");
        fs::write(&path, &whole).unwrap();
    }
    edit_and_seal(&path, "SELECT 1");
    check(&path).await.unwrap();
}

/// Reading continues after the last key of a batch. A damaged index can place that key before the
/// first.
#[tokio::test]
async fn unordered_keys_do_not_cause_endless_reads() {
    let store = fresh(Backend::Embedded).await;
    for number in 0..2_002 {
        store.add_user(&user(&format!("user{number}"))).await.unwrap();
    }
    let (_home, path) = backup_of(&store).await;
    let file = rusqlite::Connection::open(&path).unwrap();
    let key = "SELECT id FROM users ORDER BY id LIMIT 1 OFFSET 1999";
    let key: String = file.query_one(key, [], |row| row.get(0)).unwrap();
    drop(file);
    let whole = fs::read(&path).unwrap();
    let at =
        |from: usize| whole[from..].windows(key.len()).position(|found| found == key.as_bytes());
    let (mut from, mut altered) = (0, 0);
    while let Some(found) = at(from) {
        let mut bytes = whole.clone();
        // Changes the first digit, which is in the table or in an index.
        bytes[from + found] = b'0' - 1;
        fs::write(&path, &bytes).unwrap();
        let checked = tokio::time::timeout(Duration::from_secs(20), check(&path)).await;
        assert!(checked.is_ok(), "changed at {}", from + found);
        (from, altered) = (from + found + key.len(), altered + 1);
    }
    assert!(altered > 1, "only {altered}");
}

#[tokio::test]
async fn other_files_and_newer_backups_are_rejected_with_an_explanation() {
    let (_home, path) = small_backup().await;
    let whole = fs::read(&path).unwrap();
    let newer_schema = format!("json_set(header, '$.schema', {})", KNOWN_SCHEMA + 1);
    for (header, message) in [
        ("replace(header, 'worklog-backup', 'picture')", "is not a Worklog backup"),
        ("json_set(header, '$.version', 3)", "newer than this one"),
        (newer_schema.as_str(), "newer than this one"),
        ("json_set(header, '$.program', '99.1.2')", "was made by Worklog 99.1.2"),
        ("json_set(header, '$.schema', 'x')", "its header can't be read"),
    ] {
        edit_and_seal(&path, &format!("UPDATE backup SET header = {header}"));
        let refusal = refusal(&path).await;
        assert!(refusal.contains(message), "{refusal}");
        fs::write(&path, &whole).unwrap();
    }
    for other in [&b""[..], b"x", b"SQLite format 3\0", &[0; 5000]] {
        fs::write(&path, other).unwrap();
        assert!(refusal(&path).await.contains("is not a Worklog backup"));
    }
}
