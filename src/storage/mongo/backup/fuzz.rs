//! Fuzzes what is read from MongoDB: the documents of this store and those of the Flask service.

use mongodb::bson::{Document, deserialize_from_slice, doc, serialize_to_vec};

use super::read;
use super::restore::stored;
use crate::domain::backup::records::{Record, RecordKind};
use crate::domain::exchange::import::flask::FlaskLog;
use crate::domain::fuzz::unpack_backup_of_1_0;
use crate::fuzz::{self, Target};

fn flask_log() -> Document {
    let entry = doc! { "date": "2026-11-18", "type": "office", "location": "Berlin", "notes": "a" };
    doc! {
        "settings": { "slack": "", "total": { "vacation": 30, "sick": -1_i64, "remote": 12.5 } },
        "years": [{ "year": 2026, "entries": [entry] }],
    }
}

#[test]
fn fuzz_bson() {
    let text = unpack_backup_of_1_0();
    let records = text.lines().filter_map(|line| serde_json::from_str(line).ok());
    let records: Vec<Record> = records.collect();
    assert!(records.len() > 4, "{text}");
    let documents = records.iter().map(|record| stored(record).expect("a document"));
    let documents = documents.chain([flask_log()]);
    let documents: Vec<_> =
        documents.map(|document| serialize_to_vec(&document).expect("BSON")).collect();
    let mut seeds: Vec<&[u8]> = documents.iter().map(Vec::as_slice).collect();
    seeds.extend(text.lines().skip(1).map(str::as_bytes));
    fuzz::run(Target::Bson, &seeds, |bytes| {
        if bytes.starts_with(b"{") {
            return check_both_stores(bytes);
        }
        for kind in RecordKind::ALL {
            let Ok(record) = read(*kind, bytes) else { continue };
            assert_eq!(record.kind(), *kind);
            let _ = (record.user_id(), record.ends_at());
        }
        if let Ok(document) = deserialize_from_slice::<Document>(bytes) {
            let log = serde_json::to_value(document).expect("any BSON is some JSON");
            let _ = FlaskLog::parse(&log);
        }
    });
}

/// Asserts that a document that is valid in the embedded store is the same in this one.
fn check_both_stores(json: &[u8]) {
    let Ok(record) = serde_json::from_slice::<Record>(json) else { return };
    // BSON has no integers above 2^63.
    let Ok(document) = stored(&record) else { return };
    let bytes = serialize_to_vec(&document).expect("BSON");
    let again = read(record.kind(), &bytes).map_err(|error| format!("{error}: {document}"));
    assert_eq!(again, Ok(record));
}
