//! Documents that are not as they should be, a source that is none, and runs that only look.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use mongodb::bson::doc;

use super::{Source, credentials, days, expected, links, logs};
use crate::http::server::PASSWORD;
use crate::program::backups::{open, succeeds};
use crate::program::{complaint, run};
use crate::support::everything::all;
use crate::support::mongod::free_port;
use crate::support::store::{Backend, place};

async fn odd_documents_are_told_and_the_rest_is_taken(backend: Backend) {
    let mut who = credentials(&["ada", "Ada", "x", "zoe"]);
    who.push(doc! { "password": "secret" });
    let entry = |date: &str| doc! { "date": date, "type": "sick" };
    let source = Source::with(who, vec![
        doc! { "username": "ada", "settings": { "slack": "http://example.org/hook", "total": 7 },
               "years": [{ "year": 2018, "entries": [entry("2018-01-02"), entry("2018-02-30"), 7] }] },
        doc! { "username": "Ada", "years": [{ "year": 2018, "entries": [entry("2018-01-03")] }] },
        doc! { "user": "zoe", "years": [{ "year": 2018, "entries": [entry("2018-01-02")] }] },
        doc! { "_id": "sam", "years": { "2018": [entry("2018-01-02")] } },
        doc! { "years": [{ "year": 2018, "entries": [entry("2018-01-02")] }] },
    ]).await;
    let target = place(backend).await;
    // Somebody else of that name, as anybody may be.
    assert!(run(&target.url, &["user", "add", "Zoe"], PASSWORD).status.success());
    let said = succeeds(&target.url, &["import-flask", &source.from()]);
    for line in [
        "look: Ada: The name differs from ada in nothing but case",
        "look: x: A username has 3 to 64 characters.",
        "look: zoe: Worklog has an account of that name already, which was left alone.",
        "look: sam: In log alone, not in credentials; taken all the same.",
        "look: ada: settings, slack: This address begins with http://.",
        "look: ada: settings, total: It is no object.",
        "look: ada: 2018, entry 2, date: There is no day 2018-02-30.",
        "look: ada: 2018, entry 3: It is no object with date and type.",
        "look: Ada: Their log was not taken either.",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    for part in ["credentials", "log"] {
        let line = format!("look: {part}, ObjectId(");
        assert!(said.contains(&line) && said.contains("): It has no username."), "{said}");
    }
    let store = open(&target).await;
    let one = expected(&[("2018-01-02", "sick")]);
    assert_eq!(
        (days(&*store, "ada").await, days(&*store, "sam").await),
        (one.clone(), one.clone())
    );
    assert_eq!(days(&*store, "zoe").await, BTreeMap::new(), "nobody else's days");
    assert!(!links(&said).contains_key("zoe"));
    let said = succeeds(&target.url, &["import-flask", &source.from(), "--into", "zoe"]);
    assert!(said.contains("Zoe: the account was there, 1 day taken."), "{said}");
    assert_eq!(days(&*store, "zoe").await, one);
    assert!(!links(&said).contains_key("Zoe"), "they have a password");
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_documents_are_told_and_the_rest_is_taken_into_a_file() {
    odd_documents_are_told_and_the_rest_is_taken(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_documents_are_told_and_the_rest_is_taken_into_mongodb() {
    odd_documents_are_told_and_the_rest_is_taken(Backend::Mongo).await;
}

async fn a_dry_run_writes_nothing(backend: Backend) {
    let source = Source::with(credentials(&["ada", "bob"]), logs()).await;
    let (target, from) = (place(backend).await, source.from());
    let dry = ["import-flask", &from, "--dry-run"];
    let said = succeeds(&target.url, &dry);
    assert!(said.contains("ada: a new account, 5 days taken."), "{said}");
    assert!(said.contains("Nothing was written. It would take 2 accounts and 5 days;"), "{said}");
    assert!(links(&said).is_empty(), "{said}");
    let none = complaint(&run(&target.url, &["backup", "-"], ""));
    assert!(none.contains("There is no database at"), "not even a database was made: {none}");

    succeeds(&target.url, &["import-flask", &from]);
    let store = open(&target).await;
    let before = all(&*store).await;
    let said = succeeds(&target.url, &dry);
    assert!(
        said.contains(" 0 accounts and 0 days; 2 accounts and 5 days were there already."),
        "{said}"
    );
    assert_eq!(all(&*store).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_nothing_to_a_file() {
    a_dry_run_writes_nothing(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_nothing_to_mongodb() {
    a_dry_run_writes_nothing(Backend::Mongo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_source_is_told() {
    let target = place(Backend::Embedded).await;
    let told = |from: &str| complaint(&run(&target.url, &["import-flask", "--from", from], ""));
    let start = Instant::now();
    let nobody = told(&format!("mongodb://ada:secret@127.0.0.1:{}/", free_port()));
    assert!(
        nobody.contains("The MongoDB at mongodb://127.0.0.1") && nobody.contains("does not answer")
    );
    assert!(!nobody.contains("secret"), "{nobody}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(told("worklog.db").contains("is not a mongodb:// address"));
    let source = Source::empty().await;
    let nothing = told(&source.server.url("log"));
    assert!(nothing.contains("There is nothing of the earlier service at"), "{nothing}");
    assert!(!std::path::Path::new(&target.url).exists(), "no database is made for nothing");
}
