//! The file that a backup is written to. Only its owner can read it, and it is renamed to its final
//! name once it is complete.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags};
use rustix::io::Errno;

use super::BackupError;
use super::temporary::{self, TemporaryDirectory};
use crate::storage::sibling_path;

/// The destination of a backup.
pub(super) enum Destination {
    /// Standard output, written once the backup is complete.
    Output {
        /// The temporary file that the backup is written to first.
        spool: PathBuf,
        /// The temporary directory of `spool`, removed on drop.
        _directory: TemporaryDirectory,
    },
    /// A file, written under another name in the same directory.
    File {
        /// The final name.
        path: PathBuf,
        /// The name while the file is being written.
        partial: PathBuf,
        /// Whether to replace an existing file.
        replace: bool,
        /// The open file, locked while it is being written.
        file: File,
    },
}

impl Destination {
    /// Creates the file to write to; `-` means standard output. Overwrites or removes files that a
    /// killed backup left behind.
    pub(super) fn open(
        path: &Path,
        force: bool,
        temp_dir: Option<&Path>,
    ) -> Result<Self, BackupError> {
        if path == Path::new("-") {
            let directory = TemporaryDirectory::create(temp_dir)?;
            let spool = directory.path().join("worklog.backup");
            owner_only_options().open(&spool).map_err(|cause| BackupError::file(&spool, cause))?;
            return Ok(Self::Output { spool, _directory: directory });
        }
        // A backup can be created even if another backup's files can't be removed.
        let _ = temp_dir.map(temporary::remove_abandoned);
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(BackupError::NotAFile(path.to_owned()));
        }
        if !force && fs::symlink_metadata(path).is_ok() {
            return Err(BackupError::Exists(path.to_owned()));
        }
        let partial = sibling_path(path, ".partial");
        // SQLite would apply a leftover journal to the backup. `-wal` and `.lock` files next to the
        // partial file belong to a server's database.
        if has_sibling(path, &["-wal", "-journal"])
            || has_sibling(&partial, &["-wal", ".lock"])
            || is_part_of_database(path)
        {
            return Err(BackupError::InUse(path.to_owned()));
        }
        loop {
            if !is_absent_or_ours(&partial) {
                let cause = io::Error::other("no backup left this file: move it away");
                return Err(BackupError::file(&partial, cause));
            }
            let file = owner_only_options()
                .open(&partial)
                .map_err(|cause| BackupError::file(path, cause))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(path.to_owned())),
                Err(TryLockError::Error(cause)) => return Err(BackupError::file(path, cause)),
            }
            // Another backup may have renamed or removed the file between opening and locking it.
            if is_at(&file, &partial) {
                truncate(&file).map_err(|cause| BackupError::file(path, cause))?;
                return Ok(Self::File { path: path.to_owned(), partial, replace: force, file });
            }
        }
    }

    /// Returns the path of the file to write to, which is initially empty.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Output { spool, .. } => spool,
            Self::File { partial, .. } => partial,
        }
    }

    /// Renames the file durably, or copies it to standard output. Returns its length in bytes.
    pub(super) fn finish(self) -> Result<u64, BackupError> {
        match &self {
            Self::Output { spool, .. } => {
                write_out(spool).map_err(|cause| BackupError::file(Path::new("-"), cause))
            }
            Self::File { path, partial, replace, file } => {
                let named = rename_durably(file, partial, path, *replace);
                named.map_err(|cause| match cause.kind() {
                    io::ErrorKind::AlreadyExists => BackupError::Exists(path.clone()),
                    _ => BackupError::file(path, cause),
                })
            }
        }
    }
}

fn write_out(spool: &Path) -> io::Result<u64> {
    let mut output = io::stdout().lock();
    let bytes = io::copy(&mut File::open(spool)?, &mut output)?;
    output.flush()?;
    Ok(bytes)
}

fn rename_durably(file: &File, partial: &Path, path: &Path, replace: bool) -> io::Result<u64> {
    file.sync_all()?;
    if replace {
        fs::rename(partial, path)?;
    } else {
        rename_no_replace(partial, path)?;
    }
    // A rename is durable only after its directory is synced.
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(file.metadata()?.len())
}

/// Renames a file without replacing one that was created since the check.
fn rename_no_replace(from: &Path, to: &Path) -> io::Result<()> {
    match rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Not every file system or kernel supports the flag.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => link_no_replace(from, to),
        renamed => Ok(renamed?),
    }
}

fn link_no_replace(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to)?;
    fs::remove_file(from)
}

/// Removes the partial file of a backup that failed.
impl Drop for Destination {
    fn drop(&mut self) {
        if let Self::File { partial, file, .. } = self
            && is_at(file, partial)
        {
            // A process that opened the file in the meantime detects the removal with `is_at`.
            let _ = fs::remove_file(partial);
        }
    }
}

fn has_sibling(path: &Path, suffixes: &[&str]) -> bool {
    suffixes.iter().any(|suffix| sibling_path(path, suffix).exists())
}

/// Returns whether `path` is a file that SQLite or a server creates next to an existing database.
fn is_part_of_database(path: &Path) -> bool {
    let base = |suffix: &&str| path.to_str().and_then(|path| path.strip_suffix(suffix));
    ["-wal", "-shm", "-journal", ".lock"]
        .iter()
        .filter_map(base)
        .any(|base| Path::new(base).exists())
}

/// Returns whether `partial` doesn't exist or may be left over from an earlier backup. Anything
/// else, such as a link or another user's file, must not be overwritten.
fn is_absent_or_ours(partial: &Path) -> bool {
    fs::symlink_metadata(partial).map_or(true, |found| {
        let own = rustix::process::geteuid().as_raw();
        found.is_file() && found.nlink() == 1 && found.uid() == own
    })
}

/// Truncates the file and resets its permissions, since another process may have created it.
fn truncate(file: &File) -> io::Result<()> {
    file.set_permissions(PermissionsExt::from_mode(0o600))?;
    file.set_len(0)
}

/// Returns whether `path` still refers to this file.
fn is_at(file: &File, path: &Path) -> bool {
    let of = |found: io::Result<fs::Metadata>| found.ok().map(|found| (found.dev(), found.ino()));
    of(file.metadata()) == of(fs::symlink_metadata(path))
}

/// Returns options that create files readable only by their owner, since a backup contains password
/// hashes and users' notes.
pub fn owner_only_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renaming_does_not_replace_a_file() {
        for rename in [rename_no_replace, link_no_replace] {
            let home = tempfile::tempdir().unwrap();
            let (from, to) = (home.path().join("from"), home.path().join("to"));
            fs::write(&from, "new").unwrap();
            fs::write(&to, "old").unwrap();
            let refused = rename(&from, &to).unwrap_err();
            assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read_to_string(&from).unwrap(), "new");
            assert_eq!(fs::read_to_string(&to).unwrap(), "old");
            fs::remove_file(&to).unwrap();
            rename(&from, &to).unwrap();
            assert!(!from.exists());
            assert_eq!(fs::read_to_string(&to).unwrap(), "new");
        }
    }
}
