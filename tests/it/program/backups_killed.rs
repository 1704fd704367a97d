//! Tests that a killed restore doesn't look complete and can be repeated.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use worklog::domain::backup::records::Record;
use worklog::domain::days::change::{Change, ChangeId, ChangeKind};
use worklog::storage::{self, Access, migrate};

use super::backups::{file, open, succeeds};
use super::{Program, complaint, run, worklog};
use crate::support::mongod::free_port;
use crate::support::samples::{noon, user};
use crate::support::store::{Backend, Place, place};

/// Enough changes for a restore to take a while.
const CHANGES: usize = 20_000;

/// Writes a backup of one user with a long history.
pub(super) async fn long_backup(file: &str) {
    let source = place(Backend::Embedded).await;
    let url = source.url.parse().unwrap();
    let store = storage::open(&url, Access::Server).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let eve = user("eve");
    let mut writer = store.begin_restore(false).await.unwrap();
    writer.add(vec![Record::User(Box::new(eve.clone()))]).await.unwrap();
    for _ in 0..CHANGES / 1000 {
        let change = |_| {
            let id = ChangeId::new();
            let kind = ChangeKind::Save;
            let items = Vec::new();
            Record::Change(Box::new(Change {
                id,
                user_id: eve.id,
                at: noon(),
                actor: eve.id,
                kind,
                items,
            }))
        };
        writer.add((0..1000).map(change).collect()).await.unwrap();
    }
    writer.finish().await.unwrap();
    drop(store);
    assert!(succeeds(&source.url, &["backup", file]).contains("20,000 changes"));
}

/// Returns a database with a user, which a restore would replace.
async fn with_bob(backend: Backend) -> Place {
    let place = place(backend).await;
    succeeds(&place.url, &["migrate"]);
    open(&place).await.add_user(&user("bob")).await.unwrap();
    place
}

fn start_restore(database: &str, file: &str) -> Child {
    let mut command = worklog(database);
    let command = command.args(["restore", file, "--replace"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts")
}

/// Kills the restore once `on_its_way` returns true.
pub(super) async fn kill_once(mut restore: Child, mut on_its_way: impl AsyncFnMut() -> bool) {
    let give_up = Instant::now() + Duration::from_secs(30);
    while !on_its_way().await {
        assert!(Instant::now() < give_up, "doesn't begin");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    restore.kill().expect("is killed while it runs");
    let status = restore.wait().expect("ends");
    assert_eq!(status.code(), None, "it hadn't finished");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_restore_leaves_the_file_unchanged() {
    let ((_home, file), database) = (file(), with_bob(Backend::Embedded).await);
    long_backup(&file).await;
    let log = format!("{}-wal", database.url);
    let restore = start_restore(&database.url, &file);
    kill_once(restore, async || fs::metadata(&log).is_ok_and(|log| log.len() > 1 << 20)).await;
    let store = open(&database).await;
    let found = store.user_by_name(&user("bob").username_key).await.unwrap();
    assert!(found.is_some(), "nothing was replaced");
    assert_eq!(store.user_by_name(&user("eve").username_key).await.unwrap(), None);
    drop(store);
    drop(Program::serve(&database.url).await);
    assert!(succeeds(&database.url, &["restore", &file, "--replace"]).contains("20,000 changes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server_starts_after_a_killed_mongodb_restore() {
    let ((_home, file), database) = (file(), with_bob(Backend::Mongo).await);
    long_backup(&file).await;
    let running = Program::serve(&database.url).await;
    let store = open(&database).await;
    let restore = start_restore(&database.url, &file);
    kill_once(restore, async || store.restore_incomplete().await.unwrap()).await;

    running.wait_for_status("/readyz", 503).await;
    drop(running);
    let listen = format!("--listen=127.0.0.1:{}", free_port());
    let elsewhere = place(Backend::Embedded).await;
    let copy = ["copy", "--from", &database.url, "--to", &elsewhere.url];
    for command in [&[listen.as_str()][..], &["migrate"], &["backup", "-"], &copy] {
        let error = complaint(&run(&database.url, command, ""));
        assert!(error.contains("contains only a part of a backup"), "{command:?}: {error}");
        assert!(error.contains("Repeat that with --replace"), "{error}");
    }
    let error = complaint(&run(&database.url, &["restore", &file], ""));
    assert!(error.contains("--replace"), "{error}");
    assert!(succeeds(&database.url, &["restore", &file, "--replace"]).contains("20,000 changes"));
    drop(Program::serve(&database.url).await);
}
