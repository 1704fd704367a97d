//! A second run, after changes or an interruption; and links in a file.

use std::io::{BufRead, BufReader};

use mongodb::bson::{Document, doc};
use worklog::domain::archive::Kind;
use worklog::domain::month_log::Expect;

use super::{ALL_OF_ADA, Source, credentials, days, expected, links, logs, named};
use crate::program::backups::{open, succeeds};
use crate::program::{complaint, run, worklog};
use crate::support::everything::all;
use crate::support::samples::{act, put, remove};
use crate::support::store::{Backend, place};

async fn what_changed_since_is_kept_at_a_second_run(backend: Backend) {
    let source = Source::with(credentials(&["ada", "bob"]), logs()).await;
    let (target, command) = (place(backend).await, ["import-flask", &source.from()]);
    succeeds(&target.url, &command);
    let store = open(&target).await;
    let first = all(&*store).await;
    let said = succeeds(&target.url, &command);
    assert!(
        said.contains(" 0 accounts and 0 days; 2 accounts and 5 days were there already."),
        "{said}"
    );
    let second = all(&*store).await;
    // Links are shown again, and that is logged.
    for kind in Kind::LASTING.iter().filter(|kind| **kind != Kind::Audit) {
        assert_eq!(first.get(kind), second.get(kind), "the same again changes nothing");
    }

    let ada = named(&*store, "ada").await;
    let edits = [
        put("2018-01-03", "sick", "not skiing", Expect::Something),
        remove("2019-01-02", Expect::Something),
    ];
    store.edit_days(ada.id, &act(ada.id, edits)).await.unwrap();
    let log = source.database("log").collection::<Document>("log");
    let new = doc! { "date": "2019-01-04", "type": "SICK" };
    let more = doc! {
        "$push": { "years.1.entries": new },
        "$set": { "settings.total.vacation": 28 },
    };
    log.update_one(doc! { "username": "ada" }, more).await.unwrap();
    let said = succeeds(&target.url, &command);
    for line in [
        "kept: ada: vacation stays at 30 days, not 28.",
        "kept: ada: 1 day logged otherwise in Worklog: 2018-01-03.",
        "kept: ada: 1 day removed in Worklog: 2019-01-02.",
        "ada: the account was there, 1 day taken, 3 days there already.",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let mut days_of_ada = expected(&ALL_OF_ADA);
    days_of_ada.insert("2018-01-03".to_owned(), "sick not skiing".to_owned());
    days_of_ada.remove("2019-01-02");
    days_of_ada.insert("2019-01-04".to_owned(), "sick".to_owned());
    assert_eq!(days(&*store, "ada").await, days_of_ada);
    assert_eq!(links(&said).len(), 2, "whoever has no password yet gets another link");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_is_kept_at_a_second_run_on_a_file() {
    what_changed_since_is_kept_at_a_second_run(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_is_kept_at_a_second_run_on_mongodb() {
    what_changed_since_is_kept_at_a_second_run(Backend::Mongo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_written_for_their_owner_alone() {
    let source = Source::with(credentials(&["ada", "bob"]), logs()).await;
    let (target, home) = (place(Backend::Embedded).await, tempfile::tempdir().unwrap());
    let file = home.path().join("links.csv");
    let links_to = format!("--links={}", file.display());
    let public = "--public-url=https://log.example.org";
    let too_long = ["import-flask", &source.from(), "--links-last=8d"];
    let refused = run(&target.url, &too_long, "");
    assert_eq!(refused.status.code(), Some(2));
    let command = ["import-flask", &source.from(), &links_to, public, "--links-last=7d"];
    let said = succeeds(&target.url, &command);
    assert!(
        said.contains("2 links to a first password are in") && !said.contains("token="),
        "{said}"
    );
    let written = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "Username,Link,Works until"));
    assert!(lines[1].starts_with("ada,https://log.example.org/password/reset?token="), "{written}");
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let there = complaint(&run(&target.url, &command, ""));
    assert!(there.contains("--links"), "an older file is not written over: {there}");

    let token = lines[1].split("token=").nth(1).unwrap().split(',').next().unwrap();
    let hash = worklog::app::sessions::key_hash(token);
    let store = open(&target).await;
    let after = |days: i64| chrono::Utc::now() + chrono::TimeDelta::days(days);
    assert!(store.password_reset(&hash, after(6)).await.unwrap().is_some());
    assert!(store.password_reset(&hash, after(7)).await.unwrap().is_none());
}

/// A year for each of many, so that there is time to interrupt.
fn many() -> (Vec<Document>, Vec<Document>) {
    let names: Vec<String> = (0..120).map(|number| format!("user-{number:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let entry = |day: u32| {
        let date = format!("2018-{:02}-{:02}", 1 + day / 20, 1 + day % 20);
        doc! { "date": date, "type": "remote", "location": "Home", "notes": "" }
    };
    let entries: Vec<Document> = (0..240).map(entry).collect();
    let years = [doc! { "year": 2018, "entries": entries }];
    let log = |name: &&str| doc! { "username": *name, "years": years.to_vec() };
    (credentials(&names), names.iter().map(log).collect())
}

async fn an_interrupted_move_goes_on(backend: Backend) {
    let (who, logs) = many();
    let source = Source::with(who, logs).await;
    let (target, from) = (place(backend).await, source.from());
    for people in [3, 20] {
        let mut child = worklog(&target.url).args(["import-flask", &from]).spawn().expect("starts");
        let said = BufReader::new(child.stdout.take().expect("piped")).lines();
        let account = |line: &std::io::Result<String>| line.as_ref().unwrap().contains("account");
        assert_eq!(said.filter(account).take(people).count(), people);
        child.kill().expect("is killed");
        child.wait().expect("ends");
    }
    let said = succeeds(&target.url, &["import-flask", &from]);
    let last = said.lines().last().unwrap_or_default();
    assert!(!last.contains("; 0 accounts"), "the move had begun: {last}");
    assert!(last.starts_with("Taken: ") && !said.contains("look: "), "{said}");
    assert_eq!(links(&said).len(), 120);
    let store = open(&target).await;
    for name in ["user-000", "user-003", "user-020", "user-119"] {
        assert_eq!(days(&*store, name).await.len(), 240);
        let user = named(&*store, name).await;
        let history = store.day_history(user.id, "2018-03-04".parse().unwrap()).await.unwrap();
        assert_eq!(history.len(), 1, "nothing is taken twice");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_move_into_a_file_goes_on() {
    an_interrupted_move_goes_on(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_move_into_mongodb_goes_on() {
    an_interrupted_move_goes_on(Backend::Mongo).await;
}
