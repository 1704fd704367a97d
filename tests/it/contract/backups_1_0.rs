//! Tests backups in format 1 that released versions wrote. Support for them is permanent.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use worklog::app::backup::{self, BackupError};
use worklog::domain::backup::records::RecordKind;
use worklog::domain::days::entry::Parts;
use worklog::storage::KNOWN_SCHEMA;

use super::backups::check;
use super::snapshots::clock;
use crate::support::sample_store::all;
use crate::support::samples::{part, user};
use crate::support::store::{Backend, fresh};

/// Returns the path of a backup written by a released version.
fn released(version: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/contract");
    tests.join(format!("worklog-{version}.backup"))
}

/// Copies the backup written by 1.0.0.
fn copy() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.backup");
    fs::copy(released("1.0.0"), &path).unwrap();
    (home, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_of_every_released_version_are_restored() {
    for (version, schema, contents) in [
        ("0.1.0", 4, "2 users, 4 months, 6 changes, 1 calendar feed, 2 tokens"),
        (
            "1.0.0",
            5,
            "2 users, 4 months, 6 changes, 1 calendar feed, 2 tokens, 2 entries of the audit log",
        ),
    ] {
        let checked = check(&released(version)).await.unwrap();
        let header = &checked.header;
        assert_eq!((header.version, header.schema, header.program.as_str()), (1, schema, version));
        for backend in Backend::ALL {
            let store = fresh(backend).await;
            let restored = backup::restore(&*store, &checked, false, &clock()).await.unwrap();
            assert_eq!((restored.counts.to_string().as_str(), restored.orphans), (contents, 0));
            let ada = store.user_by_name(&user("ada").username_key).await.unwrap().unwrap();
            let log = store.month(ada.id, "2026-11".parse().unwrap()).await.unwrap();
            let entry = log.get("2026-11-18".parse().unwrap()).unwrap();
            assert_eq!(entry.content.notes.as_str(), "changed");
            assert_eq!(ada.settings.locations[0].name.as_str(), "Café 🎉, \"2nd\" floor");
            let vacation = &ada.settings.allowances[&"vacation".parse().unwrap()];
            let expected = json!({ "rules": { "1970": { "days": "30" } },
                "years": { "2026": { "days": "12.5", "carried": "3" } } });
            assert_eq!(serde_json::to_value(vacation).unwrap(), expected);
            assert_eq!(ada.settings.schedules.iter().len(), 1, "the working days and the pattern");
            let monday = ada.settings.schedules.usual("2026-11-16".parse().unwrap()).unwrap();
            assert_eq!(*monday, Parts::Whole(part("remote", Some("Home"))));
            let kinds: Vec<RecordKind> = all(&*store).await.into_keys().collect();
            assert!(RecordKind::PERMANENT.starts_with(&kinds), "{kinds:?}");
        }
    }
}

async fn refusal(path: &Path) -> String {
    match check(path).await {
        Err(error @ (BackupError::Damaged { .. } | BackupError::Header { .. })) => {
            error.to_string()
        }
        Err(error) => panic!("rejected for another reason: {error:?}"),
        Ok(_) => panic!("not rejected"),
    }
}

/// Returns a backup's first line, and its decompressed lines.
fn packed(path: &Path) -> (String, Vec<String>) {
    let bytes = fs::read(path).unwrap();
    let first = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut lines = String::new();
    let mut unpacked = flate2::read::GzDecoder::new(&bytes[first..]);
    std::io::Read::read_to_string(&mut unpacked, &mut lines).unwrap();
    let header = String::from_utf8(bytes[..first].to_vec()).unwrap();
    (header, lines.lines().map(str::to_owned).collect())
}

fn pack(start: Vec<u8>, lines: &[String]) -> Vec<u8> {
    let mut packer = GzEncoder::new(start, Compression::fast());
    for line in lines {
        writeln!(packer, "{line}").unwrap();
    }
    packer.finish().unwrap()
}

/// Writes a file with a valid checksum for any content.
fn seal(path: &Path, mut bytes: Vec<u8>) {
    let digest = hex::encode(Sha256::digest(&bytes));
    bytes.extend(format!("sha256 {digest}\n").bytes());
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn truncated_or_extended_version_1_backups_are_rejected() {
    let (_home, path) = copy();
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 1000 && check(&path).await.is_ok());
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        refusal(&path).await;
    }
    for more in [&b"\n"[..], b"x", &whole] {
        fs::write(&path, [&whole[..], more].concat()).unwrap();
        refusal(&path).await;
    }
    fs::write(&path, &whole).unwrap();
    check(&path).await.unwrap();
}

#[tokio::test]
async fn version_1_backups_with_any_byte_changed_are_rejected() {
    let (_home, path) = copy();
    let mut bytes = fs::read(&path).unwrap();
    for at in 0..bytes.len() {
        for flips in [0x01, 0x20, 0x80, 0xff] {
            bytes[at] ^= flips;
            fs::write(&path, &bytes).unwrap();
            refusal(&path).await;
            bytes[at] ^= flips;
        }
    }
    fs::write(&path, &bytes).unwrap();
    check(&path).await.unwrap();
}

/// The files are intact, but no version of Worklog could have written them.
#[tokio::test]
async fn invalid_version_1_backups_with_valid_checksums_are_rejected() {
    let (_home, path) = copy();
    let (header, lines) = packed(&path);
    let sealed = |lines: &[String]| seal(&path, pack(header.clone().into_bytes(), lines));
    sealed(&lines);
    check(&path).await.unwrap();
    let (end, documents) = lines.split_last().unwrap();
    let with = |last: &[&str]| -> Vec<String> {
        documents.iter().cloned().chain(last.iter().map(|line| (*line).to_owned())).collect()
    };
    let out_of_order = [&lines[1..], &lines[..1], std::slice::from_ref(end)].concat();
    for (lines, message) in [
        (documents.to_vec(), "it has no end"),
        (with(&[&end.replace(r#""month":4"#, r#""month":3"#)]), "as many documents as it says"),
        (with(&[r#"{"end":{}}"#]), "as many documents as it says"),
        (with(&[r#"{"end":{"user":2"#]), "as many documents as it says"),
        (with(&[r#"{"planet":{}}"#, end]), "a document makes no sense"),
        (with(&[r#"{"user":{"id":"x"}}"#, end]), "a document makes no sense"),
        (with(&["", end]), "a line is cut"),
        (with(&[end, end]), "goes on after its end"),
        (lines[1..].to_vec(), "as many documents as it says"),
        (out_of_order, "as many documents as it says"),
        (
            with(&[documents[0].as_str(), &end.replace(r#""user":2"#, r#""user":3"#)]),
            "not in order",
        ),
    ] {
        sealed(&lines);
        let refusal = refusal(&path).await;
        assert!(refusal.contains(message) && refusal.contains("use another backup"), "{refusal}");
    }
    let twice = pack(pack(header.clone().into_bytes(), &lines), &lines);
    seal(&path, twice);
    assert!(refusal(&path).await.contains("goes on after its end"));
}

#[tokio::test]
async fn other_files_and_newer_backups_are_rejected_with_an_explanation() {
    let (_home, path) = copy();
    let (header, lines) = packed(&path);
    let newer_schema = format!(r#""schema":{}"#, KNOWN_SCHEMA + 1);
    for (header, message) in [
        (header.replace("worklog-backup", "picture"), "is not a Worklog backup"),
        (header.replace(r#""version":1"#, r#""version":3"#), "newer than this one"),
        (header.replace(r#""schema":5"#, &newer_schema), "newer than this one"),
        (header.replace("1.0.0", "99.1.2"), "was made by Worklog 99.1.2"),
        (header.replace(r#""schema":5"#, r#""schema":"x""#), "its header can't be read"),
    ] {
        seal(&path, pack(header.into_bytes(), &lines));
        let refusal = refusal(&path).await;
        assert!(refusal.contains(message), "{refusal}");
    }
    fs::write(&path, "SQLite format 3").unwrap();
    assert!(refusal(&path).await.contains("is not a Worklog backup"));
    // A backup with an older schema is accepted.
    seal(&path, pack(header.replace(r#""schema":5"#, r#""schema":1"#).into_bytes(), &lines));
    check(&path).await.unwrap();
}
