//! The file that a backup goes to: readable by nobody else, and there only once it is whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::BackupError;

/// Where a backup goes.
pub(super) enum Destination {
    /// Standard output.
    Output,
    /// A file, written under another name beside it.
    File {
        /// What it will be called.
        path: PathBuf,
        /// What it is called until it is whole.
        partial: PathBuf,
        /// Locked while it is written.
        file: File,
    },
}

impl Destination {
    /// Opens it; `-` is standard output. What a backup that was killed has left is written over.
    pub(super) fn open(path: &Path, force: bool) -> Result<Self, BackupError> {
        if path == Path::new("-") {
            return Ok(Self::Output);
        }
        if path.exists() && !force {
            return Err(BackupError::Exists(path.to_owned()));
        }
        let failed = |cause| BackupError::File { path: path.to_owned(), cause };
        if path.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let mut name = path.as_os_str().to_owned();
        name.push(".partial");
        let partial = PathBuf::from(name);
        loop {
            let file = private().open(&partial).map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(path.to_owned())),
                Err(TryLockError::Error(cause)) => return Err(failed(cause)),
            }
            // Another backup may have finished it between the two steps.
            if is_at(&file, &partial) {
                file.set_len(0).map_err(failed)?;
                return Ok(Self::File { path: path.to_owned(), partial, file });
            }
        }
    }

    /// What to write to.
    pub(super) fn writer(&self) -> io::Result<Box<dyn Write + Send>> {
        Ok(match self {
            Self::Output => Box::new(io::stdout()),
            Self::File { file, .. } => Box::new(file.try_clone()?),
        })
    }

    /// Gives it its name, durably.
    pub(super) fn finish(self) -> io::Result<()> {
        let Self::File { path, partial, file } = &self else { return io::stdout().flush() };
        file.sync_all()?;
        fs::rename(partial, path)?;
        match path.parent() {
            Some(directory) if !directory.as_os_str().is_empty() => sync(directory),
            _ => sync(Path::new(".")),
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

/// A new name is on disk once its directory is.
fn sync(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}

/// Whether the name is still this file's.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |found: io::Result<fs::Metadata>| found.ok().map(|found| (found.dev(), found.ino()));
    of(file.metadata()) == of(fs::metadata(path))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Returns options to create files that only their owner can read: backups contain password hashes and notes.
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
