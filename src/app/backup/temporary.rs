//! Temporary directories that are cleaned up even if the process that created them was killed.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::{Builder, TempDir};

use super::BackupError;

/// The prefix of the names of temporary directories.
const PREFIX: &str = ".worklog-temporary-";

/// A directory that only its owner can access, removed on drop. If its process is killed, the next
/// process that creates one in the same place removes it.
pub(super) struct TemporaryDirectory {
    directory: TempDir,
    /// Shows other processes that the directory is in use.
    _lock: File,
}

impl TemporaryDirectory {
    /// Creates a temporary directory in `parent`, and `parent` itself if it is missing.
    pub(super) fn create(parent: Option<&Path>) -> Result<Self, BackupError> {
        let parent = parent.ok_or(BackupError::NoTempDir)?;
        let create = || {
            fs::create_dir_all(parent)?;
            remove_abandoned(parent)?;
            let mode = Permissions::from_mode(0o700);
            loop {
                let directory =
                    Builder::new().prefix(PREFIX).permissions(mode.clone()).tempdir_in(parent)?;
                if let Some(lock) = lock(directory.path())? {
                    return Ok(Self { directory, _lock: lock });
                }
            }
        };
        create().map_err(|cause| BackupError::file(parent, cause))
    }

    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }
}

/// Locks a new directory, unless another process considered it abandoned and removed it first.
fn lock(directory: &Path) -> io::Result<Option<File>> {
    let lock = match File::open(directory) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    // Some network file systems can't lock directories. Abandoned directories remain on those.
    let _ = lock.lock();
    Ok(directory.exists().then_some(lock))
}

/// Removes the temporary directories that killed processes left in `parent`.
pub(super) fn remove_abandoned(parent: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let is_temporary = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if !is_temporary || !entry.file_type()?.is_dir() {
            continue;
        }
        // Stays locked until the directory is removed, so that its creator can't start using it.
        let Ok(directory) = File::open(entry.path()) else { continue };
        if directory.try_lock().is_ok() {
            // Another user's directory can't be removed.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_another_process_removed_is_not_used() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("new");
        assert!(lock(&directory).unwrap().is_none());
        fs::create_dir(&directory).unwrap();
        let remover = File::open(&directory).unwrap();
        remover.try_lock().unwrap();
        let waits = std::thread::spawn({
            let directory = directory.clone();
            move || lock(&directory).unwrap().is_some()
        });
        fs::remove_dir(&directory).unwrap();
        drop(remover);
        assert!(!waits.join().unwrap());
    }

    #[test]
    fn only_abandoned_directories_are_removed() {
        let home = tempfile::tempdir().unwrap();
        let abandoned = home.path().join(format!("{PREFIX}left"));
        fs::create_dir(&abandoned).unwrap();
        fs::write(abandoned.join("worklog.backup"), "half").unwrap();
        fs::create_dir(home.path().join("worklog-other")).unwrap();
        let first = TemporaryDirectory::create(Some(home.path())).unwrap();
        assert!(!abandoned.exists() && home.path().join("worklog-other").exists());
        let second = TemporaryDirectory::create(Some(home.path())).unwrap();
        assert!(first.path().exists() && second.path().exists());
        let mode = fs::metadata(first.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        drop((first, second));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
