//! Tests the script that names new backups and removes old ones, as its pod runs it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::pods::quantity;
use super::{Objects, all, items, of_kind, pods, root, word};

fn keep(directory: &Path, pod: &str, count: &str) -> bool {
    let script = root().join("k8s/base/backup/keep.sh");
    let variables = [("POD_NAME", pod), ("KEEP", count)];
    let mut bash = Command::new("bash");
    let done = bash.arg(script).envs(variables).env("BACKUPS", directory).output().expect("bash");
    done.status.success()
}

fn names(directory: &Path) -> Vec<String> {
    let files = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<_> =
        files.map(|file| file.expect("a file").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}

#[test]
fn the_newest_backups_are_kept() {
    let directory = tempfile::tempdir().expect("a directory");
    for day in 1..=4 {
        let old = format!("worklog-2026-01-0{day}T02-17-00Z.backup");
        fs::write(directory.path().join(old), "old").expect("written");
    }
    fs::write(directory.path().join("other.txt"), "kept").expect("written");
    fs::write(directory.path().join("failed.unfinished"), "half").expect("written");
    fs::write(directory.path().join("killed.unfinished.partial"), "half").expect("written");
    fs::write(directory.path().join("pod.unfinished"), "new").expect("written");

    assert!(keep(directory.path(), "pod", "3"));

    let names = names(directory.path());
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(names[0], "other.txt");
    assert_eq!(names[1], "worklog-2026-01-03T02-17-00Z.backup");
    assert_eq!(names[2], "worklog-2026-01-04T02-17-00Z.backup");
    let newest = fs::read_to_string(directory.path().join(&names[3])).expect("text");
    assert_eq!(newest, "new");
}

#[test]
fn old_backups_are_kept_without_a_new_one() {
    let directory = tempfile::tempdir().expect("a directory");
    fs::write(directory.path().join("worklog-2026-01-01T02-17-00Z.backup"), "old")
        .expect("written");
    assert!(!keep(directory.path(), "pod", "0"));
    assert_eq!(names(directory.path()).len(), 1);
}

/// The maximum bytes on disk, per byte of a backup, while it is restored into a new file or
/// migrated: the migrated copy, the file, and its log.
const ROOM: u64 = 3;

fn storage(text: &str) -> u64 {
    quantity(text).unwrap_or_else(|| panic!("{text}")) / 1000
}

/// The volume has space for the kept backups and the next one, and to test and restore each.
#[test]
fn the_volume_has_space_to_restore_its_largest_backup() {
    let find = |name: &str| -> &Objects {
        &all().iter().find(|(directory, _)| *directory == name).expect("applied").1
    };
    let base = find("base");
    let volume = of_kind(base, "PersistentVolumeClaim").next().expect("a volume");
    let variables = pods(base).flat_map(|pod| {
        pod.containers().flat_map(|container| items(container, "/env")).collect::<Vec<_>>()
    });
    let keep = variables.into_iter().find(|variable| variable["name"] == "KEEP").expect("a number");
    let keep: u64 = word(keep, "/value").parse().expect("a number");
    let largest = storage(word(&volume.0, "/spec/resources/requests/storage")) / (keep + 1);
    for job in ["drill", "restore"] {
        let pod = pods(find(job)).next().expect("a pod");
        let limits = items(pod.spec, "/volumes").map(|one| word(one, "/emptyDir/sizeLimit"));
        let limit = limits.filter(|limit| !limit.is_empty()).map(storage).sum::<u64>();
        assert!(limit >= ROOM * largest, "{job}: {limit} for {largest}");
    }
}
