//! Tests that saves share transactions, and that no acknowledged save is lost with them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mongodb::Database;
use mongodb::bson::{Document, doc};
use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::days::month_log::Precondition;
use worklog::storage::{Store, migrate};

use super::hanging::{check_saved, save_days, until_available};
use super::{database_of, open};
use crate::support::concurrent::race;
use crate::support::mongod::Mongod;
use crate::support::samples::{day_transaction, put, user};

/// The number of users who save at the same time.
const USERS: usize = 16;

async fn add_users(store: &dyn Store, count: usize) -> Vec<User> {
    let users: Vec<User> = (0..count).map(|number| user(&format!("user-{number}"))).collect();
    for user in &users {
        store.add_user(user).await.unwrap();
    }
    users
}

async fn save(store: &dyn Store, user: UserId, day: &str) {
    let edit = put(day, "office", "", Precondition::NoEntry);
    let items = store.edit_days(user, &day_transaction(user, [edit])).await.unwrap();
    assert_eq!(items.len(), 1);
}

/// Returns how many transactions were committed so far, and how many were aborted.
async fn transactions(database: &Database) -> (i64, i64) {
    let status = database.run_command(doc! { "serverStatus": 1 }).await.unwrap();
    let counts = status.get_document("transactions").unwrap();
    let count = |name| counts.get_i64(name).unwrap();
    (count("totalCommitted"), count("totalAborted"))
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_saves_share_transactions() {
    let mongod = Mongod::replica_set();
    let url = mongod.url("shared");
    let store = open(&url).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let users = add_users(&*store, USERS).await;
    let database = database_of(&url).await;
    let (before, _) = transactions(&database).await;
    race(USERS, |number| {
        let (store, user) = (Arc::clone(&store), users[number].id);
        async move {
            for day in 10..20 {
                save(&*store, user, &format!("2026-11-{day}")).await;
            }
        }
    })
    .await;
    let saves = i64::try_from(USERS * 10).unwrap();
    let (after, _) = transactions(&database).await;
    let count = after - before;
    println!("{saves} saves took {count} transactions");
    assert!(count * 3 <= saves, "{saves} saves took {count} transactions");
}

/// Simultaneous transactions on the same documents would be aborted and repeated.
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_saves_of_a_user_do_not_conflict() {
    let mongod = Mongod::replica_set();
    let url = mongod.url("own");
    let store = open(&url).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let database = database_of(&url).await;
    let (_, aborted) = transactions(&database).await;
    race(USERS, |number| {
        let (store, ada) = (Arc::clone(&store), ada.id);
        async move {
            for month in 1..=8 {
                save(&*store, ada, &format!("2026-{month:02}-{:02}", 1 + number)).await;
            }
        }
    })
    .await;
    assert_eq!(transactions(&database).await.1, aborted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_takes_four_round_trips() {
    let mongod = Mongod::replica_set();
    let url = mongod.url("single");
    let store = open(&url).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    save(&*store, ada.id, "2026-11-17").await;
    let database = database_of(&url).await;
    let (before, _) = transactions(&database).await;
    database.run_command(doc! { "profile": 2 }).await.unwrap();
    save(&*store, ada.id, "2026-11-18").await;
    database.run_command(doc! { "profile": 0 }).await.unwrap();
    assert_eq!(transactions(&database).await.0 - before, 1);
    let profile = database.collection::<Document>("system.profile");
    let ours = doc! { "command.profile": { "$exists": false } };
    let mut found = profile.find(ours).sort(doc! { "ts": 1 }).await.unwrap();
    let mut statements = Vec::new();
    while found.advance().await.unwrap() {
        let statement = found.deserialize_current().unwrap();
        statements.push(["op", "ns"].map(|field| statement.get_str(field).unwrap().to_owned()));
    }
    // The fourth is the commit, which isn't in the profile.
    let expected =
        [["query", "single.months"], ["update", "single.months"], ["insert", "single.changes"]];
    assert_eq!(statements, expected);
}

/// Saves days of several users while `failure` happens. Afterwards, each user must be able to save,
/// and no acknowledged save may be lost.
async fn save_during(store: &Arc<dyn Store>, failure: impl Future<Output = ()>) {
    migrate(&**store, chrono::Utc::now).await.unwrap();
    let users = add_users(&**store, USERS / 2).await;
    let over = Arc::new(AtomicBool::new(false));
    let saves = race(users.len(), |number| {
        save_days(Arc::clone(store), users[number].id, Arc::clone(&over))
    });
    let failure = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        failure.await;
        for user in &users {
            let edit = put("2026-11-01", "sick", "", Precondition::Any);
            let transaction = day_transaction(user.id, [edit]);
            until_available(|| store.edit_days(user.id, &transaction)).await;
        }
        over.store(true, Ordering::Relaxed);
    };
    let (acknowledged, ()) = tokio::join!(saves, failure);
    for (user, acknowledged) in users.iter().zip(acknowledged) {
        check_saved(&**store, user.id, &acknowledged).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_saves_survive_the_loss_of_the_primary() {
    let members = Mongod::members(3);
    let hosts: Vec<_> = members.iter().map(Mongod::host).collect();
    let url = format!("mongodb://{}/lost?replicaSet=rs0", hosts.join(","));
    let store = open(&url).await.unwrap();
    save_during(&store, async { members[0].signal("-KILL") }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_saves_survive_a_killed_database() {
    let mut mongod = Mongod::replica_set();
    let store = open(&mongod.url("killed")).await.unwrap();
    save_during(&store, async {
        mongod.signal("-KILL");
        tokio::task::block_in_place(|| mongod.stop());
        mongod.start_again();
    })
    .await;
}
