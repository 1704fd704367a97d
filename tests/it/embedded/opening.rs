//! Tests which files are accepted, and the errors for others.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::Utc;
use tempfile::TempDir;
use worklog::storage::{Access, Accounts, Embedded, KNOWN_SCHEMA, Meta, OpenError, migrate};

use crate::support::samples::{assert_converted, location_used, user};

fn home() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("worklog.db");
    (home, path)
}

fn refusal(path: &Path) -> OpenError {
    Embedded::open(path, Access::Server).err().expect("refused")
}

/// Marks a path as read-only until dropped.
struct ReadOnly<'a>(&'a Path);

impl<'a> ReadOnly<'a> {
    fn mark(path: &'a Path) -> Self {
        Self::set(path, true);
        Self(path)
    }

    fn set(path: &Path, readonly: bool) {
        let mut permissions = fs::metadata(path).unwrap().permissions();
        permissions.set_readonly(readonly);
        fs::set_permissions(path, permissions).unwrap();
    }
}

impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        Self::set(self.0, false);
    }
}

#[tokio::test]
async fn opening_creates_the_file_and_its_directory() {
    let (home, _) = home();
    let path = home.path().join("deep/down/worklog.db");
    let store = Embedded::open(&path, Access::Server).unwrap();
    store.ping().await.unwrap();
    assert!(path.is_file());
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;

    let (home, path) = home();
    let _store = Embedded::open(&path, Access::Server).unwrap();
    for file in fs::read_dir(home.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", file.path().display());
    }
}

#[test]
fn a_file_that_is_not_a_database_is_rejected_untouched() {
    let (_home, path) = home();
    let text = "Dear diary, ".repeat(1000);
    fs::write(&path, &text).unwrap();
    assert!(
        matches!(refusal(&path), OpenError::NotADatabase(named) if named.ends_with("worklog.db"))
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn another_programs_database_is_rejected_untouched() {
    let (_home, path) = home();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    assert!(matches!(refusal(&path), OpenError::NotADatabase(_)));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_directory_is_rejected() {
    let (home, _) = home();
    assert!(matches!(refusal(home.path()), OpenError::NotADatabase(path) if path == home.path()));
}

#[test]
fn a_read_only_file_is_rejected() {
    let (_home, path) = home();
    drop(Embedded::open(&path, Access::Server).unwrap());
    let _marked = ReadOnly::mark(&path);
    assert!(matches!(refusal(&path), OpenError::NotWritable { path: named, .. } if named == path));
}

#[test]
fn a_file_in_a_read_only_directory_is_rejected() {
    let (home, path) = home();
    drop(Embedded::open(&path, Access::Server).unwrap());
    let _marked = ReadOnly::mark(home.path());
    assert!(matches!(refusal(&path), OpenError::NotWritable { .. }));
}

#[test]
fn a_path_below_a_file_is_rejected() {
    let (_home, path) = home();
    fs::write(&path, "").unwrap();
    assert!(matches!(refusal(&path.join("worklog.db")), OpenError::NotWritable { .. }));
}

#[test]
fn an_empty_file_becomes_a_database() {
    let (_home, path) = home();
    fs::write(&path, "").unwrap();
    assert!(Embedded::open(&path, Access::Server).is_ok());
}

#[test]
fn two_servers_cannot_open_the_same_file() {
    let (home, path) = home();
    let first = Embedded::open(&path, Access::Server).unwrap();
    assert!(matches!(refusal(&path), OpenError::InUse(named) if named.ends_with("worklog.db")));
    let detour = home.path().join("../").join(home.path().file_name().unwrap()).join("worklog.db");
    assert!(matches!(refusal(&detour), OpenError::InUse(_)));
    drop(first);
    assert!(Embedded::open(&path, Access::Server).is_ok());
}

#[tokio::test]
async fn a_command_works_alongside_a_server() {
    let (_home, path) = home();
    let server = Embedded::open(&path, Access::Server).unwrap();
    migrate(&server, Utc::now).await.unwrap();
    let command = Embedded::open(&path, Access::Command).unwrap();
    let ada = user("ada");
    command.add_user(&ada).await.unwrap();
    drop(command);
    assert_eq!(server.user_by_name(&ada.username_key).await.unwrap(), Some(ada));
    server.add_user(&user("bob")).await.unwrap();
}

#[tokio::test]
async fn a_newer_schema_is_rejected() {
    let (_home, path) = home();
    let store = Embedded::open(&path, Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'", [])
        .unwrap();
    let refused = migrate(&store, Utc::now).await;
    assert!(matches!(refused, Err(OpenError::NewerSchema { found: 99, known: KNOWN_SCHEMA })));
}

/// The second run is like one that was interrupted before it recorded the schema.
#[tokio::test]
async fn working_days_and_pattern_of_1_0_0_become_the_first_schedule() {
    let (_home, path) = home();
    let store = Embedded::open(&path, Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let sql = rusqlite::Connection::open(&path).unwrap();
    let older = r#"UPDATE users SET doc = json_remove(json_set(doc,
        '$.settings.working_days', json('["mon"]'),
        '$.settings.pattern', json('{"mon":{"type":"remote","location":"Home"}}')),
        '$.settings.schedules')"#;
    sql.execute(older, []).unwrap();
    for _ in 0..2 {
        sql.execute("UPDATE meta SET value = '5' WHERE key = 'schema_version'", []).unwrap();
        migrate(&store, Utc::now).await.unwrap();
        assert_eq!(store.schema_version().await.unwrap(), KNOWN_SCHEMA);
        let found = store.user(ada.id).await.unwrap().unwrap();
        assert_converted(&found.settings.schedules);
        assert!(store.edit_settings(ada.id, &location_used("Home")).await.unwrap());
        assert_converted(&store.user(ada.id).await.unwrap().unwrap().settings.schedules);
    }
}

#[tokio::test]
async fn an_interrupted_migration_to_authentication_events_is_completed() {
    let (_home, path) = home();
    let store = Embedded::open(&path, Access::Server).unwrap();
    migrate(&store, Utc::now).await.unwrap();
    let sql = rusqlite::Connection::open(&path).unwrap();
    let indexes = || -> i64 {
        const SQL: &str = "SELECT COUNT(*) FROM sqlite_schema
                           WHERE name IN ('auth_events_by_end', 'auth_events_by_name')";
        sql.query_one(SQL, [], |row| row.get(0)).unwrap()
    };
    sql.execute_batch("DROP INDEX auth_events_by_end; DROP INDEX auth_events_by_name").unwrap();
    sql.execute("UPDATE meta SET value = '7' WHERE key = 'schema_version'", []).unwrap();
    assert_eq!(indexes(), 0);
    migrate(&store, Utc::now).await.unwrap();
    assert_eq!((store.schema_version().await.unwrap(), indexes()), (KNOWN_SCHEMA, 2));
}
