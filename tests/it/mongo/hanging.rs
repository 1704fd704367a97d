//! Tests a database that hangs: it keeps its connections open, but doesn't respond.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mongodb::bson::doc;
use mongodb::{Client, Database};
use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::backup::records::{Record, RecordKind};
use worklog::domain::days::day::{Day, Month};
use worklog::domain::days::month_log::Precondition;
use worklog::storage::{ArchiveError, Store, StoreError, migrate};

use super::{month, open};
use crate::support::concurrent::race;
use crate::support::history::WholeHistory;
use crate::support::mongod::Mongod;
use crate::support::page::Page;
use crate::support::samples::{
    all_changes, day_transaction, key_hash, put, sample_session, start_session, user,
};
use crate::support::server::Server;

/// How long an operation may take: 5 s, and some more on a busy machine.
const LIMIT: Duration = Duration::from_millis(6_500);

/// How long a probe may take.
const PROBE: Duration = Duration::from_secs(2);

/// The first day that is saved.
const FIRST: &str = "2026-11-01";

/// How long a database may take to recover.
const RECOVERY: Duration = Duration::from_mins(1);

/// Less than the 20 s after which the tests' server aborts transactions on its own.
const ABORTED: Duration = Duration::from_secs(15);

async fn started(name: &str) -> (Mongod, Arc<dyn Store>) {
    let mongod = Mongod::replica_set();
    let store = open(&mongod.url(name)).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    (mongod, store)
}

/// Returns the result of some work and how long it took.
async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let start = Instant::now();
    (work.await, start.elapsed())
}

/// Stops the server's process, which takes a moment to stop all threads.
async fn freeze(mongod: &Mongod, store: &dyn Store) {
    mongod.signal("-STOP");
    while tokio::time::timeout(Duration::from_millis(300), store.ping()).await.is_ok() {}
}

/// Repeats an operation until the store is available.
pub(super) async fn until_available<T, F: Future<Output = Result<T, StoreError>>>(
    work: impl Fn() -> F,
) -> T {
    let start = Instant::now();
    loop {
        match work().await {
            Err(StoreError::Unavailable(cause)) => {
                assert!(start.elapsed() < RECOVERY, "the store doesn't recover: {cause}");
            }
            outcome => return outcome.unwrap(),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[actix_web::test]
async fn requests_to_a_stopped_database_fail_within_five_seconds() {
    let (mongod, store) = started("stopped").await;
    let server = Server::on_store(Arc::clone(&store), &[]).await;
    let ada = server.sign_up("ada").await;
    assert_eq!(ada.get("/readyz").await.status(), 200);
    let form = [("type", "remote"), ("location", "Home"), ("notes", "long & dear")];
    freeze(&mongod, &*store).await;
    server.advance_clock(Duration::from_secs(30));
    let (page, save, probe) = tokio::join!(
        timed(ada.get("/month")),
        timed(ada.post("/day/2026-11-18", &form)),
        timed(ada.get("/readyz")),
    );
    assert_eq!(probe.0.status(), 503);
    assert!(probe.1 < PROBE, "{:?}", probe.1);
    for (response, elapsed) in [page, save] {
        assert_eq!(response.status(), 503);
        assert!(response.headers().contains_key("retry-after"));
        assert!(elapsed < LIMIT, "{elapsed:?}");
        Page::from_response(response).await.assert_text("main p", "database can’t be reached");
    }
    mongod.signal("-CONT");
    let (_, person) = until_available(async || Ok(server.app_and_user("ada").await)).await;
    let give_up = Instant::now() + RECOVERY;
    while ada.post("/day/2026-11-18", &form).await.status() != 303 {
        assert!(Instant::now() < give_up, "the page can't be saved");
    }
    assert_eq!(ada.get("/readyz").await.status(), 200);
    let day = "2026-11-18".parse().unwrap();
    assert_eq!(store.whole_history(person.id, day).await.unwrap().len(), 1, "saved once");
}

/// Saves one day after the other until `over`. Returns the acknowledged ones.
pub(super) async fn save_days(
    store: Arc<dyn Store>,
    person: UserId,
    over: Arc<AtomicBool>,
) -> Vec<Day> {
    let mut acknowledged = Vec::new();
    for day in std::iter::successors(FIRST.parse().ok(), |day: &Day| day.next()) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let edit = put(&day.to_string(), "office", "", Precondition::NoEntry);
        let transaction = day_transaction(person, [edit]);
        let (saved, elapsed) = timed(store.edit_days(person, &transaction)).await;
        assert!(elapsed < LIMIT, "{elapsed:?}");
        match saved {
            Ok(items) => acknowledged.extend(items.iter().map(|item| item.date)),
            Err(StoreError::Unavailable(_)) => {}
            Err(error) => panic!("{day}: {error:?}"),
        }
    }
    acknowledged
}

/// Each user's save is interrupted at another statement.
#[tokio::test(flavor = "multi_thread")]
async fn saves_interrupted_by_a_stopped_database_are_lost_or_kept_whole() {
    let (mongod, store) = started("interrupted").await;
    let people: Vec<User> = (0..8).map(|number| user(&format!("user-{number}"))).collect();
    for person in &people {
        store.add_user(person).await.unwrap();
    }
    let over = Arc::new(AtomicBool::new(false));
    let saves = race(people.len(), |number| {
        save_days(Arc::clone(&store), people[number].id, Arc::clone(&over))
    });
    let hang = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        mongod.signal("-STOP");
        tokio::time::sleep(LIMIT).await;
        mongod.signal("-CONT");
        let resumed = Instant::now();
        for person in &people {
            let edit = put(FIRST, "sick", "", Precondition::Any);
            let transaction = day_transaction(person.id, [edit]);
            until_available(|| store.edit_days(person.id, &transaction)).await;
        }
        let elapsed = resumed.elapsed();
        println!("all users could save again after {elapsed:?}");
        assert!(elapsed < ABORTED, "interrupted transactions block others");
        over.store(true, Ordering::Relaxed);
    };
    let (acknowledged, ()) = tokio::join!(saves, hang);
    for (person, acknowledged) in people.iter().zip(acknowledged) {
        check_saved(&*store, person.id, &acknowledged).await;
    }
}

/// Checks that each logged day has one change, and that no acknowledged day is missing.
pub(super) async fn check_saved(store: &dyn Store, person: UserId, acknowledged: &[Day]) {
    let (first, last) = (Month::FIRST, Month::LAST);
    let logs = store.months(person, first, last).await.unwrap();
    let logged: Vec<Day> = logs.iter().flat_map(|log| log.iter().map(|(day, _)| day)).collect();
    let (first, last) = (first.first_day(), last.last_day());
    let changes = all_changes(store, person, first, last).await;
    let created = changes.iter().flat_map(|change| &*change.items);
    let created = created.filter(|item| item.before.is_none());
    let mut created: Vec<Day> = created.map(|item| item.date).collect();
    created.sort();
    assert_eq!(created, logged);
    assert!(acknowledged.iter().all(|day| logged.contains(day)), "none is lost");
}

async fn lock_writes(mongod: &Mongod) -> Database {
    let admin = Client::with_uri_str(mongod.url("admin")).await.unwrap().database("admin");
    admin.run_command(doc! { "fsync": 1, "lock": true }).await.unwrap();
    admin
}

/// The server is alive, so the driver has no reason to end operations.
#[tokio::test(flavor = "multi_thread")]
async fn operations_on_a_database_without_writes_fail_within_five_seconds() {
    let (mongod, store) = started("locked").await;
    let (ada, session) = (user("ada"), key_hash(1));
    store.add_user(&ada).await.unwrap();
    start_session(&*store, &sample_session(ada.id, 1)).await.unwrap();
    let admin = lock_writes(&mongod).await;
    let edit = put("2026-11-18", "office", "", Precondition::NoEntry);
    let transaction = day_transaction(ada.id, [edit]);
    let (before, data) = (BTreeMap::new(), BTreeMap::from([("a".to_owned(), "1".to_owned())]));
    let (data, edited, month) = tokio::join!(
        timed(store.edit_session_data(&session, &before, &data)),
        timed(store.edit_days(ada.id, &transaction)),
        store.month(ada.id, month()),
    );
    assert!(month.unwrap().days.is_empty(), "reads are unaffected");
    let error = data.0.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "the database didn't respond within 5 s");
    assert!(data.1 > Duration::from_secs(4) && data.1 < LIMIT, "{:?}", data.1);
    assert!(matches!(edited.0, Err(StoreError::Unavailable(_))), "{edited:?}");
    assert!(edited.1 < LIMIT, "{:?}", edited.1);
    admin.run_command(doc! { "fsyncUnlock": 1 }).await.unwrap();
    let items = until_available(|| store.edit_days(ada.id, &transaction)).await;
    assert!(items.len() <= 1);
    let day = "2026-11-18".parse().unwrap();
    assert_eq!(store.whole_history(ada.id, day).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_and_restores_fail_if_the_database_is_stopped() {
    let (mongod, store) = started("read").await;
    let other = open(&mongod.url("filled")).await.unwrap();
    migrate(&*other, chrono::Utc::now).await.unwrap();
    store.add_user(&user("ada")).await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let mut writer = other.begin_restore(false).await.unwrap();
    freeze(&mongod, &*store).await;
    let record = Record::User(Box::new(user("kim")));
    let (read, added, begun) = tokio::join!(
        timed(snapshot.next(RecordKind::User)),
        timed(writer.add(vec![record])),
        timed(other.begin_restore(true)),
    );
    let elapsed = [read.1, added.1, begun.1];
    assert!(elapsed.iter().all(|elapsed| *elapsed < LIMIT), "{elapsed:?}");
    for error in [read.0.err(), added.0.err(), begun.0.err()] {
        let error = error.expect("fails");
        assert!(matches!(error, ArchiveError::Store(StoreError::Unavailable(_))), "{error}");
    }
    mongod.signal("-CONT");
    until_available(|| store.ping()).await;
    assert!(other.restore_incomplete().await.unwrap());
}
