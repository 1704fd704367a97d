//! The file itself: made, checked, locked and opened.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use url::Url;

use crate::storage::{Cause, OpenError, StoreError};

/// Marks an SQLite file as ours: "WKLG" in the header's field for this purpose.
pub(super) const APPLICATION_ID: i32 = 0x574b_4c47;

/// How long the writer waits for a command that writes beside a server, and the other way round.
const WRITER_PATIENCE: Duration = Duration::from_secs(5);

/// Readers never wait for a writer, only for the moments in which the log is set up or recovered;
/// and they run on threads that have others to serve.
const READER_PATIENCE: Duration = Duration::from_millis(250);

/// Makes the file and its directory where missing, readable by nobody else; gives its one true
/// path. Never opens a file that is there: closing it again would drop the locks that SQLite may
/// hold on it in this process.
pub(super) fn prepare(path: &Path) -> Result<PathBuf, OpenError> {
    if path.is_dir() {
        return Err(OpenError::NotADatabase(path.to_owned()));
    }
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(directory).map_err(|cause| not_writable(path, cause))?;
    match private().write(true).create_new(true).open(path) {
        Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => {
            return Err(not_writable(path, cause));
        }
        _ => {}
    }
    // Root writes to whatever it likes, but a file marked as read-only is meant to be.
    for marked in [path, directory] {
        let metadata = fs::metadata(marked).map_err(|cause| not_writable(path, cause))?;
        if metadata.permissions().readonly() {
            return Err(not_writable(path, io::Error::from(io::ErrorKind::PermissionDenied)));
        }
    }
    fs::canonicalize(path).map_err(|cause| not_writable(path, cause))
}

/// Returns the path of a file beside a database, such as its write-ahead log (`-wal`).
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Held by the one server of a file; the system lets go of it when the process ends in any way.
pub(super) struct ServerLock(#[expect(dead_code, reason = "held, not read")] File);

impl ServerLock {
    /// Takes the lock, on a file of its own beside the database: SQLite's own locks say nothing
    /// about servers.
    pub(super) fn take(path: &Path) -> Result<Self, OpenError> {
        let file = private().write(true).create(true).truncate(false).open(beside(path, ".lock"));
        let file = file.map_err(|cause| not_writable(path, cause))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
            Err(TryLockError::Error(cause)) => Err(not_writable(path, cause)),
        }
    }
}

/// The connection that writes. Checks that the file is ours before changing anything in it.
pub(super) fn open_for_writing(path: &Path) -> Result<Connection, OpenError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, WRITER_PATIENCE);
    let mut connection = connection.map_err(|error| refusal(path, error))?;
    let is_ours = set_up(&mut connection).map_err(|error| refusal(path, error))?;
    if is_ours { Ok(connection) } else { Err(OpenError::NotADatabase(path.to_owned())) }
}

fn set_up(connection: &mut Connection) -> rusqlite::Result<bool> {
    connection.set_prepared_statement_cache_capacity(64);
    if !is_ours_or_empty(connection)? {
        return Ok(false);
    }
    // temp_store: a transaction of many days needs no temporary file, so the program needs no
    // writable directory but this one. cache_size: negative means KiB.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -512;",
    )?;
    // Waits for whoever else is making the same empty file ours. Writing the mark again each time
    // shows that the file can be written, disk and permissions alike.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !is_ours_or_empty(&transaction)? {
        return Ok(false);
    }
    claim(&transaction)?;
    transaction.commit()?;
    Ok(true)
}

/// Makes the file ours. A finished backup becomes an ordinary database: what it says of its documents
/// soon isn't true any more.
fn claim(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS meta (
             key   TEXT NOT NULL PRIMARY KEY,
             value TEXT NOT NULL
         ) STRICT, WITHOUT ROWID;
         DROP TABLE IF EXISTS backup;",
    )
}

/// Starts a backup in an empty file, in a transaction that is left open. No other file is written beside
/// it: one that isn't finished is thrown away, so nothing needs to be rolled back or forced to disk here.
pub(super) fn start_backup(path: &Path) -> rusqlite::Result<Connection> {
    let connection = open_backup(path)?;
    connection.execute_batch("BEGIN")?;
    claim(&connection)?;
    Ok(connection)
}

/// A connection that writes a backup. It has the file to itself without SQLite's own locks: the backup
/// holds a lock on the whole file already, and NFS takes the two for each other. Its cache is large because
/// indexes are filled in no order.
pub(super) fn open_backup(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect_as(path, "nolock=1", OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA journal_mode = OFF;
         PRAGMA synchronous = OFF;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -32768;",
    )?;
    Ok(connection)
}

/// A connection that reads a file which nobody writes, from a directory where nothing can be written. The
/// file may be damaged in any way.
pub(super) fn open_immutable(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect_as(path, "immutable=1", OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch(
        "PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    Ok(connection)
}

fn is_ours_or_empty(connection: &Connection) -> rusqlite::Result<bool> {
    let mark: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let objects: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(mark == APPLICATION_ID || (mark == 0 && objects == 0))
}

/// A connection that only reads. Its cache is small because the system's own cache has the file.
pub(super) fn open_for_reading(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, READER_PATIENCE)?;
    connection.execute_batch("PRAGMA cache_size = -256; PRAGMA temp_store = MEMORY;")?;
    Ok(connection)
}

/// Connects to a file with a parameter that only an address can have (<https://sqlite.org/uri.html>).
fn connect_as(path: &Path, parameter: &str, access: OpenFlags) -> rusqlite::Result<Connection> {
    let url = std::path::absolute(path).ok().and_then(|path| Url::from_file_path(path).ok());
    let mut url = url.ok_or_else(|| rusqlite::Error::InvalidPath(path.to_owned()))?;
    url.set_query(Some(parameter));
    connect(Path::new(url.as_str()), access | OpenFlags::SQLITE_OPEN_URI, Duration::ZERO)
}

fn connect(path: &Path, access: OpenFlags, patience: Duration) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(patience)?;
    // Without this guarantee of stable plans, SQLite (as built with STAT4) plans a join anew each
    // time that a value is bound to it, however well its statement is cached.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// Why SQLite does not take the file.
pub(super) fn refusal(path: &Path, error: rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::NotADatabase(path.to_owned()),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            not_writable(path, error)
        }
        _ => StoreError::from(super::Error::from(error)).into(),
    }
}

fn not_writable(path: &Path, cause: impl Into<Cause>) -> OpenError {
    OpenError::NotWritable { path: path.to_owned(), cause: cause.into() }
}

/// Makes files that only their owner can read: they hold password hashes and the cookie key.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
