//! Creating, checking, locking, and opening the database file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use url::Url;

use crate::storage::{Cause, OpenError, StoreError};

/// Identifies a SQLite file as a Worklog database: "WKLG" in the `application_id` of the header.
pub(super) const APPLICATION_ID: i32 = 0x574b_4c47;

/// How long the writer waits for a command that writes at the same time as a server, and vice
/// versa.
pub(super) const WRITER_BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a reader waits. Readers don't wait for writers, only while the log is set up or
/// recovered, and they run on threads that must serve other requests.
const READER_BUSY_TIMEOUT: Duration = Duration::from_millis(250);

/// Creates the file and its directory if missing, readable only by their owner, and returns the
/// canonical path.
///
/// Rejects a file with several names (hard links). SQLite keeps a separate write-ahead log for each
/// name, so two programs that use different names would corrupt the file, whatever they lock.
///
/// Never opens an existing file: closing it again would release the locks that
/// SQLite may have on it in this process.
pub(super) fn prepare(path: &Path) -> Result<PathBuf, OpenError> {
    if path.is_dir() {
        return Err(OpenError::NotADatabase(path.to_owned()));
    }
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(directory).map_err(|cause| not_writable(path, cause))?;
    match owner_only_options().write(true).create_new(true).open(path) {
        Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => {
            return Err(not_writable(path, cause));
        }
        _ => {}
    }
    let metadata = fs::metadata(path).map_err(|cause| not_writable(path, cause))?;
    if metadata.nlink() > 1 {
        return Err(OpenError::SeveralNames(path.to_owned()));
    }
    // Root can write to read-only files, but a file marked as read-only shouldn't be written to.
    for marked in [path, directory] {
        let metadata = fs::metadata(marked).map_err(|cause| not_writable(path, cause))?;
        if metadata.permissions().readonly() {
            return Err(not_writable(path, io::Error::from(io::ErrorKind::PermissionDenied)));
        }
    }
    fs::canonicalize(path).map_err(|cause| not_writable(path, cause))
}

/// Returns the path of a file next to a database, such as its write-ahead log (`-wal`).
pub(crate) fn sibling_path(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A lock that only one server can have per file. The system releases it when the process ends,
/// however that happens.
pub(super) struct ServerLock(File);

impl ServerLock {
    /// Acquires the lock on a separate file next to the database, because SQLite's own locks don't
    /// show whether a server is running.
    pub(super) fn take(path: &Path) -> Result<Self, OpenError> {
        let file = owner_only_options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(sibling_path(path, ".lock"));
        let file = file.map_err(|cause| not_writable(path, cause))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
            Err(TryLockError::Error(cause)) => Err(not_writable(path, cause)),
        }
    }

    /// Records which files the server has open, in the lock's file.
    pub(super) fn write_record(&mut self, record: &str) -> io::Result<()> {
        self.0.set_len(0)?;
        self.0.write_all(record.as_bytes())
    }

    /// Returns the record of the server that last had the lock.
    pub(super) fn record(path: &Path) -> io::Result<String> {
        fs::read_to_string(sibling_path(path, ".lock"))
    }

    /// Returns whether a server has the lock.
    pub(super) fn is_taken(path: &Path) -> io::Result<bool> {
        let file = match File::open(sibling_path(path, ".lock")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            opened => opened?,
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(cause)) => Err(cause),
        }
    }
}

/// Opens the connection for writing. Checks that the file is a Worklog database before changing
/// anything in it.
pub(super) fn open_for_writing(path: &Path) -> Result<Connection, OpenError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, WRITER_BUSY_TIMEOUT);
    let mut connection = connection.map_err(|error| refusal(path, error))?;
    let is_ours = set_up(&mut connection).map_err(|error| refusal(path, error))?;
    if is_ours { Ok(connection) } else { Err(OpenError::NotADatabase(path.to_owned())) }
}

fn set_up(connection: &mut Connection) -> rusqlite::Result<bool> {
    connection.set_prepared_statement_cache_capacity(64);
    if !is_ours_or_empty(connection)? {
        return Ok(false);
    }
    // With `temp_store` in memory, even a large transaction requires no temporary file, and so no
    // other writable directory. A negative `cache_size` is in KiB.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -512;",
    )?;
    // Waits if another process is initializing the same empty file. Rewriting the application ID
    // each time verifies that the file is writable and that the disk isn't full.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !is_ours_or_empty(&transaction)? {
        return Ok(false);
    }
    claim(&transaction)?;
    transaction.commit()?;
    Ok(true)
}

/// Marks the file as a Worklog database. A completed backup becomes an ordinary database, because
/// its header and checksum won't remain valid.
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

/// Starts a backup in an empty file, in a transaction that stays open. No journal is written: an
/// incomplete backup is discarded, so rolling back and syncing are unnecessary here.
pub(super) fn start_backup(path: &Path) -> rusqlite::Result<Connection> {
    let connection = open_backup(path)?;
    connection.execute_batch("BEGIN")?;
    claim(&connection)?;
    Ok(connection)
}

/// Opens a connection for writing a backup. It has exclusive access without SQLite's locks: the
/// backup process already locks the whole file, and on NFS, the two kinds of locks would conflict.
/// The cache is large because rows are added to the indexes in random order.
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

/// Opens a connection for reading a file that nothing writes to, possibly in a read-only directory.
/// The file may be damaged or malicious.
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

/// Opens a connection for reading. Its cache is small because the operating system caches the file.
pub(super) fn open_for_reading(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, READER_BUSY_TIMEOUT)?;
    connection.execute_batch("PRAGMA cache_size = -256; PRAGMA temp_store = MEMORY;")?;
    Ok(connection)
}

/// Opens a file with a parameter that only a URI can contain (<https://sqlite.org/uri.html>).
fn connect_as(path: &Path, parameter: &str, access: OpenFlags) -> rusqlite::Result<Connection> {
    let url = std::path::absolute(path).ok().and_then(|path| Url::from_file_path(path).ok());
    let mut url = url.ok_or_else(|| rusqlite::Error::InvalidPath(path.to_owned()))?;
    url.set_query(Some(parameter));
    connect(Path::new(url.as_str()), access | OpenFlags::SQLITE_OPEN_URI, Duration::ZERO)
}

fn connect(path: &Path, access: OpenFlags, patience: Duration) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(patience)?;
    // Enables the query planner stability guarantee. Without it, SQLite compiled with STAT4 plans a
    // cached statement with a join again whenever a parameter is bound.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// Converts an error of opening the file.
pub(super) fn refusal(path: &Path, error: rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::NotADatabase(path.to_owned()),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            not_writable(path, error)
        }
        _ => StoreError::from(super::EmbeddedError::from(error)).into(),
    }
}

pub(super) fn not_writable(path: &Path, cause: impl Into<Cause>) -> OpenError {
    OpenError::NotWritable { path: path.to_owned(), cause: cause.into() }
}

/// Returns options that create files readable only by their owner, since they contain password
/// hashes and the cookie key.
fn owner_only_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
