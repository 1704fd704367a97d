//! Temporary directories that are removed even if their process was killed.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::{Builder, TempDir};

use super::BackupError;

/// The prefix of their names.
const PREFIX: &str = ".worklog-temporary-";

/// A directory that only its owner can access, removed on drop. If its process is killed, the next
/// process that creates one in the same place removes it.
pub(super) struct Temporary {
    directory: TempDir,
    /// Shows other processes that the directory is in use.
    _lock: File,
}

impl Temporary {
    /// Creates a temporary directory in `parent`, and `parent` itself if it is missing.
    pub(super) fn create(parent: Option<&Path>) -> Result<Self, BackupError> {
        let parent = parent.ok_or(BackupError::NoTempDir)?;
        let create = || {
            fs::create_dir_all(parent)?;
            remove_abandoned(parent)?;
            let mode = Permissions::from_mode(0o700);
            let directory = Builder::new().prefix(PREFIX).permissions(mode).tempdir_in(parent)?;
            let lock = File::open(&directory)?;
            // Some network file systems can't lock directories. An abandoned directory stays there.
            let _ = lock.try_lock();
            Ok(Self { directory, _lock: lock })
        };
        create().map_err(|cause| BackupError::file(parent, cause))
    }

    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }
}

fn remove_abandoned(parent: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let is_one = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_one
            && entry.file_type()?.is_dir()
            && File::open(entry.path()).is_ok_and(|directory| directory.try_lock().is_ok())
        {
            // A directory of another user can't be removed and stays.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abandoned_directories_are_removed_and_others_stay() {
        let home = tempfile::tempdir().unwrap();
        let abandoned = home.path().join(format!("{PREFIX}left"));
        fs::create_dir(&abandoned).unwrap();
        fs::write(abandoned.join("worklog.backup"), "half").unwrap();
        fs::create_dir(home.path().join("worklog-other")).unwrap();
        let first = Temporary::create(Some(home.path())).unwrap();
        assert!(!abandoned.exists() && home.path().join("worklog-other").exists());
        let second = Temporary::create(Some(home.path())).unwrap();
        assert!(first.path().exists() && second.path().exists());
        let mode = fs::metadata(first.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        drop((first, second));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
