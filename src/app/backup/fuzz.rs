//! Fuzzes backups of both formats, which are read to the end before anything is restored.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};

use super::{Backup, back_up, restore};
use crate::app::Clock;
use crate::domain::backup::MAGIC;
use crate::domain::fuzz::{BACKUP_OF_1_0, unpack_backup_of_1_0};
use crate::fuzz::{self, Target};
use crate::storage::{self, Access, DatabaseUrl};

/// The start of an input that changes single bytes of a valid backup of format 2. The changes
/// follow: four bytes for the position, and the new byte.
const CHANGES: &[u8] = b"CHANGE";

/// Packs the text of a backup of format 1, so that its checksum is right.
fn pack(text: &str) -> Vec<u8> {
    let (header, documents) = text.split_once('\n').unwrap_or((text, ""));
    let mut packed = format!("{header}\n").into_bytes();
    let mut encoder = GzEncoder::new(&mut packed, Compression::fast());
    encoder.write_all(documents.as_bytes()).expect("writes to memory");
    encoder.finish().expect("writes to memory");
    let digest = hex::encode(Sha256::digest(&packed));
    packed.extend(format!("sha256 {digest}\n").bytes());
    packed
}

fn change(valid: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut bytes = valid.to_vec();
    for change in changes.chunks_exact(5) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], change[3]]);
        bytes[at as usize % valid.len()] = change[4];
    }
    bytes
}

/// Restores a backup to a new database. Returns a backup of that database, or `None` if the
/// documents don't belong together.
fn restore_to(directory: &Path, runtime: &Runtime, backup: &Backup) -> Option<Vec<u8>> {
    let (database, written) = (directory.join("worklog.db"), directory.join("written"));
    let clock = Clock::system();
    let restored = runtime.block_on(async {
        let url = DatabaseUrl::Embedded(database);
        let store = storage::open(&url, Access::Server).await.expect("a new database");
        let restored = restore(&*store, backup, false, &clock).await.ok()?;
        let (again, _) = back_up(&*store, &written, false, None, &clock).await.expect("a backup");
        assert_eq!(again.counts, restored.counts);
        Some(())
    });
    restored.map(|()| fs::read(directory.join("written")).expect("the backup"))
}

#[test]
fn fuzz_backup() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let directory = tempfile::tempdir().expect("a directory");
    let (path, clock) = (directory.path().join("backup"), Clock::system());
    let open = |file: &[u8]| {
        fs::write(&path, file).expect("a writable directory");
        runtime.block_on(Backup::open(&path, Some(directory.path()), &clock))
    };
    let restored = |backup: &Backup| {
        let directory = tempfile::tempdir().expect("a directory");
        restore_to(directory.path(), &runtime, backup)
    };
    let original = open(BACKUP_OF_1_0).expect("a valid backup");
    let database = restored(&original).expect("a complete backup");
    let text = unpack_backup_of_1_0();
    let changes = [CHANGES, &[100, 0, 0, 0, 1, 0, 0x20, 0, 0, 0xFF]].concat();
    let seeds = [BACKUP_OF_1_0, text.as_bytes(), &changes, CHANGES];
    fuzz::run(Target::Backup, &seeds, |bytes| match str::from_utf8(bytes) {
        Ok(text) if text.starts_with(MAGIC) => match open(&pack(text)) {
            Ok(backup) => _ = restored(&backup),
            Err(error) => assert!(!error.to_string().is_empty()),
        },
        _ => {
            let changes = bytes.strip_prefix(CHANGES);
            let file = changes.map_or_else(|| bytes.to_vec(), |changes| change(&database, changes));
            // A changed backup is rejected unless the change doesn't matter.
            if let Ok(backup) = open(&file) {
                assert_eq!(backup.counts, original.counts);
            }
        }
    });
}
