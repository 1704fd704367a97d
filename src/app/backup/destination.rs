//! The file that a backup is written to: readable by nobody else, and there only once it is whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::BackupError;
use super::temporary::{self, Temporary};
use crate::storage::beside;

/// Where a backup goes.
pub(super) enum Destination {
    /// Standard output, once the file is whole.
    Output {
        /// The file until then.
        spool: PathBuf,
        /// Its directory, which is removed.
        _directory: Temporary,
    },
    /// A file, written under another name beside it.
    File {
        /// Its name.
        path: PathBuf,
        /// Its name until it is whole.
        partial: PathBuf,
        /// Locked while it is written.
        file: File,
    },
}

impl Destination {
    /// Makes the file to write to; `-` is standard output. What a killed backup left is overwritten or removed.
    pub(super) fn open(
        path: &Path,
        force: bool,
        temp_dir: Option<&Path>,
    ) -> Result<Self, BackupError> {
        if path == Path::new("-") {
            let directory = Temporary::create(temp_dir)?;
            let spool = directory.path().join("worklog.backup");
            private().open(&spool).map_err(|cause| BackupError::file(&spool, cause))?;
            return Ok(Self::Output { spool, _directory: directory });
        }
        // A backup doesn't fail because of what another to standard output left.
        let _ = temp_dir.map(temporary::remove_abandoned);
        if path.exists() && !force {
            return Err(BackupError::Exists(path.to_owned()));
        }
        if path.is_dir() {
            return Err(BackupError::file(path, io::ErrorKind::IsADirectory.into()));
        }
        let partial = beside(path, ".partial");
        // SQLite would take what is left in a journal for changes of the backup. Only the database of a server
        // has the others.
        if has_beside(path, &["-wal", "-journal"])
            || has_beside(&partial, &["-wal", ".lock"])
            || is_part_of_database(path)
        {
            return Err(BackupError::InUse(path.to_owned()));
        }
        loop {
            if !is_absent_or_ours(&partial) {
                let cause = io::Error::other("no backup left this file: move it away");
                return Err(BackupError::file(&partial, cause));
            }
            let file = private().open(&partial).map_err(|cause| BackupError::file(path, cause))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(path.to_owned())),
                Err(TryLockError::Error(cause)) => return Err(BackupError::file(path, cause)),
            }
            // Another backup may have finished it between the two steps.
            if is_at(&file, &partial) {
                empty(&file).map_err(|cause| BackupError::file(path, cause))?;
                return Ok(Self::File { path: path.to_owned(), partial, file });
            }
        }
    }

    /// The file to write to, empty at first.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Output { spool, .. } => spool,
            Self::File { partial, .. } => partial,
        }
    }

    /// Gives the file its name, durably, or sends it to standard output. Returns its length in bytes.
    pub(super) fn finish(self) -> io::Result<u64> {
        match &self {
            Self::Output { spool, .. } => {
                let mut output = io::stdout().lock();
                let bytes = io::copy(&mut File::open(spool)?, &mut output)?;
                output.flush()?;
                Ok(bytes)
            }
            Self::File { path, partial, file } => {
                file.sync_all()?;
                fs::rename(partial, path)?;
                // A new name is on disk once its directory is.
                let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
                File::open(directory.unwrap_or(Path::new(".")))?.sync_all()?;
                Ok(file.metadata()?.len())
            }
        }
    }
}

/// Leaves nothing of a backup that failed.
impl Drop for Destination {
    fn drop(&mut self) {
        if let Self::File { partial, file, .. } = self
            && is_at(file, partial)
        {
            // Whoever takes it meanwhile sees that it is no longer there.
            let _ = fs::remove_file(partial);
        }
    }
}

fn has_beside(path: &Path, suffixes: &[&str]) -> bool {
    suffixes.iter().any(|suffix| beside(path, suffix).exists())
}

/// Whether a file is one that SQLite or a server keeps beside a database, which is there.
fn is_part_of_database(path: &Path) -> bool {
    let base = |suffix: &&str| path.to_str().and_then(|path| path.strip_suffix(suffix));
    ["-wal", "-shm", "-journal", ".lock"]
        .iter()
        .filter_map(base)
        .any(|base| Path::new(base).exists())
}

/// Whether a name is free, or is that of a file that an earlier backup can have left. Anything else, such as a
/// link or another user's file, is not to be overwritten.
fn is_absent_or_ours(partial: &Path) -> bool {
    fs::symlink_metadata(partial).map_or(true, |found| {
        let own = rustix::process::geteuid().as_raw();
        found.is_file() && found.nlink() == 1 && found.uid() == own
    })
}

/// Makes a file like a new one, whoever wrote what is in it.
fn empty(file: &File) -> io::Result<()> {
    file.set_permissions(PermissionsExt::from_mode(0o600))?;
    file.set_len(0)
}

/// Whether the name is still this file's.
fn is_at(file: &File, path: &Path) -> bool {
    let of = |found: io::Result<fs::Metadata>| found.ok().map(|found| (found.dev(), found.ino()));
    of(file.metadata()) == of(fs::symlink_metadata(path))
}

/// Creates files that only their owner can read: a backup contains password hashes and people's notes.
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    options
}
