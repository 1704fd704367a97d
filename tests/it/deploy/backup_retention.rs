//! Tests the scripts that clean up after unfinished backups, name new backups, and remove old ones,
//! as their pods run them.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::json;

use super::pods::quantity;
use super::{Objects, all, items, of_kind, pods, root, word};

fn script(name: &str, directory: &Path, variables: &[(&str, &str)]) -> bool {
    let script = root().join("k8s/base/backup").join(name);
    let variables = variables.iter().copied();
    let mut bash = Command::new("bash");
    let done = bash.arg(script).envs(variables).env("BACKUPS", directory).output().expect("bash");
    done.status.success()
}

fn keep(directory: &Path, pod: &str, count: &str) -> bool {
    script("keep.sh", directory, &[("POD_NAME", pod), ("KEEP", count)])
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

/// Two backups may run at once: the nightly one and a manual one.
#[test]
fn files_of_unfinished_backups_are_removed_before_the_next() {
    let directory = tempfile::tempdir().expect("a directory");
    let write = |name: &str, hours: u64| {
        let file = File::create(directory.path().join(name)).expect("created");
        let written = SystemTime::now() - Duration::from_hours(hours);
        file.set_modified(written).expect("written then");
        file
    };
    let stay = ["other.txt", "waits.unfinished", "worklog-2026-01-01T02-17-00Z.backup"];
    let being_written = write("runs.unfinished.partial", 1);
    being_written.try_lock().expect("locked");
    write("killed.unfinished.partial", 0);
    write("failed.unfinished", 3);
    for name in stay {
        write(name, if name == "waits.unfinished" { 1 } else { 1000 });
    }
    assert!(script("clean.sh", directory.path(), &[]));
    let mut expected: Vec<_> = stay.into_iter().chain(["runs.unfinished.partial"]).collect();
    expected.sort_unstable();
    assert_eq!(names(directory.path()), expected);
    drop(being_written);
    assert!(script("clean.sh", directory.path(), &[]));
    assert_eq!(names(directory.path()), stay);
}

/// Without this, a full volume would stay full.
#[test]
fn the_volume_is_cleaned_before_a_backup() {
    let base = &all().iter().find(|(directory, _)| *directory == "base").expect("applied").1;
    let cron = of_kind(base, "CronJob").next().expect("a schedule");
    let spec = &cron.0["spec"]["jobTemplate"]["spec"];
    let first = &spec["template"]["spec"]["initContainers"][0];
    assert_eq!(first["command"], json!(["bash", "/scripts/clean.sh"]));
    let scripts = of_kind(base, "ConfigMap").find(|map| map.0["data"].get("clean.sh").is_some());
    // Removes only files older than a Job's maximum run time.
    let longest = spec["activeDeadlineSeconds"].as_u64().expect("a number") / 60;
    let script = word(&scripts.expect("the script").0["data"], "/clean.sh");
    assert!(script.contains(&format!("-mmin +{longest} ")), "{longest} minutes");
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
