//! Reads and changes backup files as SQLite databases.

use std::path::Path;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

/// The documented queries whose output the SHA-256 in a backup covers.
const DIGESTED: [&str; 7] = [
    "SELECT header FROM backup",
    "SELECT doc FROM users ORDER BY id",
    "SELECT doc FROM months ORDER BY user_id, month",
    "SELECT doc FROM changes ORDER BY seq",
    "SELECT doc FROM feeds ORDER BY token_hash",
    "SELECT doc FROM tokens ORDER BY token_hash",
    "SELECT doc FROM audit ORDER BY id",
];

/// Changes a backup with SQL.
pub(crate) fn edit(path: &Path, sql: &str) {
    let file = Connection::open(path).expect("opens");
    file.execute_batch("PRAGMA foreign_keys = OFF").expect("a setting");
    file.execute_batch(sql).expect("changes");
}

/// Changes a backup with SQL and updates its checksum.
pub(crate) fn edit_and_seal(path: &Path, sql: &str) {
    edit(path, sql);
    let file = Connection::open(path).expect("opens");
    let changed = file.execute("UPDATE backup SET sha256 = ?1", [sha256(&file)]);
    assert_eq!(changed.expect("is written"), 1);
}

/// Turns a backup into one of schema 4, which had no audit log.
pub(crate) fn make_older(path: &Path) {
    edit_and_seal(
        path,
        "DROP TABLE audit; DROP TABLE invitations;
         UPDATE meta SET value = '4' WHERE key = 'schema_version';
         UPDATE backup SET header = json_remove(json_set(header, '$.schema', 4), '$.counts.audit');",
    );
}

/// Returns a backup's header and its SHA-256.
pub(crate) fn mark(path: &Path) -> (String, String) {
    let file = Connection::open(path).expect("opens");
    let read = file
        .query_one("SELECT header, sha256 FROM backup", [], |row| Ok((row.get(0)?, row.get(1)?)));
    read.expect("a finished backup")
}

/// Returns the output of `sqlite3 FILE 'SELECT ...; SELECT ...' | sha256sum`.
pub(crate) fn sha256(file: &Connection) -> String {
    let mut digest = Sha256::new();
    for sql in DIGESTED {
        // Backups of older schemas lack some tables.
        let Ok(mut rows) = file.prepare(sql) else { continue };
        let mut rows = rows.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            digest.update(row.get::<_, String>(0).expect("text") + "\n");
        }
    }
    hex::encode(digest.finalize())
}
