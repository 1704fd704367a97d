//! Checks SQLite's plan for every statement in the embedded store's source, which detects new
//! statements without an index.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use worklog::storage::{self, Access, migrate};

use crate::support::store::{Backend, place};

/// Statements that scan a table, with the reason.
const WHOLE: [(&str, &str); 11] = [
    ("DELETE FROM change_days", "a restore empties it"),
    ("DELETE FROM {}", "a restore empties it"),
    ("SELECT count(*) FROM ", "an admin asks how many there are of everything"),
    ("SELECT COUNT(*) FROM outbox", "the metrics ask how many messages wait"),
    ("FROM invitations WHERE expires_at > ?1 ORDER BY id DESC", "each admin has few that are open"),
    ("SELECT id FROM users LIMIT 1", "one row tells whether there is any"),
    ("SELECT value FROM meta LIMIT 1", "one row tells whether it can be read"),
    ("INSERT INTO backup VALUES (?1, ?2)", "only a backup has this table, of one row"),
    ("SELECT header, sha256 FROM backup", "only a backup has this table, of one row"),
    ("pragma_table_info", "the columns of one table"),
    ("FROM sqlite_schema", "SQLite's own list of tables"),
];

/// Values for the placeholders in statements that are assembled at run time.
const GAPS: [(&str, &str); 8] = [
    ("{expiring}", "sessions"),
    ("{expiry}", "expires_at"),
    ("{}", "months"),
    ("{document}", "doc"),
    ("{table}", "users"),
    ("{only}", "true"),
    ("{after}", "AND {key} > ?1"),
    ("{key}", "id"),
];

/// Collects the SQL statements in the source.
fn statements(directory: &Path, found: &mut Vec<String>) {
    for file in fs::read_dir(directory).expect("a directory") {
        let path = file.expect("a file").path();
        if path.is_dir() {
            statements(&path, found);
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            let source = fs::read_to_string(&path).expect("text");
            let verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "WITH "];
            let texts = literals(&source);
            found.extend(texts.filter(|text| verbs.iter().any(|verb| text.starts_with(verb))));
        }
    }
}

/// Returns the string literals in the source. A line that ends in a backslash continues in the
/// next.
fn literals(source: &str) -> impl Iterator<Item = String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n").replace("'\"'", "");
    let texts: Vec<String> = code.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    texts.into_iter().map(|text| text.replace("\\\n", " "))
}

/// Returns the steps of a plan that scan a whole table or index.
fn scans(file: &Connection, sql: &str) -> Vec<String> {
    let mut plan = file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap_or_else(|error| {
        panic!("{sql}: {error}");
    });
    let mut rows = plan.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().expect("a step") {
        let step: String = row.get("detail").expect("text");
        if step.starts_with("SCAN ")
            && !step.contains(" VIRTUAL TABLE ")
            && !["SCAN CONSTANT ROW", "SCAN ("].iter().any(|of| step.starts_with(of))
        {
            found.push(step);
        }
    }
    found
}

async fn file() -> (Connection, crate::support::store::Place) {
    let place = place(Backend::Embedded).await;
    let url = place.url.parse().expect("an address");
    let store = storage::open(&url, Access::Server).await.expect("opens");
    migrate(&*store, chrono::Utc::now).await.expect("migrates");
    drop(store);
    (Connection::open(&place.url).expect("opens"), place)
}

#[tokio::test]
async fn every_statement_of_the_embedded_store_uses_an_index() {
    let (file, _place) = file().await;
    let mut found = Vec::new();
    statements(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/storage/embedded"), &mut found);
    assert!(found.len() > 60, "the source is no longer parsed: {found:?}");
    let (mut reads_whole, mut scanning) = (0, Vec::new());
    for statement in &found {
        if WHOLE.iter().any(|(whole, _)| statement.ends_with(whole) || statement.contains(whole)) {
            reads_whole += 1;
            continue;
        }
        let gaps = GAPS.iter();
        let sql = gaps.fold(statement.clone(), |sql, (gap, with)| sql.replace(gap, with));
        scanning.extend(scans(&file, &sql).into_iter().map(|step| format!("{sql}: {step}")));
    }
    assert_eq!(scanning, [""; 0]);
    assert!(reads_whole < 15, "too many statements scan a table");
}

/// Deleting a user cascades to their data, which SQLite finds by foreign key.
#[tokio::test]
async fn every_foreign_key_has_an_index() {
    let (file, _place) = file().await;
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables = file.prepare(sql).unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let tables: Vec<String> = tables.map(Result::unwrap).collect();
    let mut keys = 0;
    for table in &tables {
        let mut found = file.prepare(&format!("PRAGMA foreign_key_list({table})")).unwrap();
        let columns = found.query_map([], |row| Ok((row.get("id")?, row.get("from")?))).unwrap();
        let mut by_key = std::collections::BTreeMap::<i64, Vec<String>>::new();
        for column in columns {
            let (id, column): (i64, String) = column.unwrap();
            by_key.entry(id).or_default().push(format!("{column} = ?"));
        }
        for columns in by_key.values() {
            keys += 1;
            let sql = format!("SELECT 1 FROM {table} WHERE {}", columns.join(" AND "));
            assert_eq!(scans(&file, &sql), [""; 0], "{sql}");
        }
    }
    assert!(keys > 8, "{keys} in {tables:?}");
}

/// Shows that the plan check works.
#[tokio::test]
async fn a_statement_without_an_index_is_detected() {
    let (file, _place) = file().await;
    for sql in [
        "SELECT doc FROM months WHERE month = ?1",
        "UPDATE users SET doc = ?1 WHERE json_extract(doc, '$.role') = ?2",
        "SELECT doc FROM changes WHERE id = ?1",
    ] {
        assert_eq!(scans(&file, sql).len(), 1, "{sql}");
    }
}
