//! The identity of the files of an open database.
//!
//! SQLite keeps writing to a file after it was deleted or replaced, and reports no error: the
//! writes are lost. The write-ahead log that remains at the old path is a danger to a file that
//! takes the place of the old one, because SQLite would apply it to the new file.
//!
//! A file is identified by its device, its inode, and, because inodes are reused, the time when it
//! was created. `stat` returns these. Opening the file and closing it again would release SQLite's
//! locks on it.

use std::fmt;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::file::{ServerLock, not_writable, sibling_path};
use crate::storage::{OpenError, StoreError};

/// The file names of a database in WAL mode end with these. Each file exists from the first
/// transaction until the last connection closes.
const SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

/// Identifies a file, whatever its name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileId {
    device: u64,
    inode: u64,
    /// Nanoseconds since 1970. `None` if the file system doesn't record it.
    created: Option<u128>,
}

impl FileId {
    /// Returns the identity of the file at a path. Doesn't follow a symbolic link: if one takes the
    /// place of the file, the next start opens the log next to the link's target.
    fn at(path: &Path) -> io::Result<Self> {
        let file = fs::symlink_metadata(path)?;
        let created = file.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let created = created.map(|since| since.as_nanos());
        Ok(Self { device: file.dev(), inode: file.ino(), created })
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.device, self.inode, self.created.unwrap_or_default())
    }
}

/// The files of an open database.
#[derive(Debug)]
pub(super) struct OpenFiles([(PathBuf, FileId); 3]);

impl OpenFiles {
    /// Records the files at the paths of a database. Call it once after the first transaction.
    pub(super) fn at(database: &Path) -> io::Result<Self> {
        let [file, log, index] = SUFFIXES.map(|suffix| {
            let path = sibling_path(database, suffix);
            FileId::at(&path).map(|id| (path, id))
        });
        Ok(Self([file?, log?, index?]))
    }

    /// Fails if the path of a file leads to another file or to none.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        for (path, id) in &self.0 {
            match FileId::at(path) {
                Ok(found) if found == *id => {}
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::Unavailable(error.into()));
                }
                _ => return Err(StoreError::FileReplaced(path.clone())),
            }
        }
        Ok(())
    }

    /// Returns the text from which [`set_log_aside`] later recognizes the log of a replaced file.
    pub(super) fn to_record(&self) -> String {
        let [(_, file), (_, log), _] = &self.0;
        format!("{file}\n{log}\n")
    }
}

/// Renames the log of a file that was replaced, so that SQLite doesn't apply it to the new file.
/// Must be called before SQLite opens the file.
///
/// SQLite leaves the log behind when its server is killed, and also on a clean exit if the file was
/// replaced. The server's lock file records which log belongs to which file. If the log is still
/// the same, but the file isn't, the log belonged to the former file. If both are different, such
/// as in a copy of the directory, they belong together.
pub(super) fn set_log_aside(database: &Path, is_served: bool) -> Result<(), OpenError> {
    let log = sibling_path(database, "-wal");
    let (Ok(file), Ok(log_id)) = (FileId::at(database), FileId::at(&log)) else { return Ok(()) };
    let record = ServerLock::record(database).unwrap_or_default();
    let mut lines = record.lines();
    let (recorded_file, recorded_log) = (lines.next(), lines.next());
    if recorded_log != Some(&log_id.to_string()) || recorded_file == Some(&file.to_string()) {
        return Ok(());
    }
    if is_served {
        return Err(OpenError::Replaced(database.to_owned()));
    }
    let aside = sibling_path(database, &format!("-wal.replaced-{}", log_id.inode));
    fs::rename(&log, &aside).map_err(|cause| not_writable(database, cause))?;
    match fs::remove_file(sibling_path(database, "-shm")) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            return Err(not_writable(database, cause));
        }
        _ => {}
    }
    tracing::warn!(
        file = %database.display(),
        log = %aside.display(),
        "the database file was replaced; the write-ahead log of the former file was renamed"
    );
    Ok(())
}
