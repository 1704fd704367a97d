//! Tests rejected backups, and files that backups, restores, and copies must not change.

use std::fs::{self, File};
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::{Document, doc};

use super::backups::{file, open, succeeds};
use super::backups_killed::{kill_once, long_backup};
use super::{Program, complaint, run, worklog};
use crate::support::samples::user;
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, Place, place};

/// The prefix of directories for temporary files.
const TEMPORARY: &str = ".worklog-temporary-";

async fn with_ada(backend: Backend) -> Place {
    let place = place(backend).await;
    assert!(run(&place.url, &["user", "add", "ada"], PASSWORD).status.success());
    place
}

/// Returns a database whose backup takes a while.
async fn long() -> Place {
    let (database, (_home, file)) = (place(Backend::Embedded).await, file());
    long_backup(&file).await;
    succeeds(&database.url, &["restore", &file]);
    database
}

/// Returns the directories for temporary files, and whether any file in them has content.
fn temporary(parent: &Path) -> (Vec<PathBuf>, bool) {
    let paths = fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().path());
    let is_one =
        |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(TEMPORARY);
    let directories: Vec<_> = paths.filter(is_one).collect();
    let spool = |directory: &PathBuf| fs::metadata(directory.join("worklog.backup"));
    let written = directories.iter().any(|one| spool(one).is_ok_and(|file| file.len() > 0));
    (directories, written)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mongodb_cannot_be_copied_onto_itself_under_another_url() {
    let database = with_ada(Backend::Mongo).await;
    let other = database.url.replace("127.0.0.1", "localhost");
    assert_ne!(other, database.url);
    let error =
        complaint(&run("", &["copy", "--replace", "--from", &database.url, "--to", &other], ""));
    assert!(error.contains("are the same database"), "{error}");
    let ada = open(&database).await.user_by_name(&user("ada").username_key).await.unwrap();
    assert!(ada.is_some(), "nothing was removed");
    // Another database on the same server.
    let elsewhere = place(Backend::Mongo).await;
    succeeds("", &["copy", "--from", &other, "--to", &elsewhere.url]);
}

/// The two addresses have nothing in common, so only the server shows that they are the same.
#[tokio::test(flavor = "multi_thread")]
async fn copying_an_older_database_onto_itself_leaves_it_unmigrated() {
    let there = with_ada(Backend::Mongo).await;
    let other = there.url.replace("127.0.0.1", "localhost");
    let client = Client::with_uri_str(&there.url).await.unwrap();
    let meta = client.default_database().unwrap().collection::<Document>("meta");
    let older = doc! { "$set": { "value": 3 } };
    meta.update_one(doc! { "_id": "schema_version" }, older).await.unwrap();
    let told =
        complaint(&run("", &["copy", "--replace", "--from", &there.url, "--to", &other], ""));
    assert!(told.contains("are the same database"), "{told}");
    assert_eq!(open(&there).await.schema_version().await.unwrap(), 3);
}

async fn a_database_in_use_is_only_copied_if_requested(backend: Backend) {
    let (there, here) = (with_ada(backend).await, place(Backend::Embedded).await);
    let program = Program::serve(&there.url).await;
    let copy = ["copy", "--from", &there.url, "--to", &here.url];
    let refused = complaint(&run("", &copy, ""));
    assert!(
        refused.contains("A server is using") && refused.contains("--while-in-use"),
        "{refused}"
    );
    assert!(!Path::new(&here.url).exists(), "nothing was written");
    let copied = run("", &[&copy[..], &["--while-in-use"]].concat(), "");
    let warning = String::from_utf8(copied.stderr).unwrap();
    assert!(copied.status.success() && warning.starts_with("Warning: a server is"), "{warning}");
    drop(program);
    let copied = run("", &[&copy[..], &["--replace"]].concat(), "");
    assert!(copied.status.success() && copied.stderr.is_empty(), "{copied:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_use_is_only_copied_if_requested() {
    a_database_in_use_is_only_copied_if_requested(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mongodb_in_use_is_only_copied_if_requested() {
    a_database_in_use_is_only_copied_if_requested(Backend::Mongo).await;
}

/// The file would stop being a backup.
#[tokio::test(flavor = "multi_thread")]
async fn backups_cannot_be_restore_or_copy_targets() {
    let (database, (home, backup)) = (with_ada(Backend::Embedded).await, file());
    let other = home.path().join("other.backup").display().to_string();
    succeeds(&database.url, &["backup", &backup]);
    succeeds(&database.url, &["backup", &other]);
    let before = fs::read(&backup).unwrap();
    for command in [
        &["restore", &other][..],
        &["restore", "--replace", &other],
        &["copy", "--from", &database.url, "--to", &backup],
        &["copy", "--replace", "--from", &database.url, "--to", &backup],
    ] {
        let error = complaint(&run(&backup, command, ""));
        assert!(error.contains("is a backup"), "{command:?}: {error}");
        assert_eq!(fs::read(&backup).unwrap(), before, "{command:?}");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2, "{command:?}: nothing beside it");
    }
    let new = place(Backend::Embedded).await;
    assert!(succeeds(&new.url, &["restore", &backup]).contains("1 user"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_file_backup_removes_files_of_a_killed_one() {
    let (database, (_home, file)) = (long().await, file());
    let data = Path::new(&database.url).parent().unwrap();
    let killed = worklog(&database.url).args(["backup", "-"]).spawn().unwrap();
    kill_once(killed, async || temporary(data).1).await;
    let (left, _) = temporary(data);
    assert_eq!(left.len(), 1);
    // One directory belongs to a running backup, the others don't.
    let running = data.join(format!("{TEMPORARY}runs"));
    let others = [data.join(format!("{TEMPORARY}file")), data.join("mine")];
    fs::create_dir(&running).unwrap();
    fs::write(&others[0], "no directory").unwrap();
    fs::create_dir(&others[1]).unwrap();
    let lock = File::open(&running).unwrap();
    lock.try_lock().unwrap();
    succeeds(&database.url, &["backup", &file]);
    assert!(!left[0].exists(), "it takes as much space as the database");
    assert!(running.exists() && others.iter().all(|other| other.exists()));
}

fn in_shell(database: &str, redirected: &str) -> Output {
    let program = format!("exec \"$0\" backup - {redirected}");
    let mut shell = Command::new("sh");
    let shell = shell.args(["-c", &program, env!("CARGO_BIN_EXE_worklog")]);
    shell.env("WORKLOG_DATABASE_URL", database).output().expect("sh")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_to_an_unusable_output_fails() {
    let database = with_ada(Backend::Embedded).await;
    for (redirected, why) in
        [(">&-", "closed"), (">/dev/null", "/dev/null"), (">/dev/full", "No space left")]
    {
        let error = complaint(&in_shell(&database.url, redirected));
        assert!(error.contains(why), "{redirected}: {error}");
    }
    assert!(in_shell(&database.url, "| cat").status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_replaces_only_regular_files() {
    let (database, (home, _)) = (with_ada(Backend::Embedded).await, file());
    let at = |name: &str| home.path().join(name);
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    symlink("/dev/null", at("device")).unwrap();
    fs::create_dir(at("directory")).unwrap();
    for name in ["pipe", "device", "directory"] {
        let path = at(name).display().to_string();
        for command in [&["backup", "--force", &path][..], &["backup", &path]] {
            let error = complaint(&run(&database.url, command, ""));
            assert!(error.contains("is not a regular file"), "{command:?}: {error}");
        }
    }
    assert!(fs::metadata(at("pipe")).unwrap().file_type().is_fifo());
    assert!(fs::metadata(at("device")).unwrap().file_type().is_char_device());
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_created_during_a_backup_is_not_replaced() {
    let (database, (home, file)) = (long().await, file());
    let partial = home.path().join("worklog.backup.partial");
    let mut command = worklog(&database.url);
    let backup = command.args(["backup", &file]).stdout(Stdio::null()).spawn().unwrap();
    let give_up = Instant::now() + Duration::from_secs(30);
    while !partial.exists() {
        assert!(Instant::now() < give_up, "does not begin");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    fs::write(&file, "of another").unwrap();
    assert!(partial.exists(), "the backup was not done before");
    let error = complaint(&backup.wait_with_output().unwrap());
    assert!(error.contains("exists already") && error.contains("--force"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "of another");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing is left beside it");
    assert!(succeeds(&database.url, &["backup", "--force", &file]).contains("20,000 changes"));
}
