//! Backups that are not as they were written: each is refused before a store is even opened.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use worklog::app::backup::BackupError;
use worklog::storage::migrate::KNOWN_SCHEMA;

use super::backups::{check, packed, seal, seal_bytes, small_backup};

fn refusal(path: &Path) -> String {
    match check(path) {
        Err(error @ (BackupError::Damaged { .. } | BackupError::Header { .. })) => {
            error.to_string()
        }
        other => panic!("not refused: {other:?}"),
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
