//! Backups that are refused, and files that no backup, restore, or copy may touch.

use std::fs;

use super::backups::{file, open, succeeds};
use super::{complaint, run};
use crate::support::samples::user;
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, Place, place};

async fn with_ada(backend: Backend) -> Place {
    let place = place(backend).await;
    assert!(run(&place.url, &["user", "add", "ada"], PASSWORD).status.success());
    place
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mongodb_is_not_copied_onto_itself_by_another_address() {
    let there = with_ada(Backend::Mongo).await;
    let other = there.url.replace("127.0.0.1", "localhost");
    assert_ne!(other, there.url);
    let told =
        complaint(&run("", &["copy", "--replace", "--from", &there.url, "--to", &other], ""));
    assert!(told.contains("are the same database"), "{told}");
    let ada = open(&there).await.user_by_name(&user("ada").username_key).await.unwrap();
    assert!(ada.is_some(), "nothing was removed");
    // Another database of the same server.
    let elsewhere = place(Backend::Mongo).await;
    succeeds("", &["copy", "--from", &other, "--to", &elsewhere.url]);
}

/// It would be no backup any more.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_restored_or_copied_into_a_backup() {
    let (there, (home, backup)) = (with_ada(Backend::Embedded).await, file());
    let other = home.path().join("other.backup").display().to_string();
    succeeds(&there.url, &["backup", &backup]);
    succeeds(&there.url, &["backup", &other]);
    let before = fs::read(&backup).unwrap();
    for command in [
        &["restore", &other][..],
        &["restore", "--replace", &other],
        &["copy", "--from", &there.url, "--to", &backup],
        &["copy", "--replace", "--from", &there.url, "--to", &backup],
    ] {
        let told = complaint(&run(&backup, command, ""));
        assert!(told.contains("is a backup"), "{command:?}: {told}");
        assert_eq!(fs::read(&backup).unwrap(), before, "{command:?}");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2, "{command:?}: nothing beside it");
    }
    let new = place(Backend::Embedded).await;
    assert!(succeeds(&new.url, &["restore", &backup]).contains("1 user"));
}
